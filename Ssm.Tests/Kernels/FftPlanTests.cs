using System.Numerics;
using MathNet.Numerics.IntegralTransforms;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>The complex transform against the definition, against MathNet, and its properties.</summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class FftPlanTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Every length up to 40; powers, products and squares of small primes; primes and their multiples for Bluestein;
    // 961 is 31 squared, the largest prime with a butterfly; 37 · 4 is the smallest kind without one.
    private static IEnumerable<int> Lengths() =>
        Enumerable.Range(1, 40).Concat([64, 97, 100, 121, 127, 128, 148, 343, 961, 1000, 1009, 1024, 2018]);

    private static IEnumerable<int> LaneCounts() => Enumerable.Range(1, (2 * Vector<T>.Count) + 1);

    [TestCaseSource(nameof(Lengths))]
    public void Forward_agrees_with_the_definition(int n)
    {
        int lanes = n < 500 ? 3 : 1;
        T[] re = FftOracle.Noise<T>(n * lanes, 1), im = FftOracle.Noise<T>(n * lanes, 2);
        T[] yRe = new T[n * lanes], yIm = new T[n * lanes];

        new FftPlan<T>(n).Forward(new ReadOnlyPlanar<T>(re, im), new Planar<T>(yRe, yIm), lanes);

        for (int lane = 0; lane < lanes; lane++)
        {
            Complex[] expected = FftOracle.Transform(re, im, n, lanes, lane);
            Assert.That(FftOracle.Error(yRe, yIm, lanes, lane, expected), Is.LessThanOrEqualTo(FftOracle.Bound<T>(n)));
        }
    }

    [TestCaseSource(nameof(Lengths))]
    public void Inverse_agrees_with_MathNet(int n)
    {
        T[] re = FftOracle.Noise<T>(n, 3), im = FftOracle.Noise<T>(n, 4);
        Complex[] expected = new Complex[n];
        for (int j = 0; j < n; j++)
        {
            expected[j] = new(double.CreateChecked(re[j]), double.CreateChecked(im[j]));
        }

        Fourier.Inverse(expected, FourierOptions.AsymmetricScaling);
        new FftPlan<T>(n).Inverse(new Planar<T>(re, im), lanes: 1);

        // MathNet's own error is in double and far below 1e-12 at these lengths.
        Assert.That(FftOracle.Error(re, im, 1, 0, expected), Is.LessThanOrEqualTo(FftOracle.Bound<T>(n) + 1e-12));
    }

    [TestCaseSource(nameof(LaneCounts))]
    public void A_lane_has_the_same_bits_alone_and_among_others(int lanes)
    {
        foreach (int n in (int[])[1, 2, 6, 16, 35, 37, 120])
        {
            FftPlan<T> plan = new(n);
            T[] re = FftOracle.Noise<T>(n * lanes, 5), im = FftOracle.Noise<T>(n * lanes, 6);
            T[] yRe = [.. re], yIm = [.. im];
            plan.Forward(new Planar<T>(yRe, yIm), lanes);
            for (int lane = 0; lane < lanes; lane++)
            {
                T[] oneRe = Column(re, lanes, lane), oneIm = Column(im, lanes, lane);
                plan.Forward(new Planar<T>(oneRe, oneIm), lanes: 1);
                Assert.That(Column(yRe, lanes, lane), Is.EqualTo(oneRe), $"n = {n}, lane {lane}");
                Assert.That(Column(yIm, lanes, lane), Is.EqualTo(oneIm), $"n = {n}, lane {lane}");
            }
        }
    }

    [TestCaseSource(nameof(Lengths))]
    public void Inverse_undoes_forward(int n)
    {
        int lanes = Vector<T>.Count + 1;
        T[] re = FftOracle.Noise<T>(n * lanes, 7), im = FftOracle.Noise<T>(n * lanes, 8);
        T[] yRe = [.. re], yIm = [.. im];
        FftPlan<T> plan = new(n);
        plan.Forward(new Planar<T>(yRe, yIm), lanes);
        plan.Inverse(new Planar<T>(yRe, yIm), lanes);

        for (int lane = 0; lane < lanes; lane++)
        {
            Complex[] expected = Complexes(Column(re, lanes, lane), Column(im, lanes, lane));
            Assert.That(
                FftOracle.Error(yRe, yIm, lanes, lane, expected), Is.LessThanOrEqualTo(2 * FftOracle.Bound<T>(n)));
        }
    }

    [TestCaseSource(nameof(Lengths))]
    public void Energy_is_kept_up_to_the_factor_n(int n)
    {
        T[] re = FftOracle.Noise<T>(n, 9), im = FftOracle.Noise<T>(n, 10);
        double before = Energy(re, im);
        new FftPlan<T>(n).Forward(new Planar<T>(re, im), lanes: 1);

        // The energy's relative error is twice the norm's, and a square more.
        Assert.That(Energy(re, im) / (n * before), Is.EqualTo(1).Within(2.1 * FftOracle.Bound<T>(n)));
    }

    [TestCase(12)]
    [TestCase(74)]
    [TestCase(256)]
    public void The_transform_is_linear(int n)
    {
        T[] aRe = FftOracle.Noise<T>(n, 11), aIm = FftOracle.Noise<T>(n, 12);
        T[] bRe = FftOracle.Noise<T>(n, 13), bIm = FftOracle.Noise<T>(n, 14);
        T[] sumRe = new T[n], sumIm = new T[n];
        T half = T.CreateChecked(0.5);
        for (int i = 0; i < n; i++)
        {
            sumRe[i] = aRe[i] + (half * bRe[i]);
            sumIm[i] = aIm[i] + (half * bIm[i]);
        }

        FftPlan<T> plan = new(n);
        plan.Forward(new Planar<T>(aRe, aIm), lanes: 1);
        plan.Forward(new Planar<T>(bRe, bIm), lanes: 1);
        plan.Forward(new Planar<T>(sumRe, sumIm), lanes: 1);
        Complex[] expected = new Complex[n];
        Complex[] a = Complexes(aRe, aIm), b = Complexes(bRe, bIm);
        for (int k = 0; k < n; k++)
        {
            expected[k] = a[k] + (0.5 * b[k]);
        }

        // Three errors of one bound each, b's halved, relative to norms that are at most a little above the sum's.
        Assert.That(
            FftOracle.Error(sumRe, sumIm, 1, 0, expected), Is.LessThanOrEqualTo(4 * FftOracle.Bound<T>(n)));
    }

    [TestCase(9, 2)]
    [TestCase(41, 7)]
    [TestCase(64, 63)]
    public void A_shift_in_time_turns_the_bins(int n, int shift)
    {
        T[] re = FftOracle.Noise<T>(n, 15), im = FftOracle.Noise<T>(n, 16);
        T[] shiftedRe = new T[n], shiftedIm = new T[n];
        for (int j = 0; j < n; j++)
        {
            shiftedRe[(j + shift) % n] = re[j];
            shiftedIm[(j + shift) % n] = im[j];
        }

        FftPlan<T> plan = new(n);
        plan.Forward(new Planar<T>(re, im), lanes: 1);
        plan.Forward(new Planar<T>(shiftedRe, shiftedIm), lanes: 1);
        Complex[] expected = Complexes(re, im);
        for (int k = 0; k < n; k++)
        {
            expected[k] *= Complex.FromPolarCoordinates(1, -2 * Math.PI * (k * shift % n) / n);
        }

        Assert.That(
            FftOracle.Error(shiftedRe, shiftedIm, 1, 0, expected), Is.LessThanOrEqualTo(2.1 * FftOracle.Bound<T>(n)));
    }

    // The transform of a few tones is known without computing one, so the oracle has no rounding of its own. The bound
    // grows with log n: a table of twiddles whose error grew with n would break it by far at the largest length.
    [TestCase(1 << 10)]
    [TestCase(59049)]
    [TestCase(100000)]
    [TestCase(1 << 17)]
    [TestCase(65537)]
    public void The_error_grows_like_the_logarithm(int n)
    {
        int[] tones = [1, n / 3, n - 2];
        T[] re = new T[n], im = new T[n];
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

        Complex[] expected = new Complex[n];
        foreach (int tone in tones)
        {
            expected[tone] = n;
        }

        new FftPlan<T>(n).Forward(new Planar<T>(re, im), lanes: 1);

        // The samples of a tone are off by (π + 3)u of theirs: the angle, at most π, by u, its sine, the sum and the
        // conversion by u each. The oracle's allowance for roots is not needed, so it is taken off.
        double samples = (Math.PI + 3) * FftOracle.UnitRoundoff<double>() * Math.Sqrt(3);
        double bound = FftOracle.Bound<T>(n) - (Math.Sqrt(n) * FftOracle.UnitRoundoff<double>()) + samples;
        Assert.That(FftOracle.Error(re, im, 1, 0, expected), Is.LessThanOrEqualTo(bound));
    }

    [TestCase(256)]
    [TestCase(254)]
    public void Any_number_of_threads_gives_the_same_bits(int n)
    {
        const int Lanes = 67;
        FftPlan<T> plan = new(n);
        T[] re = FftOracle.Noise<T>(n * Lanes, 17), im = FftOracle.Noise<T>(n * Lanes, 18);
        T[] oneRe = new T[re.Length], oneIm = new T[re.Length];
        plan.Inverse(new ReadOnlyPlanar<T>(re, im), new Planar<T>(oneRe, oneIm), Lanes, threads: 1);
        foreach (int threads in (int[])[2, 3, 8])
        {
            T[] yRe = new T[re.Length], yIm = new T[re.Length];
            plan.Inverse(new ReadOnlyPlanar<T>(re, im), new Planar<T>(yRe, yIm), Lanes, threads);
            Assert.That(yRe.AsSpan().SequenceEqual(oneRe), $"{threads} threads");
            Assert.That(yIm.AsSpan().SequenceEqual(oneIm), $"{threads} threads");
        }
    }

    [Test]
    public void In_place_and_out_of_place_and_an_unaligned_slice_agree()
    {
        const int N = 60;
        int lanes = Vector<T>.Count + 3;
        FftPlan<T> plan = new(N);
        T[] re = FftOracle.Noise<T>((N * lanes) + 1, 19), im = FftOracle.Noise<T>((N * lanes) + 1, 20);
        T[] yRe = new T[N * lanes], yIm = new T[N * lanes];
        plan.Forward(new ReadOnlyPlanar<T>(re.AsSpan(1), im.AsSpan(1)), new Planar<T>(yRe, yIm), lanes);
        plan.Forward(new Planar<T>(re.AsSpan(1), im.AsSpan(1)), lanes);

        Assert.That(re[1..], Is.EqualTo(yRe));
        Assert.That(im[1..], Is.EqualTo(yIm));
    }

    [Test]
    public void A_NaN_stays_in_its_lane()
    {
        const int N = 24, Lanes = 3;
        T[] re = FftOracle.Noise<T>(N * Lanes, 21), im = FftOracle.Noise<T>(N * Lanes, 22);
        re[(5 * Lanes) + 1] = im[(5 * Lanes) + 1] = T.NaN;
        new FftPlan<T>(N).Forward(new Planar<T>(re, im), Lanes);

        Assert.That(Column(re, Lanes, 0), Has.None.NaN);
        Assert.That(Column(re, Lanes, 1), Has.All.NaN);
        Assert.That(Column(re, Lanes, 2), Has.None.NaN);
    }

    [Test]
    public void No_lanes_are_no_work() =>
        Assert.That(() => new FftPlan<T>(8).Forward(new Planar<T>([], []), lanes: 0), Throws.Nothing);

    [TestCase(0)]
    [TestCase(-1)]
    public void A_length_below_one_is_refused(int n) => Assert.That(
        () => new FftPlan<T>(n),
        Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains($"FftPlan: 'length' is {n}, expected"));

    [Test]
    public void A_length_above_the_largest_is_refused() => Assert.That(
        () => new FftPlan<T>(FftSize.Largest + 1),
        Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("cut the signal"));

    [Test]
    public void Data_of_another_size_is_refused()
    {
        FftPlan<T> plan = new(8);
        T[] fifteen = new T[15], sixteen = new T[16];
        Assert.That(
            () => plan.Forward(new Planar<T>(fifteen, fifteen), lanes: 2),
            Throws.ArgumentException.With.Message.Contains("'x.Length' is 15, expected 16"));
        Assert.That(
            () => plan.Inverse(new ReadOnlyPlanar<T>(sixteen, sixteen), new Planar<T>(fifteen, fifteen), lanes: 2),
            Throws.ArgumentException.With.Message.Contains("'y.Length' is 15, expected 16"));
        Assert.That(
            () => plan.Forward(new Planar<T>(sixteen, sixteen), lanes: -2),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => plan.Forward(new Planar<T>(sixteen, sixteen), lanes: 2, threads: 0),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static T[] Column(T[] data, int lanes, int lane)
    {
        T[] column = new T[data.Length / lanes];
        for (int i = 0; i < column.Length; i++)
        {
            column[i] = data[(i * lanes) + lane];
        }

        return column;
    }

    private static Complex[] Complexes(T[] re, T[] im)
    {
        Complex[] values = new Complex[re.Length];
        for (int i = 0; i < re.Length; i++)
        {
            values[i] = new(double.CreateChecked(re[i]), double.CreateChecked(im[i]));
        }

        return values;
    }

    private static double Energy(T[] re, T[] im)
    {
        double sum = 0;
        foreach (Complex z in Complexes(re, im))
        {
            sum += (z.Real * z.Real) + (z.Imaginary * z.Imaginary);
        }

        return sum;
    }
}
