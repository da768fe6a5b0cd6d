using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>Long scans with factors close to the unit circle, and what a formula for the gradient cannot see.</summary>
[TestFixture(ScanAlgorithm.Diagonal)]
[TestFixture(ScanAlgorithm.Blelloch)]
[TestFixture(ScanAlgorithm.Chunked)]
public sealed class ScanAccuracyTests(ScanAlgorithm algorithm)
{
    private const int Length = 65536;

    [Test]
    public void Float_stays_within_the_bound_of_its_roundings_over_65536_steps([Values] bool invariant)
    {
        // |a| up to 0.99999: some 100,000 steps are remembered. One vector, and one channel more.
        foreach (int channels in (int[])[Vector<float>.Count, 3])
        {
            ScanProblem<float> problem = Long<float>(21, channels, invariant, complex: true);
            problem.Scan(algorithm, threads: 2);
            problem.CheckScan();
        }
    }

    [Test]
    public void Double_stays_within_the_bound_of_its_roundings_over_65536_steps([Values] bool invariant)
    {
        // The exact result: in pairs of doubles, h + low, whose products and sums lose nothing above 2^−104. Dekker,
        // "A Floating-Point Technique for Extending the Available Precision", 1971.
        ScanProblem<double> problem = Long<double>(22, channels: 2, invariant, complex: false);
        problem.Scan(algorithm, threads: 2);
        for (int c = 0; c < 2; c++)
        {
            double high = 0.0, low = 0.0, magnitude = 0.0, error = 0.0, unit = ScanTestData.Unit<double>();
            for (int t = 0; t < Length; t++)
            {
                int at = (2 * t) + c;
                double a = problem.A.Re[invariant ? c : at];
                double b = problem.B.Re[at], product = a * high, sum = product + b, part = sum - product;
                low = (a * low) + Math.FusedMultiplyAdd(a, high, -product) + (product - (sum - part)) + (b - part);
                (high, low) = (sum + low, low - ((sum + low) - sum));
                magnitude = (Math.Abs(a) * magnitude) + Math.Abs(b);

                // A real step rounds twice; in whatever order, a term is in as many operations as steps.
                error = (Math.Abs(a) * error) + (2.0 * unit * magnitude);
                Assert.That(
                    Math.Abs(high - problem.H.Re[at] + low),
                    Is.LessThanOrEqualTo(error + (4.0 * unit * magnitude)),
                    $"step {t}, channel {c}");
            }
        }
    }

    [Test]
    public void The_adjoint_is_the_transpose_in_what_the_scan_is_linear_in(
        [Values] bool reversed, [Values] bool invariant, [Values] bool complex)
    {
        // h is linear in (b, h0): ⟨dh, h(b, h0)⟩ = ⟨db, b⟩ + ⟨dh0, h0⟩, up to rounding of some ten thousand terms.
        ScanForm form = Form(reversed, invariant);
        ScanProblem<double> problem = new(23, new(60, 41, 9), form, complex, resets: 0.02);
        problem.Scan(algorithm);
        problem.Adjoint(algorithm);
        double left = Dot(problem.Dh, problem.H);
        double right = Dot(problem.Db, problem.B) + Dot(problem.Dh0, problem.H0);
        Assert.That(left, Is.EqualTo(right).Within(1e-12 * problem.Shape.Elements));
    }

    [Test]
    public void The_adjoint_agrees_with_the_difference_quotient(
        [Values] bool reversed, [Values] bool invariant, [Values] bool complex)
    {
        ScanForm form = Form(reversed, invariant);
        ScanProblem<double> problem = new(24, new(60, 41, 9), form, complex, resets: 0.02);
        problem.Scan(algorithm);
        problem.Adjoint(algorithm);
        var direction = ScanPlanes<double>.Random(new RandomSource(25), problem.A.Re.Length, complex);
        double expected = Dot(problem.Da, direction);

        const double step = 1e-6;
        ScanPlanes<double> a = problem.A;
        double Loss(double by)
        {
            problem.A = new(
                ScanTestData.Moved(a.Re, direction.Re, by), ScanTestData.Moved(a.Im, direction.Im, by), complex);
            problem.Scan(algorithm);
            return Dot(problem.Dh, problem.H);
        }

        // Central differences: rounding 1e−16·L/step and truncation step²: both under 1e−8 of the sum of magnitudes.
        double quotient = (Loss(step) - Loss(-step)) / (2 * step);
        Assert.That(quotient, Is.EqualTo(expected).Within(1e-8 * problem.Shape.Elements));
        Assert.That(Math.Abs(expected), Is.GreaterThan(1e-5 * problem.Shape.Elements), "The check would see nothing.");
    }

