using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class BlellochScanTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Shapes with one chunk, a chunk and a step, all numbers of chunks in a group, and more than one group.
    private static IEnumerable<ScanShape> Shapes()
    {
        foreach (int length in (int[])[0, 1, 2, 3, 15, 16, 17, 31, 33, 63, 64, 65, 127, 129, 200, 256, 257, 300, 521])
        {
            yield return new(2, length, 257);
        }

        for (int channels = 0; channels <= (2 * Vector<T>.Count) + 1; channels++)
        {
            yield return new(2, 1031, channels);
        }

        yield return new(1, 40000, 3);
    }

    [Test]
    public void It_agrees_with_the_loop(
        [Values] bool reversed, [Values] bool complex, [Values] bool initial)
    {
        RandomSource source = new(21);
        foreach (ScanShape shape in Shapes())
        {
            var a = DiagonalScanTests<T>.Planes.Random(source, shape.Elements, complex, 0.7);
            var b = DiagonalScanTests<T>.Planes.Random(source, shape.Elements, complex);
            var h0 = DiagonalScanTests<T>.Planes.Random(source, initial ? shape.StateElements : 0, complex);
            DiagonalScanTests<T>.Planes h = new(shape.Elements, complex);
            Scan(a, b, h0, h, shape, reversed, 1);

            // A tree multiplies and adds each term no more often than the loop, so the loop's bound is the tree's.
            (Complex[] expected, double[] bound) = ScanOracle.Scan(
                a.Wide(), b.Wide(), h0.Wide(), shape, reversed, false, ScanTestData.Unit<T>());
            Assert.That(ScanTestData.Worst(h.Wide(), expected, bound), Is.LessThanOrEqualTo(1.0), $"{shape}");
        }
    }

    [Test]
    public void The_residual_is_rounding_alone([Values] bool reversed)
    {
        // h[t] − a[t] h[t−1] = b[t], across the borders of chunks and groups too, with factors near the unit circle.
        RandomSource source = new(22);
        ScanShape shape = new(1, 20000, 5);
        DiagonalScanTests<T>.Planes a = new(shape.Elements, true), h = new(shape.Elements, true), none = new(0, true);
        for (int i = 0; i < shape.Elements; i++)
        {
            double phase = source.NextDouble(-Math.PI, Math.PI);
            a.Re[i] = T.CreateTruncating(0.999 * Math.Cos(phase));
            a.Im[i] = T.CreateTruncating(0.999 * Math.Sin(phase));
        }

        var b = DiagonalScanTests<T>.Planes.Random(source, shape.Elements, true);
        Scan(a, b, none, h, shape, reversed, 1);
        Complex[] aw = a.Wide(), bw = b.Wide(), hw = h.Wide();
        double largest = 0.0;
        for (int i = 0; i < hw.Length; i++)
        {
            largest = Math.Max(largest, hw[i].Magnitude);
        }

        // A state at a chunk's border comes from the tree on one side and from the chunk's own loop on the other: each
        // is off by under 4u for each of the at most 1 / (1 − 0.999) steps that count.
        double bound = 2 * 4 * 1000 * ScanTestData.Unit<T>() * largest;
        int stride = reversed ? shape.Channels : -shape.Channels;
        for (int i = 0; i < hw.Length; i++)
        {
            int before = i + stride;
            Complex previous = before >= 0 && before < hw.Length ? hw[before] : Complex.Zero;
            Assert.That((hw[i] - (aw[i] * previous) - bw[i]).Magnitude, Is.LessThan(bound));
        }
    }

    [Test]
    public void Bits_are_the_same_for_any_number_of_threads_and_in_place([Values] bool reversed)
    {
        RandomSource source = new(23);
        ScanShape shape = new(2, 5000, 7);
        var a = DiagonalScanTests<T>.Planes.Random(source, shape.Elements, true, 0.7);
        var b = DiagonalScanTests<T>.Planes.Random(source, shape.Elements, true);
        var h0 = DiagonalScanTests<T>.Planes.Random(source, shape.StateElements, true);
        DiagonalScanTests<T>.Planes first = new(shape.Elements, true);
        Scan(a, b, h0, first, shape, reversed, 1);
        foreach (int threads in ScanTestData.Threads)
        {
            var h = b.Clone();
            Scan(a, h, h0, h, shape, reversed, threads);
            Assert.That(h.Re.AsSpan().SequenceEqual(first.Re), Is.True);
            Assert.That(h.Im.AsSpan().SequenceEqual(first.Im), Is.True);
        }
    }

    [Test]
    public void NaN_stays_in_its_channel()
    {
        RandomSource source = new(24);
        ScanShape shape = new(1, 9000, 5);
        T[] a = ScanTestData.Random<T>(source, shape.Elements), b = ScanTestData.Random<T>(source, shape.Elements);
        T[] h = new T[shape.Elements];
        b[(100 * shape.Channels) + 2] = T.NaN;
        BlellochScan.Forward<T>(a, b, default, h, shape);
        for (int i = 0; i < h.Length; i++)
        {
            Assert.That(T.IsNaN(h[i]), Is.EqualTo(i % 5 == 2 && i / 5 >= 100));
        }
    }

    private static void Scan(
        DiagonalScanTests<T>.Planes a,
        DiagonalScanTests<T>.Planes b,
        DiagonalScanTests<T>.Planes h0,
        DiagonalScanTests<T>.Planes h,
        ScanShape shape,
        bool reversed,
        int threads)
    {
        switch (h.IsComplex, reversed)
        {
            case (true, false):
                BlellochScan.Forward(a.Read, b.Read, h0.Read, h.Write, shape, threads);
                break;
            case (true, true):
                BlellochScan.Reverse(a.Read, b.Read, h0.Read, h.Write, shape, threads);
                break;
            case (false, false):
                BlellochScan.Forward<T>(a.Re, b.Re, h0.Re, h.Re, shape, threads);
                break;
            default:
                BlellochScan.Reverse<T>(a.Re, b.Re, h0.Re, h.Re, shape, threads);
                break;
        }
    }
}
