using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class CauchyTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // One node, both ends, odd and even, primes, around powers of two, and past a block of 512 frequencies.
    private static readonly int[] Lengths = [1, 2, 3, 4, 7, 8, 31, 33, 127, 1022, 1024, 1031];

    [Test]
    public void It_agrees_with_the_definition([Values(0, 1, 2, 3, 4)] int numerators)
    {
        RandomSource source = new(51);
        foreach (CauchyShape shape in Shapes(numerators))
        {
            CauchyProblem<T> p = new(source, shape);
            (T[] re, T[] im) = Forward(p);
            (Complex[] expected, double[] bound) = p.Sums();
            Assert.That(
                ScanTestData.Worst(ScanTestData.ToComplex(re, im), expected, bound),
                Is.LessThanOrEqualTo(1.0),
                $"{shape}");
        }
    }

    [Test]
    public void Adjoint_agrees_with_its_sums([Values(1, 2, 3)] int numerators)
    {
        RandomSource source = new(52);
        foreach (CauchyShape shape in Shapes(numerators))
        {
            CauchyProblem<T> p = new(source, shape);
            T[] re = ScanTestData.Random<T>(source, shape.Sums), im = ScanTestData.Random<T>(source, shape.Sums);
            (T[] dvr, T[] dvi, T[] dzr, T[] dzi) = Adjoint(p, re, im);
            (Complex[] dv, double[] dvBound, Complex[] dz, double[] dzBound) =
                p.Gradients(ScanTestData.ToComplex(re, im));
            Assert.That(
                ScanTestData.Worst(ScanTestData.ToComplex(dvr, dvi), dv, dvBound),
                Is.LessThanOrEqualTo(1.0),
                $"dv {shape}");
            Assert.That(
                ScanTestData.Worst(ScanTestData.ToComplex(dzr, dzi), dz, dzBound),
                Is.LessThanOrEqualTo(1.0),
                $"dz {shape}");
        }
    }

    [Test]
    public void Poles_as_stiff_as_those_of_S4_stay_within_the_bound([Values(1e-3, 0.1)] double step)
    {
        // LegS of order 64 has 32 poles −1/2 − iw with w up to about 64²/π, at the places of 1/(n + 1/2).
        Complex[] poles = new Complex[32];
        for (int n = 0; n < poles.Length; n++)
        {
            poles[n] = step * new Complex(-0.5, -64.0 / Math.PI * ((64.0 / ((2 * n) + 1)) - 1.0));
        }

        CauchyProblem<T> p = new(poles, 16384);
        (T[] re, T[] im) = Forward(p);
        (Complex[] expected, double[] bound) = p.Sums();
        Assert.That(
            ScanTestData.Worst(ScanTestData.ToComplex(re, im), expected, bound), Is.LessThanOrEqualTo(1.0));

        // And what the bound does not say: beside the largest sum the error of a float is a few units.
        double largest = expected.Max(c => c.Magnitude);
        double worst = expected.Zip(ScanTestData.ToComplex(re, im), (x, y) => (x - y).Magnitude).Max();
        Assert.That(worst / largest, Is.LessThan(2000 * ScanTestData.Unit<T>()));
    }

    [Test]
    public void Four_sums_make_the_generating_function_of_S4()
    {
        // LegS of order 4, time step 0.1, length 8: the transform that the reference implementation has of its kernel.
        Complex[] b = [new(0.28701986, 2.64247303), new(0.64623494, 0.71926093)];
        Complex[] q = [new(0.20295369, 1.8685106), new(0.45695711, 0.50859428)];
        Complex[] c = [new(1.18869606, 0.63951257), new(-0.06394847, -0.2138105)];
        Complex[] z = [new(-0.05, -0.460329301), new(-0.05, -0.055650112)];
        Complex[] expected =
        [
            0.59970728, new(-0.32253983, -0.33374479), new(-0.19271095, -0.03737779), new(-0.13689443, -0.00449969),
            -0.12362555,
        ];
        Complex[] v =
        [
            .. b.Zip(c, (x, y) => 0.1 * x * y), .. b.Zip(q, (x, y) => 0.1 * x * Complex.Conjugate(y)),
            .. q.Zip(c, (x, y) => 0.1 * x * y), .. q.Select(x => 0.1 * x * Complex.Conjugate(x)),
        ];
        T[] re = new T[20], im = new T[20];
        Cauchy.Forward<T>(
            new(Array.ConvertAll(v, x => T.CreateTruncating(x.Real)),
                Array.ConvertAll(v, x => T.CreateTruncating(x.Imaginary))),
            new(Array.ConvertAll(z, x => T.CreateTruncating(x.Real)),
                Array.ConvertAll(z, x => T.CreateTruncating(x.Imaginary))),
            new(re, im), new(4, 8, 1, 2));
        Complex[] sums = ScanTestData.ToComplex(re, im);
        for (int k = 0; k < 5; k++)
        {
            Complex s = 1.0 + Complex.Exp(new(0.0, -Math.PI * k / 4.0));
            Complex kernel = 2.0 * (sums[k] - (s * sums[5 + k] * sums[10 + k] / (1.0 + (s * sums[15 + k]))));

            // The poles are printed to 8 digits, and next to one, 1/(2iβ − αz) magnifies that by no more than 40.
            double tolerance = (40 * 1e-8) + (400 * ScanTestData.Unit<T>());
            Assert.That((kernel - expected[k]).Magnitude, Is.LessThan(tolerance), $"{k}");
        }
    }

    [Test]
    public void At_the_ends_the_sums_are_real_quotients()
    {
        CauchyProblem<T> p = new(new RandomSource(53), new(1, 12, 3, 5));
        (T[] re, T[] im) = Forward(p);
        for (int h = 0; h < 3; h++)
        {
            double atZero = 0.0, atHalf = 0.0;
            for (int n = 5 * h; n < 5 * (h + 1); n++)
            {
                Complex v = new(double.CreateTruncating(p.VRe[n]), double.CreateTruncating(p.VIm[n]));
                Complex z = new(double.CreateTruncating(p.ZRe[n]), double.CreateTruncating(p.ZIm[n]));
                atZero -= (v / z).Real;
                atHalf += v.Real / 2.0;
            }

            double unit = ScanTestData.Unit<T>();
            Assert.That(double.CreateTruncating(re[h]), Is.EqualTo(atZero).Within(100 * unit * 500));
            Assert.That(double.CreateTruncating(re[18 + h]), Is.EqualTo(atHalf).Within(30 * unit * 5));
            Assert.That(T.IsZero(im[h]) && T.IsZero(im[18 + h]), Is.True);
        }
    }

    [Test]
    public void Bits_are_the_same_for_any_number_of_threads()
    {
        RandomSource source = new(54);
        CauchyProblem<T> p = new(source, new(3, 1100, 37, 4));
        T[] re = ScanTestData.Random<T>(source, p.Shape.Sums), im = ScanTestData.Random<T>(source, p.Shape.Sums);
        T[]? first = null;
        foreach (int threads in ScanTestData.Threads)
        {
            (T[] cr, T[] ci) = Forward(p, threads);
            (T[] dvr, T[] dvi, T[] dzr, T[] dzi) = Adjoint(p, re, im, threads);
            T[] all = [.. cr, .. ci, .. dvr, .. dvi, .. dzr, .. dzi];
            first ??= all;
            Assert.That(all.AsSpan().SequenceEqual(first), Is.True, $"{threads}");
        }
    }

    [Test]
    public void A_slice_off_alignment_gives_the_bits_of_a_whole_array()
    {
        CauchyProblem<T> p = new(new RandomSource(55), new(2, 67, 5, 3));
        (T[] re, T[] im) = Forward(p);
        T[] vr = [T.One, .. p.VRe], vi = [T.One, .. p.VIm], zr = [T.One, .. p.ZRe], zi = [T.One, .. p.ZIm];
        T[] cr = new T[re.Length + 1], ci = new T[im.Length + 1];
        Cauchy.Forward<T>(
            new(vr.AsSpan(1), vi.AsSpan(1)), new(zr.AsSpan(1), zi.AsSpan(1)), new(cr.AsSpan(1), ci.AsSpan(1)), p.Shape);
        Assert.That(cr.AsSpan(1).SequenceEqual(re) && ci.AsSpan(1).SequenceEqual(im), Is.True);
    }

    [Test]
    public void A_NaN_stays_in_its_channel([Values] bool pole)
    {
        CauchyProblem<T> p = new(new RandomSource(56), new(3, 40, 20, 4));
        (pole ? p.ZIm : p.VRe)[(7 * 4) + 1] = T.NaN;
        (T[] re, T[] im) = Forward(p);
        T[] ones = [.. re.Select(_ => T.One)];
        (T[] dvr, _, T[] dzr, _) = Adjoint(p, ones, ones);
        for (int i = 0; i < re.Length; i++)
        {
            // A numerator is in its own sums alone, a pole in those of all numerators.
            bool hit = i % 20 == 7 && (pole || i / 20 / 21 == 0);
            Assert.That(T.IsNaN(re[i]), Is.EqualTo(hit), $"c {i}");
            Assert.That(T.IsNaN(im[i]), Is.EqualTo(hit), $"c {i}");
        }

        for (int i = 0; i < dvr.Length; i++)
        {
            Assert.That(T.IsNaN(dvr[i]), Is.EqualTo(pole && i % 80 == (7 * 4) + 1), $"dv {i}");
        }

        for (int i = 0; i < dzr.Length; i++)
        {
            Assert.That(T.IsNaN(dzr[i]), Is.EqualTo(i == (7 * 4) + 1), $"dz {i}");
        }
    }

    [Test]
    public void It_allocates_nothing_after_the_first_call()
    {
        CauchyProblem<T> p = new(new RandomSource(57), new(4, 100, 17, 8));
        T[] re = new T[p.Shape.Sums], im = new T[p.Shape.Sums], dvr = new T[p.VRe.Length], dvi = new T[p.VRe.Length];
        T[] dzr = new T[p.ZRe.Length], dzi = new T[p.ZRe.Length];
        long before = 0;
        for (int i = 0; i < 4; i++)
        {
            before = i == 2 ? GC.GetAllocatedBytesForCurrentThread() : before;
            Cauchy.Forward<T>(new(p.VRe, p.VIm), new(p.ZRe, p.ZIm), new(re, im), p.Shape);
            Cauchy.Adjoint<T>(
                new(p.VRe, p.VIm), new(p.ZRe, p.ZIm), new(re, im), new(dvr, dvi), new(dzr, dzi), p.Shape);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Lengths_that_do_not_fit_are_refused()
    {
        T[] two = new T[2], one = new T[1];
        Assert.That(
            () => Cauchy.Forward<T>(new(two, two), new(one, one), new(one, one), new(1, 1, 1, 1)),
            Throws.ArgumentException.With.Message.Contains("'v' is 2, expected 1"));
        Assert.That(
            () => Cauchy.Forward<T>(new(one, one), new(one, one), new(one, one), new(1, 0, 1, 1)),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Length' is 0, expected 1 or more"));
    }

    private static IEnumerable<CauchyShape> Shapes(int numerators)
    {
        for (int channels = 0; channels <= (2 * Vector<T>.Count) + 1; channels++)
        {
            yield return new(numerators, 21, channels, 3);
        }

        foreach (int length in Lengths)
        {
            yield return new(numerators, length, 2, 5);
        }

        foreach (int modes in (int[])[0, 1, 2, 17])
        {
            yield return new(numerators, 9, 17, modes);
        }
    }

    private static (T[] Re, T[] Im) Forward(CauchyProblem<T> p, int threads = 1)
    {
        T[] re = new T[p.Shape.Sums], im = new T[p.Shape.Sums];
        Cauchy.Forward<T>(new(p.VRe, p.VIm), new(p.ZRe, p.ZIm), new(re, im), p.Shape, threads);
        return (re, im);
    }

    private static (T[] Dvr, T[] Dvi, T[] Dzr, T[] Dzi) Adjoint(CauchyProblem<T> p, T[] re, T[] im, int threads = 1)
    {
        T[] dvr = new T[p.VRe.Length], dvi = new T[p.VRe.Length], dzr = new T[p.ZRe.Length], dzi = new T[p.ZRe.Length];
        Cauchy.Adjoint<T>(
            new(p.VRe, p.VIm), new(p.ZRe, p.ZIm), new(re, im), new(dvr, dvi), new(dzr, dzi), p.Shape, threads);
        return (dvr, dvi, dzr, dzi);
    }
}
