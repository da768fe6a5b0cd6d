using System.Numerics;
using MathNet.Numerics.IntegralTransforms;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>The complex transform along rows against the definition, against MathNet, and its contract.</summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class RowFftPlanTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Squares of vectors and their multiples, one off on either side, odd composites, primes with Bluestein, and the
    // first lengths that are cut into rows and columns, with whole and with partial blocks.
    private static readonly int[] ChosenLengths =
        [255, 256, 257, 343, 384, 511, 512, 513, 961, 1000, 1009, 1024, 1536, 2018, 2048, 3125, 4096, 5000];

    [Test]
    public void Forward_agrees_with_the_definition_for_every_length_up_to_200([Range(1, 200)] int n)
    {
        const int Count = 2;
        T[] re = FftOracle.Noise<T>(n * Count, 1), im = FftOracle.Noise<T>(n * Count, 2);
        T[] yRe = new T[n * Count], yIm = new T[n * Count];
        new RowFftPlan<T>(n).Forward(new ReadOnlyPlanar<T>(re, im), new Planar<T>(yRe, yIm), Count);

        for (int row = 0; row < Count; row++)
        {
            Complex[] expected = FftOracle.Transform(Row(re, n, row), Row(im, n, row), n, 1, 0);
            Assert.That(
                FftOracle.Error(Row(yRe, n, row), Row(yIm, n, row), 1, 0, expected),
                Is.LessThanOrEqualTo(FftOracle.Bound<T>(n)));
        }
    }

    [TestCaseSource(nameof(ChosenLengths))]
    [TestCase(16384)]
    [TestCase(32768)]
    [TestCase(1 << 17)]
    public void Inverse_agrees_with_MathNet(int n)
    {
        T[] re = FftOracle.Noise<T>(n, 3), im = FftOracle.Noise<T>(n, 4);
        Complex[] expected = Complexes(re, im);
        Fourier.Inverse(expected, FourierOptions.AsymmetricScaling);
        new RowFftPlan<T>(n).Inverse(new Planar<T>(re, im), rows: 1);

        // MathNet's own error is in double and far below 1e-12 at these lengths.
        Assert.That(FftOracle.Error(re, im, 1, 0, expected), Is.LessThanOrEqualTo(FftOracle.Bound<T>(n) + 1e-12));
    }

    [TestCaseSource(nameof(ChosenLengths))]
    public void Inverse_undoes_forward(int n)
    {
        T[] re = FftOracle.Noise<T>(n, 5), im = FftOracle.Noise<T>(n, 6);
        Complex[] expected = Complexes(re, im);
        RowFftPlan<T> plan = new(n);
        plan.Forward(new Planar<T>(re, im), rows: 1);
        plan.Inverse(new Planar<T>(re, im), rows: 1);

        Assert.That(FftOracle.Error(re, im, 1, 0, expected), Is.LessThanOrEqualTo(2 * FftOracle.Bound<T>(n)));
    }

    // The transform of a few tones is known without computing one, so the oracle has no rounding of its own.
    [TestCase(1 << 10)]
    [TestCase(24576)]
    [TestCase(59049)]
    [TestCase(65537)]
    [TestCase(100000)]
    [TestCase(1 << 17)]
    [TestCase(1 << 20)]
    public void The_error_grows_like_the_logarithm(int n)
    {
        int[] tones = [1, n / 3, n - 2];
        T[] re = new T[n], im = new T[n];
        Complex[] expected = new Complex[n];
        for (int j = 0; j < n; j++)
        {
            Complex sum = 0;
            foreach (int tone in tones)
            {
                long turn = (long)tone * j % n;
                (double sin, double cos) = Math.SinCos(2 * Math.PI * (2 * turn > n ? turn - n : turn) / n);
                sum += new Complex(cos, sin);
            }

            re[j] = T.CreateTruncating(sum.Real);
            im[j] = T.CreateTruncating(sum.Imaginary);
        }

        foreach (int tone in tones)
        {
            expected[tone] = n;
        }

        new RowFftPlan<T>(n).Forward(new Planar<T>(re, im), rows: 1, threads: 2);

        // The samples of a tone are off by (π + 3)u of theirs: the angle, at most π, by u, its sine, the sum and the
        // conversion by u each. The oracle's allowance for roots is not needed, so it is taken off.
        double samples = (Math.PI + 3) * FftOracle.UnitRoundoff<double>() * Math.Sqrt(3);
        double bound = FftOracle.Bound<T>(n) - (Math.Sqrt(n) * FftOracle.UnitRoundoff<double>()) + samples;
        Assert.That(FftOracle.Error(re, im, 1, 0, expected), Is.LessThanOrEqualTo(bound));
    }

    [Test]
    public void A_row_has_the_same_bits_alone_and_among_others()
    {
        foreach (int n in (int[])[1, 2, 6, 31, 37, 64, 120, 512])
        {
            RowFftPlan<T> plan = new(n);
            for (int rows = 1; rows <= (2 * Vector<T>.Count) + 1; rows++)
            {
                T[] re = FftOracle.Noise<T>(n * rows, 7), im = FftOracle.Noise<T>(n * rows, 8);
                T[] yRe = new T[n * rows], yIm = new T[n * rows];
                plan.Forward(new ReadOnlyPlanar<T>(re, im), new Planar<T>(yRe, yIm), rows);
                T[] oneRe = Row(re, n, rows - 1), oneIm = Row(im, n, rows - 1);
                plan.Forward(new Planar<T>(oneRe, oneIm), rows: 1);
                Assert.That(Row(yRe, n, rows - 1).AsSpan().SequenceEqual(oneRe), $"n = {n}, {rows} rows");
                Assert.That(Row(yIm, n, rows - 1).AsSpan().SequenceEqual(oneIm), $"n = {n}, {rows} rows");
            }
        }
    }

    [TestCase(1, 16384)]
    [TestCase(1, 15000)]
    [TestCase(1, 10007)]
    [TestCase(3, 16384)]
    [TestCase(67, 256)]
    [TestCase(1000, 30)]
    public void Any_number_of_threads_gives_the_same_bits(int rows, int n)
    {
        RowFftPlan<T> plan = new(n);
        T[] re = FftOracle.Noise<T>(n * rows, 9), im = FftOracle.Noise<T>(n * rows, 10);
        T[] oneRe = new T[re.Length], oneIm = new T[re.Length];
        plan.Inverse(new ReadOnlyPlanar<T>(re, im), new Planar<T>(oneRe, oneIm), rows, threads: 1);
        foreach (int threads in (int[])[2, 3, 8])
        {
            T[] yRe = new T[re.Length], yIm = new T[re.Length];
            plan.Inverse(new ReadOnlyPlanar<T>(re, im), new Planar<T>(yRe, yIm), rows, threads);
            Assert.That(yRe.AsSpan().SequenceEqual(oneRe), $"{threads} threads");
            Assert.That(yIm.AsSpan().SequenceEqual(oneIm), $"{threads} threads");
        }
    }

    [TestCase(30)]
    [TestCase(67)]
    [TestCase(512)]
    [TestCase(1000)]
    [TestCase(16384)]
    public void In_place_and_out_of_place_and_an_unaligned_slice_agree(int n)
    {
        const int Count = 3;
        RowFftPlan<T> plan = new(n);
        T[] re = FftOracle.Noise<T>((n * Count) + 1, 11), im = FftOracle.Noise<T>((n * Count) + 1, 12);
        T[] yRe = new T[n * Count], yIm = new T[n * Count];
        plan.Forward(new ReadOnlyPlanar<T>(re.AsSpan(1), im.AsSpan(1)), new Planar<T>(yRe, yIm), Count);
        plan.Forward(new Planar<T>(re.AsSpan(1), im.AsSpan(1)), Count);

        Assert.That(re.AsSpan(1).SequenceEqual(yRe));
        Assert.That(im.AsSpan(1).SequenceEqual(yIm));
    }

    [TestCase(30)]
    [TestCase(67)]
    [TestCase(256)]
    [TestCase(1000)]
    [TestCase(16384)]
    public void NaN_and_infinity_stay_in_their_row(int n)
    {
        const int Count = 3;
        T[] re = FftOracle.Noise<T>(n * Count, 13), im = FftOracle.Noise<T>(n * Count, 14);
        re[n + 5] = T.NaN;
        im[n + 7] = T.PositiveInfinity;
        new RowFftPlan<T>(n).Forward(new Planar<T>(re, im), Count);

        Assert.That(Array.TrueForAll(Row(re, n, 0), T.IsFinite) && Array.TrueForAll(Row(im, n, 0), T.IsFinite));
        for (int k = n; k < 2 * n; k++)
        {
            // A bin in which the NaN is turned by a whole quarter has it in its imaginary part alone.
            Assert.That(T.IsNaN(re[k]) || T.IsNaN(im[k]), $"bin {k - n}");
        }

        Assert.That(Array.TrueForAll(Row(re, n, 2), T.IsFinite) && Array.TrueForAll(Row(im, n, 2), T.IsFinite));
    }

    [TestCase(30)]
    [TestCase(1024)]
    [TestCase(16384)]
    public void Transforms_allocate_nothing(int n)
    {
        RowFftPlan<T> plan = new(n);
        T[] re = FftOracle.Noise<T>(n, 15), im = FftOracle.Noise<T>(n, 16);
        plan.Forward(new Planar<T>(re, im), rows: 1);
        plan.Inverse(new Planar<T>(re, im), rows: 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        plan.Forward(new Planar<T>(re, im), rows: 1);
        plan.Inverse(new Planar<T>(re, im), rows: 1);
        Assert.That(GC.GetAllocatedBytesForCurrentThread(), Is.EqualTo(before));
    }

    [Test]
    public void No_rows_are_no_work() =>
        Assert.That(() => new RowFftPlan<T>(8).Forward(new Planar<T>([], []), rows: 0), Throws.Nothing);

    [Test]
    public void Lengths_and_sizes_that_do_not_fit_are_refused()
    {
        RowFftPlan<T> plan = new(8);
        T[] fifteen = new T[15], sixteen = new T[16];
        Assert.That(
            () => new RowFftPlan<T>(0),
            Throws.InstanceOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("RowFftPlan: 'length' is 0, expected"));
        Assert.That(
            () => new RowFftPlan<T>(FftSize.Largest + 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => plan.Forward(new Planar<T>(fifteen, fifteen), rows: 2),
            Throws.ArgumentException.With.Message.Contains("'x.Length' is 15, expected 16"));
        Assert.That(
            () => plan.Inverse(new ReadOnlyPlanar<T>(sixteen, sixteen), new Planar<T>(fifteen, fifteen), rows: 2),
            Throws.ArgumentException.With.Message.Contains("'y.Length' is 15, expected 16"));
        Assert.That(
            () => plan.Forward(new Planar<T>(sixteen, sixteen), rows: -2),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => plan.Forward(new Planar<T>(sixteen, sixteen), rows: 2, threads: 0),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static T[] Row(T[] data, int n, int row) => data[(row * n)..((row + 1) * n)];

    private static Complex[] Complexes(T[] re, T[] im)
    {
        Complex[] values = new Complex[re.Length];
        for (int i = 0; i < re.Length; i++)
        {
            values[i] = new(double.CreateChecked(re[i]), double.CreateChecked(im[i]));
        }

        return values;
    }
}
