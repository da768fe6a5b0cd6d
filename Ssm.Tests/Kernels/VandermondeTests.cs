using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class VandermondeTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Nothing, one step, around a block of 64, and past the 1024 steps after which block heads are computed anew.
    private static readonly int[] Lengths = [0, 1, 2, 3, 63, 64, 65, 127, 129, 1023, 1025, 1100];

    private static IEnumerable<int> Channels() => [.. Enumerable.Range(0, (2 * Vector<T>.Count) + 2), 17, 33];

    [Test]
    public void It_agrees_with_the_sum_of_exponentials([Values(0, 1, 3, 16)] int modes, [Values(1.0, 2.0)] double scale)
    {
        RandomSource source = new(31);
        foreach (int channels in Channels())
        {
            // All lengths for some counts of channels, and all counts for one that has a block and a rest.
            foreach (int length in channels is 1 or 17 ? Lengths : [67])
            {
                Problem p = new(source, length, channels, modes);
                T[] k = new T[length * channels];
                Vandermonde.Forward(
                    new(p.VRe, p.VIm), new(p.ZRe, p.ZIm), T.CreateTruncating(scale), k, length, channels, modes);
                double[] expected = p.Kernel(scale);

                // Head and table entry are each right to about 2u, the product adds 2u and the sum one u a mode.
                double bound = ((2 * modes) + 8) * ScanTestData.Unit<T>() * scale * modes * Math.Sqrt(2);
                Assert.That(
                    ScanTestData.Worst<T>(k, expected, Slack(bound, length)),
                    Is.LessThanOrEqualTo(1.0),
                    $"{channels} {length}");
            }
        }
    }

    [Test]
    public void A_float_phase_stays_right_after_many_steps()
    {
        // 2 cos(l·Im z), l to 16383, against cosines of a phase formed with exact integers: no drift with l.
        const int length = 16384;
        T[] k = new T[length], phase = [T.CreateTruncating(3.0)];
        Vandermonde.Forward<T>(new([T.One], [T.Zero]), new([T.Zero], phase), T.One + T.One, k, length, 1, 1);
        double[] expected = new double[length];
        for (int l = 0; l < length; l++)
        {
            expected[l] = 2.0 * Math.Cos(3.0 * l);
        }

        Assert.That(
            ScanTestData.Worst<T>(k, expected, Slack(16 * ScanTestData.Unit<T>(), 0)), Is.LessThanOrEqualTo(1.0));
    }

    [Test]
    public void Adjoint_agrees_with_its_sums([Values(1, 3, 16)] int modes)
    {
        RandomSource source = new(32);
        foreach (int channels in Channels())
        {
            // All lengths for some counts of channels, and all counts for one that has a block and a rest.
            foreach (int length in channels is 1 or 17 ? Lengths : [67])
            {
                Problem p = new(source, length, channels, modes);
                T[] dk = ScanTestData.Random<T>(source, length * channels);
                T[] dvr = new T[p.VRe.Length], dvi = new T[p.VRe.Length], dzr = new T[p.VRe.Length];
                T[] dzi = new T[p.VRe.Length];
                T two = T.One + T.One;
                Vandermonde.Adjoint(
                    new(p.VRe, p.VIm),
                    new(p.ZRe, p.ZIm),
                    two,
                    dk,
                    new(dvr, dvi),
                    new(dzr, dzi),
                    length,
                    channels,
                    modes);
                (Complex[] dv, double[] dvBound, Complex[] dz, double[] dzBound) =
                    p.Gradients(2.0, ScanTestData.ToDouble<T>(dk), ScanTestData.Unit<T>());
                Assert.That(
                    ScanTestData.Worst(ScanTestData.ToComplex(dvr, dvi), dv, dvBound), Is.LessThanOrEqualTo(1.0));
                Assert.That(
                    ScanTestData.Worst(ScanTestData.ToComplex(dzr, dzi), dz, dzBound), Is.LessThanOrEqualTo(1.0));
            }
        }
    }

    [Test]
    public void Bits_are_the_same_for_any_number_of_threads()
    {
        RandomSource source = new(33);
        Problem p = new(source, 200, 70, 8);
        T[] dk = ScanTestData.Random<T>(source, 200 * 70);
        T[]? first = null;
        foreach (int threads in ScanTestData.Threads)
        {
            T[] k = new T[200 * 70], dvr = new T[560], dvi = new T[560], dzr = new T[560], dzi = new T[560];
            Vandermonde.Forward(new(p.VRe, p.VIm), new(p.ZRe, p.ZIm), T.One, k, 200, 70, 8, threads);
            Vandermonde.Adjoint(
                new(p.VRe, p.VIm), new(p.ZRe, p.ZIm), T.One, dk, new(dvr, dvi), new(dzr, dzi), 200, 70, 8, threads);
            T[] all = [.. k, .. dvr, .. dvi, .. dzr, .. dzi];
            first ??= all;
            Assert.That(all.AsSpan().SequenceEqual(first), Is.True);
        }
    }

    [Test]
    public void Adjoint_agrees_with_the_difference_quotient()
    {
        (int length, double step, double tolerance) =
            typeof(T) == typeof(double) ? (150, 1e-6, 1e-5) : (20, 1e-3, 5e-2);
        RandomSource source = new(34);
        Problem p = new(source, length, 3, 4);
        T[] dk = ScanTestData.Random<T>(source, 3 * length), dir = ScanTestData.Random<T>(source, 48);
        T[] dvr = new T[12], dvi = new T[12], dzr = new T[12], dzi = new T[12];
        Vandermonde.Adjoint(new(p.VRe, p.VIm), new(p.ZRe, p.ZIm), T.One, dk, new(dvr, dvi), new(dzr, dzi), length, 3,
            4);
        double Loss(double by)
        {
            T[] Along(T[] x, int part)
            {
                T[] moved = (T[])x.Clone();
                for (int i = 0; i < 12; i++)
                {
                    moved[i] += T.CreateTruncating(by) * dir[(12 * part) + i];
                }

                return moved;
            }

            T[] k = new T[3 * length];
            Vandermonde.Forward<T>(
                new(Along(p.VRe, 0), Along(p.VIm, 1)), new(Along(p.ZRe, 2), Along(p.ZIm, 3)), T.One, k, length, 3, 4);
            return ScanTestData.Dot(ScanTestData.ToDouble<T>(k), ScanTestData.ToDouble<T>(dk));
        }

        T[] gradient = [.. dvr, .. dvi, .. dzr, .. dzi];
        double expected = ScanTestData.Dot(ScanTestData.ToDouble<T>(gradient), ScanTestData.ToDouble<T>(dir));

        // Truncation step²·l³ and rounding u·3l/step, in double 3e−6 and 5e−8, in float 8e−3 and 4e−3: both well under
        // the
        // gradient, which is of the order of l.
        Assert.That((Loss(step) - Loss(-step)) / (2 * step), Is.EqualTo(expected).Within(tolerance));
        Assert.That(Math.Abs(expected), Is.GreaterThan(1e-1));
    }

    // The oracle's own phase l·Im z is rounded to double: l·π·2^−53 on top of the kernel's error.
    private static double Slack(double bound, int length) => bound + (4 * length * Math.Pow(2, -53)) + double.Epsilon;

    private sealed class Problem
    {
        private readonly int _length;
        private readonly int _channels;
        private readonly int _modes;

        internal Problem(RandomSource source, int length, int channels, int modes)
        {
            (_length, _channels, _modes) = (length, channels, modes);
            int count = channels * modes;
            VRe = ScanTestData.Random<T>(source, count);
            VIm = ScanTestData.Random<T>(source, count);
            ZRe = new T[count];
            for (int i = 0; i < count; i++)
            {
                ZRe[i] = T.CreateTruncating(source.NextDouble(-0.05, 0.0));
            }

            ZIm = ScanTestData.Random<T>(source, count, Math.PI);
        }

        internal T[] VRe { get; }

        internal T[] VIm { get; }

        internal T[] ZRe { get; }

        internal T[] ZIm { get; }

        internal double[] Kernel(double scale)
        {
            Complex[] v = ScanTestData.ToComplex(VRe, VIm), z = ScanTestData.ToComplex(ZRe, ZIm);
            double[] k = new double[_length * _channels];
            for (int i = 0; i < k.Length; i++)
            {
                (int l, int h) = (i / _channels, i % _channels);
                for (int n = h * _modes; n < (h + 1) * _modes; n++)
                {
                    k[i] += scale * (v[n] * Complex.Exp(l * z[n])).Real;
                }
            }

            return k;
        }

        internal (Complex[] Dv, double[] DvBound, Complex[] Dz, double[] DzBound) Gradients(
            double scale, double[] dk, double unit)
        {
            Complex[] v = ScanTestData.ToComplex(VRe, VIm), z = ScanTestData.ToComplex(ZRe, ZIm);
            Complex[] dv = new Complex[v.Length], dz = new Complex[v.Length];
            double[] dvBound = new double[v.Length], dzBound = new double[v.Length];

            // Rounded heads and powers, products, and sums over blocks in T, then sums in double; and the oracle's
            // phase.
            double share = ((_length / 64) + 10) * unit;
            for (int n = 0; n < v.Length; n++)
            {
                for (int l = 0; l < _length; l++)
                {
                    double g = scale * dk[(l * _channels) + (n / _modes)];
                    Complex power = Complex.Conjugate(Complex.Exp(l * z[n]));
                    double error = (share + (4 * (l + 64) * Math.Pow(2, -53))) * Math.Abs(g) * power.Magnitude;
                    dv[n] += g * power;
                    dz[n] += Complex.Conjugate(v[n]) * l * g * power;
                    dvBound[n] += error;
                    dzBound[n] += error * l * v[n].Magnitude;
                }
            }

            return (dv, dvBound, dz, dzBound);
        }
    }
}
