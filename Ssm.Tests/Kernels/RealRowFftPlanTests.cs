using System.Numerics;
using MathNet.Numerics.IntegralTransforms;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>The real transform along rows against the definition, against MathNet, and its contract.</summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class RealRowFftPlanTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [Test]
    public void Forward_agrees_with_the_definition_for_every_length_up_to_200([Range(1, 200)] int n)
    {
        const int Count = 2;
        int bins = (n / 2) + 1;
        T[] x = FftOracle.Noise<T>(n * Count, 1), re = new T[bins * Count], im = new T[bins * Count];
        new RealRowFftPlan<T>(n).Forward(x, new Planar<T>(re, im), Count);

        for (int row = 0; row < Count; row++)
        {
            Complex[] expected = FftOracle.Transform(Row(x, n, row), new T[n], n, 1, 0)[..bins];
            Assert.That(
                FftOracle.Error(Row(re, bins, row), Row(im, bins, row), 1, 0, expected),
                Is.LessThanOrEqualTo(Bound(n)));
        }
    }

    [TestCase(256)]
    [TestCase(510)]
    [TestCase(1009)]
    [TestCase(1024)]
    [TestCase(2018)]
    [TestCase(4096)]
    [TestCase(5000)]
    [TestCase(1 << 15)]
    [TestCase(1 << 17)]
    public void Forward_agrees_with_MathNet_and_inverse_undoes_it(int n)
    {
        int bins = (n / 2) + 1;
        T[] x = FftOracle.Noise<T>(n, 2), re = new T[bins], im = new T[bins], back = new T[n];
        Complex[] signal = new Complex[n];
        for (int j = 0; j < n; j++)
        {
            signal[j] = double.CreateChecked(x[j]);
        }

        Complex[] expected = [.. signal];
        Fourier.Forward(expected, FourierOptions.AsymmetricScaling);
        RealRowFftPlan<T> plan = new(n);
        plan.Forward(x, new Planar<T>(re, im), rows: 1);
        plan.Inverse(new ReadOnlyPlanar<T>(re, im), back, rows: 1);

        // MathNet's own error is in double and far below 1e-12 at these lengths.
        Assert.That(FftOracle.Error(re, im, 1, 0, expected[..bins]), Is.LessThanOrEqualTo(Bound(n) + 1e-12));
        Assert.That(FftOracle.Error(back, new T[n], 1, 0, signal), Is.LessThanOrEqualTo(2 * Bound(n)));
    }

    [TestCase(1, 1 << 15)]
    [TestCase(1, 1 << 17)]
    [TestCase(1, 3125)]
    [TestCase(67, 512)]
    [TestCase(300, 60)]
    public void Any_number_of_threads_gives_the_same_bits(int rows, int n)
    {
        RealRowFftPlan<T> plan = new(n);
        T[] x = FftOracle.Noise<T>(n * rows, 3), back = new T[n * rows];
        T[] re = new T[plan.Bins * rows], im = new T[plan.Bins * rows];
        plan.Forward(x, new Planar<T>(re, im), rows);
        plan.Inverse(new ReadOnlyPlanar<T>(re, im), back, rows);
        foreach (int threads in (int[])[2, 3, 8])
        {
            T[] yRe = new T[re.Length], yIm = new T[re.Length], y = new T[x.Length];
            plan.Forward(x, new Planar<T>(yRe, yIm), rows, threads);
            plan.Inverse(new ReadOnlyPlanar<T>(re, im), y, rows, threads);
            Assert.That(yRe.AsSpan().SequenceEqual(re) && yIm.AsSpan().SequenceEqual(im), $"{threads} threads");
            Assert.That(y.AsSpan().SequenceEqual(back), $"{threads} threads");
        }
    }

    [TestCase(60)]
    [TestCase(67)]
    [TestCase(1024)]
    public void A_row_has_the_same_bits_alone_among_others_and_off_alignment(int n)
    {
        RealRowFftPlan<T> plan = new(n);
        int bins = plan.Bins;
        for (int rows = 1; rows <= (2 * Vector<T>.Count) + 1; rows++)
        {
            T[] x = FftOracle.Noise<T>((n * rows) + 1, 4), re = new T[(bins * rows) + 1], im = new T[(bins * rows) + 1];
            plan.Forward(x.AsSpan(1), new Planar<T>(re.AsSpan(1), im.AsSpan(1)), rows);
            T[] oneRe = new T[bins], oneIm = new T[bins];
            plan.Forward(x.AsSpan(1 + ((rows - 1) * n), n), new Planar<T>(oneRe, oneIm), rows: 1);
            Assert.That(re.AsSpan(1 + ((rows - 1) * bins), bins).SequenceEqual(oneRe), $"{rows} rows");
            Assert.That(im.AsSpan(1 + ((rows - 1) * bins), bins).SequenceEqual(oneIm), $"{rows} rows");
        }
    }

    [TestCase(60)]
    [TestCase(67)]
    [TestCase(1024)]
    public void A_NaN_stays_in_its_row(int n)
    {
        const int Count = 3;
        RealRowFftPlan<T> plan = new(n);
        int bins = plan.Bins;
        T[] x = FftOracle.Noise<T>(n * Count, 5), re = new T[bins * Count], im = new T[bins * Count];
        x[n + 5] = T.NaN;
        plan.Forward(x, new Planar<T>(re, im), Count);
        plan.Inverse(new ReadOnlyPlanar<T>(re, im), x, Count);

        Assert.That(Array.TrueForAll(Row(re, bins, 0), T.IsFinite) && Array.TrueForAll(Row(re, bins, 2), T.IsFinite));
        Assert.That(Array.TrueForAll(Row(re, bins, 1), T.IsNaN));
        Assert.That(Array.TrueForAll(Row(x, n, 0), T.IsFinite) && Array.TrueForAll(Row(x, n, 2), T.IsFinite));
        Assert.That(Array.TrueForAll(Row(x, n, 1), T.IsNaN));
    }

    [TestCase(7)]
    [TestCase(8)]
    public void Imaginary_parts_that_no_real_signal_has_are_ignored(int n)
    {
        RealRowFftPlan<T> plan = new(n);
        T[] x = FftOracle.Noise<T>(n, 6), re = new T[plan.Bins], im = new T[plan.Bins], a = new T[n], b = new T[n];
        plan.Forward(x, new Planar<T>(re, im), rows: 1);
        plan.Inverse(new ReadOnlyPlanar<T>(re, im), a, rows: 1);
        im[0] = T.One;
        im[^1] = n % 2 == 0 ? T.One : im[^1];
        plan.Inverse(new ReadOnlyPlanar<T>(re, im), b, rows: 1);
        Assert.That(b, Is.EqualTo(a));
    }

    [TestCase(60)]
    [TestCase(1024)]
    public void Transforms_allocate_nothing(int n)
    {
        RealRowFftPlan<T> plan = new(n);
        T[] x = FftOracle.Noise<T>(n, 7), re = new T[plan.Bins], im = new T[plan.Bins];
        plan.Forward(x, new Planar<T>(re, im), rows: 1);
        plan.Inverse(new ReadOnlyPlanar<T>(re, im), x, rows: 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        plan.Forward(x, new Planar<T>(re, im), rows: 1);
        plan.Inverse(new ReadOnlyPlanar<T>(re, im), x, rows: 1);
        Assert.That(GC.GetAllocatedBytesForCurrentThread(), Is.EqualTo(before));
    }

    [Test]
    public void Lengths_and_sizes_that_do_not_fit_are_refused()
    {
        RealRowFftPlan<T> plan = new(8);
        Assert.That(() => new RealRowFftPlan<T>(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => plan.Forward(new T[5], new Planar<T>(new T[5], new T[5]), rows: 1),
            Throws.ArgumentException.With.Message.Contains("RealRowFftPlan: 'x.Length' is 5, expected 8"));
        Assert.That(
            () => plan.Inverse(new ReadOnlyPlanar<T>(new T[4], new T[4]), new T[8], rows: 1),
            Throws.ArgumentException.With.Message.Contains("RealRowFftPlan: 'spectrum.Length' is 4, expected 5"));
        Assert.That(
            () => plan.Forward(new T[8], new Planar<T>(new T[5], new T[5]), rows: 1, threads: 0),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    // Half the bins have at least a third of the norm, and the separation adds a product and three sums.
    private static double Bound(int n) => 2 * (FftOracle.Bound<T>(n) + (6 * FftOracle.UnitRoundoff<T>()));

    private static T[] Row(T[] data, int n, int row) => data[(row * n)..((row + 1) * n)];
}
