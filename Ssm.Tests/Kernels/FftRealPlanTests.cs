using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>The transform of real signals against the definition of the complex one.</summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class FftRealPlanTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Every small length, even and odd; halves and wholes that need Bluestein; mixed radices.
    private static IEnumerable<int> Lengths() =>
        Enumerable.Range(1, 40).Concat([64, 97, 100, 121, 127, 128, 254, 1000, 1009, 1024, 2018]);

    private static IEnumerable<int> LaneCounts() => Enumerable.Range(1, (2 * Vector<T>.Count) + 1);

    [TestCaseSource(nameof(Lengths))]
    public void Forward_agrees_with_the_definition(int n)
    {
        int lanes = n < 500 ? 3 : 1;
        T[] x = FftOracle.Noise<T>(n * lanes, 1), zeros = new T[n * lanes];
        RealFftPlan<T> plan = new(n);
        T[] re = new T[plan.Bins * lanes], im = new T[plan.Bins * lanes];
        plan.Forward(x, new Planar<T>(re, im), lanes);

        Assert.That(plan.Bins, Is.EqualTo((n / 2) + 1));
        for (int lane = 0; lane < lanes; lane++)
        {
            // Half the spectrum has at least half the energy, and separating two transforms adds a product and a sum.
            Complex[] expected = FftOracle.Transform(x, zeros, n, lanes, lane)[..plan.Bins];
            double bound = Math.Sqrt(2) * (FftOracle.Bound<T>(n) + (8 * FftOracle.UnitRoundoff<T>()));
            Assert.That(FftOracle.Error(re, im, lanes, lane, expected), Is.LessThanOrEqualTo(bound));
            Assert.That(im[lane], Is.EqualTo(T.Zero), "the imaginary part of bin 0");
        }
    }

    [TestCaseSource(nameof(Lengths))]
    public void Inverse_undoes_forward(int n)
    {
        int lanes = Vector<T>.Count + 1;
        T[] x = FftOracle.Noise<T>(n * lanes, 2), back = new T[n * lanes];
        RealFftPlan<T> plan = new(n);
        T[] re = new T[plan.Bins * lanes], im = new T[plan.Bins * lanes];
        plan.Forward(x, new Planar<T>(re, im), lanes);
        plan.Inverse(new ReadOnlyPlanar<T>(re, im), back, lanes);

        double bound = 2 * (FftOracle.Bound<T>(n) + (8 * FftOracle.UnitRoundoff<T>()));
        Complex[] expected = Array.ConvertAll(x, v => new Complex(double.CreateChecked(v), 0));
        Assert.That(FftOracle.Error(back, new T[n * lanes], 1, 0, expected), Is.LessThanOrEqualTo(bound));
    }

    // NumPy's irfft: a spectrum that no real signal has counts as the nearest one that has.
    [TestCaseSource(nameof(Lengths))]
    public void Inverse_of_any_spectrum_is_the_complex_inverse_of_its_conjugate_extension(int n)
    {
        RealFftPlan<T> plan = new(n);
        T[] re = FftOracle.Noise<T>(plan.Bins, 3), im = FftOracle.Noise<T>(plan.Bins, 4);
        T[] fullRe = new T[n], fullIm = new T[n], x = new T[n];
        for (int k = 0; k < plan.Bins; k++)
        {
            bool real = k == 0 || 2 * k == n;
            fullRe[k] = fullRe[(n - k) % n] = re[k];
            fullIm[(n - k) % n] = real ? T.Zero : -im[k];
            fullIm[k] = real ? T.Zero : im[k];
        }

        plan.Inverse(new ReadOnlyPlanar<T>(re, im), x, lanes: 1);

        // The inverse transform of z is the conjugate of the forward one of conj(z), over n.
        T[] minusIm = Array.ConvertAll(fullIm, v => -v);
        Complex[] expected = Array.ConvertAll(
            FftOracle.Transform(fullRe, minusIm, n, 1, 0), z => Complex.Conjugate(z) / n);
        double bound = FftOracle.Bound<T>(n) + (8 * FftOracle.UnitRoundoff<T>());
        Assert.That(FftOracle.Error(x, new T[n], 1, 0, expected), Is.LessThanOrEqualTo(bound));
    }

    [TestCaseSource(nameof(LaneCounts))]
    public void A_lane_has_the_same_bits_alone_and_among_others(int lanes)
    {
        foreach (int n in (int[])[1, 2, 15, 16, 74])
        {
            RealFftPlan<T> plan = new(n);
            T[] x = FftOracle.Noise<T>(n * lanes, 5), back = new T[n * lanes];
            T[] re = new T[plan.Bins * lanes], im = new T[plan.Bins * lanes];
            plan.Forward(x, new Planar<T>(re, im), lanes);
            plan.Inverse(new ReadOnlyPlanar<T>(re, im), back, lanes);
            for (int lane = 0; lane < lanes; lane++)
            {
                T[] one = new T[n], oneRe = new T[plan.Bins], oneIm = new T[plan.Bins];
                for (int j = 0; j < n; j++)
                {
                    one[j] = x[(j * lanes) + lane];
                }

                plan.Forward(one, new Planar<T>(oneRe, oneIm), lanes: 1);
                plan.Inverse(new ReadOnlyPlanar<T>(oneRe, oneIm), one, lanes: 1);
                for (int k = 0; k < plan.Bins; k++)
                {
                    Assert.That(re[(k * lanes) + lane], Is.EqualTo(oneRe[k]));
                    Assert.That(im[(k * lanes) + lane], Is.EqualTo(oneIm[k]));
                }

                for (int j = 0; j < n; j++)
                {
                    Assert.That(back[(j * lanes) + lane], Is.EqualTo(one[j]));
                }
            }
        }
    }

    [TestCase(512)]
    [TestCase(495)]
    public void Any_number_of_threads_gives_the_same_bits(int n)
    {
        const int Lanes = 67;
        RealFftPlan<T> plan = new(n);
        T[] x = FftOracle.Noise<T>(n * Lanes, 6);
        T[] re = new T[plan.Bins * Lanes], im = new T[plan.Bins * Lanes], back = new T[n * Lanes];
        plan.Forward(x, new Planar<T>(re, im), Lanes, threads: 1);
        plan.Inverse(new ReadOnlyPlanar<T>(re, im), back, Lanes, threads: 1);
        foreach (int threads in (int[])[2, 3, 8])
        {
            T[] tRe = new T[re.Length], tIm = new T[re.Length], tBack = new T[x.Length];
            plan.Forward(x, new Planar<T>(tRe, tIm), Lanes, threads);
            plan.Inverse(new ReadOnlyPlanar<T>(tRe, tIm), tBack, Lanes, threads);
            Assert.That(tRe.AsSpan().SequenceEqual(re), $"{threads} threads");
            Assert.That(tIm.AsSpan().SequenceEqual(im), $"{threads} threads");
            Assert.That(tBack.AsSpan().SequenceEqual(back), $"{threads} threads");
        }
    }

    [Test]
    public void Bad_arguments_are_refused()
    {
        RealFftPlan<T> plan = new(8);
        T[] four = new T[4], five = new T[5], eight = new T[8];
        Assert.That(() => new RealFftPlan<T>(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => plan.Forward(five, new Planar<T>(five, five), lanes: 1),
            Throws.ArgumentException.With.Message.Contains("RealFftPlan: 'x.Length' is 5, expected 8"));
        Assert.That(
            () => plan.Inverse(new ReadOnlyPlanar<T>(four, four), eight, lanes: 1),
            Throws.ArgumentException.With.Message.Contains("RealFftPlan: 'spectrum.Length' is 4, expected 5"));
    }
}
