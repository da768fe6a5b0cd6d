using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>The adjoints as derivatives, in double: they never see a formula for the gradient.</summary>
public sealed class DiagonalScanAdjointTests
{
    [Test]
    public void Adjoint_is_the_transpose_in_what_the_scan_is_linear_in(
        [Values] bool reversed, [Values] bool invariant, [Values] bool complex)
    {
        // h is linear in (b, h0): ⟨dh, h(b, h0)⟩ = ⟨db, b⟩ + ⟨dh0, h0⟩ exactly, up to rounding of some thousand terms.
        Problem p = new(11, complex, invariant);
        p.Solve(reversed, invariant);
        double left = Dot(p.Dh, p.H), right = Dot(p.Db, p.B) + Dot(p.Dh0, p.H0);
        Assert.That(left, Is.EqualTo(right).Within(1e-12 * p.Shape.Elements));
    }

    [Test]
    public void Adjoint_agrees_with_the_difference_quotient(
        [Values] bool reversed, [Values] bool invariant, [Values] bool complex)
    {
        Problem p = new(12, complex, invariant);
        p.Solve(reversed, invariant);
        RandomSource source = new(13);
        var direction = DiagonalScanTests<double>.Planes.Random(source, p.A.Re.Length, complex);
        const double step = 1e-6;
        double above = p.Loss(direction, step, reversed, invariant);
        double below = p.Loss(direction, -step, reversed, invariant);

        // Central differences: rounding 1e−16·L/step and truncation step²: both under 1e−8 of the sum of magnitudes.
        double expected = Dot(p.Da, direction);
        Assert.That((above - below) / (2 * step), Is.EqualTo(expected).Within(1e-8 * p.Shape.Elements));
        Assert.That(Math.Abs(expected), Is.GreaterThan(1e-4 * p.Shape.Elements), "The check would see nothing.");
    }

    [Test]
    public void Unwanted_gradients_change_nothing_else([Values] bool invariant)
    {
        Problem p = new(14, true, invariant);
        p.Solve(false, invariant);
        DiagonalScanTests<double>.Planes db = new(p.Shape.Elements, true), none = new(0, true);
        DiagonalScanTests<double>.Adjoint(p.A, p.H, p.H0, p.Dh, db, none, none, p.Shape, false, invariant, 1);
        Assert.That(db.Re, Is.EqualTo(p.Db.Re));
        Assert.That(db.Im, Is.EqualTo(p.Db.Im));
    }

    private static double Dot(DiagonalScanTests<double>.Planes x, DiagonalScanTests<double>.Planes y) =>
        ScanTestData.Dot(x.Re, y.Re) + ScanTestData.Dot(x.Im, y.Im);

    private sealed class Problem
    {
        internal Problem(ulong seed, bool complex, bool invariant)
        {
            RandomSource source = new(seed);
            int factors = invariant ? Shape.Channels : Shape.Elements;
            A = DiagonalScanTests<double>.Planes.Random(source, factors, complex, 0.7);
            B = DiagonalScanTests<double>.Planes.Random(source, Shape.Elements, complex);
            Dh = DiagonalScanTests<double>.Planes.Random(source, Shape.Elements, complex);
            H0 = DiagonalScanTests<double>.Planes.Random(source, Shape.StateElements, complex);
            (H, Db) = (new(Shape.Elements, complex), new(Shape.Elements, complex));
            (Da, Dh0) = (new(factors, complex), new(Shape.StateElements, complex));
        }

        internal ScanShape Shape { get; } = new(2, 41, 9);

        internal DiagonalScanTests<double>.Planes A { get; }

        internal DiagonalScanTests<double>.Planes B { get; }

        internal DiagonalScanTests<double>.Planes Dh { get; }

        internal DiagonalScanTests<double>.Planes H0 { get; }

        internal DiagonalScanTests<double>.Planes H { get; }

        internal DiagonalScanTests<double>.Planes Db { get; }

        internal DiagonalScanTests<double>.Planes Da { get; }

        internal DiagonalScanTests<double>.Planes Dh0 { get; }

        internal void Solve(bool reversed, bool invariant)
        {
            DiagonalScanTests<double>.Scan(A, B, H0, H, Shape, reversed, invariant, 1);
            DiagonalScanTests<double>.Adjoint(A, H, H0, Dh, Db, Da, Dh0, Shape, reversed, invariant, 1);
        }

        internal double Loss(DiagonalScanTests<double>.Planes direction, double step, bool reversed, bool invariant)
        {
            DiagonalScanTests<double>.Planes h = new(Shape.Elements, H.IsComplex);
            DiagonalScanTests<double>.Planes a = new(
                ScanTestData.Moved(A.Re, direction.Re, step),
                ScanTestData.Moved(A.Im, direction.Im, step),
                H.IsComplex);
            DiagonalScanTests<double>.Scan(a, B, H0, h, Shape, reversed, invariant, 1);
            return Dot(Dh, h);
        }
    }
}
