using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>The arrays of a scan and of its adjoint, random, and all ways to run them.</summary>
internal sealed class ScanProblem<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal ScanProblem(
        ulong seed, ScanShape shape, ScanForm form, bool complex, bool initial = true, double resets = 0.0,
        double magnitude = 0.7)
    {
        RandomSource source = new(seed);
        (Shape, Form) = (shape, form);
        int factors = IsInvariant ? shape.Channels : shape.Elements;
        A = ScanPlanes<T>.Random(source, factors, complex, magnitude);
        B = ScanPlanes<T>.Random(source, shape.Elements, complex);
        Dh = ScanPlanes<T>.Random(source, shape.Elements, complex);
        H0 = ScanPlanes<T>.Random(source, initial ? shape.StateElements : 0, complex);
        H = new(shape.Elements, complex);
        Db = new(shape.Elements, complex);
        Da = new(factors, complex);
        Dh0 = new(shape.StateElements, complex);
        Last = new(shape.StateElements, complex);
        Resets = new bool[resets > 0.0 ? shape.Batch * shape.Length : 0];
        for (int i = 0; i < Resets.Length; i++)
        {
            Resets[i] = source.NextDouble() < resets;
        }
    }

    internal ScanShape Shape { get; }

    internal ScanForm Form { get; }

    internal bool IsInvariant => Form.HasFlag(ScanForm.Invariant);

    internal bool IsReverse => Form.HasFlag(ScanForm.Reverse);

    internal bool[] Resets { get; }

    internal ScanPlanes<T> A { get; set; }

    internal ScanPlanes<T> B { get; set; }

    internal ScanPlanes<T> H0 { get; set; }

    internal ScanPlanes<T> H { get; set; }

    internal ScanPlanes<T> Last { get; set; }

    internal ScanPlanes<T> Dh { get; set; }

    internal ScanPlanes<T> Db { get; set; }

    internal ScanPlanes<T> Da { get; set; }

    internal ScanPlanes<T> Dh0 { get; set; }

    /// <summary>All that a run writes, behind each other.</summary>
    internal ScanPlanes<T> Results => new(
        [.. H.Re, .. Last.Re, .. Db.Re, .. Da.Re, .. Dh0.Re],
        [.. H.Im, .. Last.Im, .. Db.Im, .. Da.Im, .. Dh0.Im],
        H.IsComplex);

    internal void Scan(ScanAlgorithm algorithm, int threads = 1)
    {
        switch (algorithm, H.IsComplex)
        {
            case (ScanAlgorithm.Diagonal, true):
                DiagonalScan.Scan(A.Read, B.Read, H0.Read, H.Write, Shape, Form, Resets, threads);
                break;
            case (ScanAlgorithm.Diagonal, false):
                DiagonalScan.Scan<T>(A.Re, B.Re, H0.Re, H.Re, Shape, Form, Resets, threads);
                break;
            case (ScanAlgorithm.Blelloch, true):
                BlellochScan.Scan(A.Read, B.Read, H0.Read, H.Write, Shape, Form, Resets, threads);
                break;
            case (ScanAlgorithm.Blelloch, false):
                BlellochScan.Scan<T>(A.Re, B.Re, H0.Re, H.Re, Shape, Form, Resets, threads);
                break;
            case (_, true):
                ChunkedScan.Scan(A.Read, B.Read, H0.Read, H.Write, Shape, Form, Resets, threads);
                break;
            default:
                ChunkedScan.Scan<T>(A.Re, B.Re, H0.Re, H.Re, Shape, Form, Resets, threads);
                break;
        }
    }

    internal void LastState(ScanAlgorithm algorithm, int threads = 1)
    {
        switch (algorithm, H.IsComplex)
        {
            case (ScanAlgorithm.Diagonal, true):
                DiagonalScan.LastState(A.Read, B.Read, H0.Read, Last.Write, Shape, Form, Resets, threads);
                break;
            case (ScanAlgorithm.Diagonal, false):
                DiagonalScan.LastState<T>(A.Re, B.Re, H0.Re, Last.Re, Shape, Form, Resets, threads);
                break;
            case (ScanAlgorithm.Blelloch, true):
                BlellochScan.LastState(A.Read, B.Read, H0.Read, Last.Write, Shape, Form, Resets, threads);
                break;
            case (ScanAlgorithm.Blelloch, false):
                BlellochScan.LastState<T>(A.Re, B.Re, H0.Re, Last.Re, Shape, Form, Resets, threads);
                break;
            case (_, true):
                ChunkedScan.LastState(A.Read, B.Read, H0.Read, Last.Write, Shape, Form, Resets, threads);
                break;
            default:
                ChunkedScan.LastState<T>(A.Re, B.Re, H0.Re, Last.Re, Shape, Form, Resets, threads);
                break;
        }
    }

    internal void Adjoint(ScanAlgorithm algorithm, int threads = 1)
    {
        switch (algorithm, H.IsComplex)
        {
            case (ScanAlgorithm.Diagonal, true):
                DiagonalScan.Adjoint(
                    A.Read, H.Read, H0.Read, Dh.Read, Db.Write, Da.Write, Dh0.Write, Shape, Form, Resets, threads);
                break;
            case (ScanAlgorithm.Diagonal, false):
                DiagonalScan.Adjoint<T>(
                    A.Re, H.Re, H0.Re, Dh.Re, Db.Re, Da.Re, Dh0.Re, Shape, Form, Resets, threads);
                break;
            case (ScanAlgorithm.Blelloch, true):
                BlellochScan.Adjoint(
                    A.Read, H.Read, H0.Read, Dh.Read, Db.Write, Da.Write, Dh0.Write, Shape, Form, Resets, threads);
                break;
            case (ScanAlgorithm.Blelloch, false):
                BlellochScan.Adjoint<T>(
                    A.Re, H.Re, H0.Re, Dh.Re, Db.Re, Da.Re, Dh0.Re, Shape, Form, Resets, threads);
                break;
            case (_, true):
                ChunkedScan.Adjoint(
                    A.Read, H.Read, H0.Read, Dh.Read, Db.Write, Da.Write, Dh0.Write, Shape, Form, Resets, threads);
                break;
            default:
                ChunkedScan.Adjoint<T>(
                    A.Re, H.Re, H0.Re, Dh.Re, Db.Re, Da.Re, Dh0.Re, Shape, Form, Resets, threads);
                break;
        }
    }

    /// <summary>Asserts that the states are those of the definition.</summary>
    internal void CheckScan()
    {
        (Complex[] expected, double[] bound) = ScanOracle.Scan(
            A.Wide(), B.Wide(), H0.Wide(), Shape, Form, Resets, ScanTestData.Unit<T>());
        Check(H, expected, bound, "h");
    }

    /// <summary>Asserts that the gradients are those of their formulas, for the states as they are.</summary>
    internal void CheckAdjoint()
    {
        var expected = ScanOracle.Adjoint(
            A.Wide(), H.Wide(), H0.Wide(), Dh.Wide(), Shape, Form, Resets, ScanTestData.Unit<T>());
        Check(Db, expected.Db, expected.DbBound, "db");
        Check(Da, expected.Da, expected.DaBound, "da");
        Check(Dh0, expected.Dh0, expected.Dh0Bound, "dh0");
    }

    /// <summary>Asserts that the last states are the last of the states.</summary>
    internal void CheckLast(double tolerance)
    {
        for (int b = 0; b < Shape.Batch && Shape.Length > 0; b++)
        {
            int from = ((b * Shape.Length) + (IsReverse ? 0 : Shape.Length - 1)) * Shape.Channels;
            ScanPlanes<T> row = H.Part(from, Shape.Channels), last = Last.Part(b * Shape.Channels, Shape.Channels);
            double[] bound = [.. Enumerable.Repeat(tolerance, Shape.Channels)];
            double worst = ScanTestData.Worst(last.Wide(), row.Wide(), bound);
            Assert.That(worst, Is.LessThanOrEqualTo(1.0), $"last {Shape} {Form}");
        }
    }

    private void Check(ScanPlanes<T> actual, Complex[] expected, double[] bound, string what) => Assert.That(
        ScanTestData.Worst(actual.Wide(), expected, bound), Is.LessThanOrEqualTo(1.0), $"{what} {Shape} {Form}");
}