    [Test]
    public unsafe void Results_that_are_stored_past_the_caches_have_the_same_bits(
        [Values] bool reversed, [Values] bool invariant)
    {
        ScanProblem<float> problem = new(26, new(2, 45, 128), Form(reversed, invariant), true, resets: 0.03);
        problem.Scan(ScanAlgorithm.Diagonal);
        problem.Adjoint(ScanAlgorithm.Diagonal);
        ScanPlanes<float> h = problem.H, db = problem.Db, da = problem.Da;
        float[] memory = GC.AllocateArray<float>((4 * problem.Shape.Elements) + 16, pinned: true);
        fixed (float* ar = problem.A.Re, ai = problem.A.Im, br = problem.B.Re, bi = problem.B.Im)
        fixed (float* hr = h.Re, hi = h.Im, sr = problem.H0.Re, si = problem.H0.Im, gr = problem.Dh.Re)
        fixed (float* gi = problem.Dh.Im, dr = da.Re, di = da.Im, start = memory)
        fixed (bool* resets = problem.Resets)
        {
            int n = problem.Shape.Elements;
            float* aligned = (float*)(((nuint)start + 63) / 64 * 64);
            PlanePointers<float> first = new(aligned, aligned + n), second = first.At(2 * n);
            Run(
                new()
                {
                    A = new(ar, ai),
                    B = new(br, bi),
                    H0 = new(sr, si),
                    H = first,
                    Resets = resets,
                    Shape = problem.Shape,
                    Down = reversed,
                    Invariant = invariant,
                    Adjoint = false,
                    Streaming = true,
                });
            Assert.That(new Span<float>(first.Re, n).SequenceEqual(h.Re), Is.True);
            Assert.That(new Span<float>(first.Im, n).SequenceEqual(h.Im), Is.True);
            Run(
                new()
                {
                    A = new(ar, ai),
                    B = new(gr, gi),
                    H0 = new(sr, si),
                    H = first,
                    Outputs = new(hr, hi),
                    Da = invariant ? new(dr, di) : second,
                    Resets = resets,
                    Shape = problem.Shape,
                    Down = !reversed,
                    Invariant = invariant,
                    Adjoint = true,
                    Streaming = true,
                });
            Assert.That(new Span<float>(first.Re, n).SequenceEqual(db.Re), Is.True);
            Assert.That(invariant || new Span<float>(second.Im, n).SequenceEqual(da.Im), Is.True);
        }

        static void Run(ScanArrays<float> arrays)
        {
            if (arrays.Adjoint)
            {
                DiagonalScanAlgorithm.Adjoint<float, ScanComplex<float>>(arrays, 2);
            }
            else
            {
                DiagonalScanAlgorithm.Scan<float, ScanComplex<float>>(arrays, 2);
            }
        }
    }

    private static ScanForm Form(bool reversed, bool invariant) =>
        (reversed ? ScanForm.Reverse : ScanForm.None) | (invariant ? ScanForm.Invariant : ScanForm.None);

    private static ScanProblem<T> Long<T>(ulong seed, int channels, bool invariant, bool complex)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RandomSource source = new(seed);
        ScanProblem<T> problem = new(
            seed, new(1, Length, channels), invariant ? ScanForm.Invariant : ScanForm.None, complex, initial: false);
        for (int i = 0; i < problem.A.Re.Length; i++)
        {
            double size = i % channels == 0 ? 0.99999 : source.NextDouble(0.9, 0.99999);
            double phase = complex ? source.NextDouble(-Math.PI, Math.PI) : 0.0;
            problem.A.Re[i] = T.CreateTruncating(size * Math.Cos(phase));
            if (complex)
            {
                problem.A.Im[i] = T.CreateTruncating(size * Math.Sin(phase));
            }
        }

        return problem;
    }

    private static double Dot(ScanPlanes<double> x, ScanPlanes<double> y) =>
        ScanTestData.Dot(x.Re, y.Re) + ScanTestData.Dot(x.Im, y.Im);
}
