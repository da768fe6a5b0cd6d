using System.Numerics;
using Ssm.Perf.Rivals;

namespace Ssm.Tests.Perf;

[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class RivalLoopTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // |a| is below 0.6 sqrt 2 = 0.85: what a step rounds, 4 units, is amplified by less than 1 / (1 - 0.85), and the
    // adjoint multiplies two such numbers.
    private const double ScanBound = 2 * 4 / 0.15;

    private CompiledLoops? _loops;
    private CompiledLoops? _fast;
    private string? _missing;

    [OneTimeSetUp]
    public void Compile()
    {
        _loops = CompiledLoops.TryCompile("gcc", false, out _missing);
        _fast = CompiledLoops.TryCompile("gcc", true, out _);
    }

    [TestCase(2, 1, 3, 1)]
    [TestCase(3, 17, 5, 1)]
    [TestCase(3, 17, 5, 2)]     // shared out by batch
    [TestCase(1, 17, 19, 3)]    // shared out by channel
    public void A_recurrence_and_its_adjoint_are_the_definition(int batch, int length, int channels, int threads)
    {
        if (_loops is null)
        {
            Assert.That(_missing, Does.Contain("gcc"));
            return;
        }

        foreach (bool invariant in new[] { false, true })
        {
            ScanLoops<T> scan = new(_loops, invariant, "fwd+bwd", new(batch, length, channels), threads, seed: 3);
            scan.Run();
            for (int b = 0; b < batch; b++)
            {
                for (int c = 0; c < channels; c++)
                {
                    CheckChannel(scan, invariant, (batch, length, channels), b, c);
                }
            }
        }
    }

    [TestCase(2, 3, 9, 4, 1)]
    [TestCase(2, 3, 9, 16, 2)]  // shared out by batch
    [TestCase(1, 5, 20, 16, 3)] // shared out by channel
    public void A_selective_scan_is_the_definition(int batch, int channels, int length, int states, int threads)
    {
        if (_loops is null || _fast is null)
        {
            Assert.That(_missing, Does.Contain("gcc"));
            return;
        }

        foreach (CompiledLoops loops in new[] { _loops, _fast })
        {
            SelectiveLoop<T> scan = new(loops, batch, channels, length, states, threads, seed: 3);
            scan.Run();
            scan.Run();
            double[] u = RivalOracle.Double<T>(scan.Input.Span), raw = RivalOracle.Double<T>(scan.Delta.Span);
            double[] a = RivalOracle.Double<T>(scan.A.Span), d = RivalOracle.Double<T>(scan.D.Span);
            double[] inputs = RivalOracle.Double<T>(scan.B.Span), outputs = RivalOracle.Double<T>(scan.C.Span);
            double[] y = RivalOracle.Double<T>(scan.Output.Span);
            int row = length * states;
            for (int b = 0; b < batch; b++)
            {
                for (int e = 0; e < channels; e++)
                {
                    int first = (b * length * channels) + e;
                    double[] expected = RivalOracle.Selective(
                        RivalOracle.Every(u, first, channels, length),
                        RivalOracle.Every(raw, first, channels, length),
                        a[(e * states)..((e + 1) * states)],
                        inputs[(b * row)..((b + 1) * row)],
                        outputs[(b * row)..((b + 1) * row)],
                        d[e]);

                    // An exponent of up to N softplus(0) = 0.7 N is rounded before its exponential, which doubles the
                    // 4 units that vector exponentials are allowed; then N products are added.
                    Assert.That(
                        RivalOracle.Units<T>(RivalOracle.Every(y, first, channels, length), expected),
                        Is.LessThan(8.0 * states + (2 * length)));
                }
            }
        }
    }

    private static void CheckChannel(
        ScanLoops<T> scan, bool invariant, (int Batch, int Length, int Channels) size, int batch, int channel)
    {
        int first = (batch * size.Length * size.Channels) + channel;
        Complex[] a = invariant
            ? [.. Enumerable.Repeat(Planar(scan.Factors, channel, 0, 1)[0], size.Length)]
            : Planar(scan.Factors, first, size.Channels, size.Length);
        Complex[] h = RivalOracle.Scan(a, Planar(scan.Inputs, first, size.Channels, size.Length));
        (Complex[] da, Complex[] db) = RivalOracle.ScanAdjoint(
            a, h, Planar(scan.StateGradients, first, size.Channels, size.Length));

        Check(scan.States, h, 1);
        Check(scan.InputGradients, db, 1);
        if (invariant)
        {
            // Each of L terms is as exact as the recurrence, and their sum rounds L times.
            Complex sum = da.Aggregate(Complex.Zero, (x, y) => x + y);
            Complex actual = Planar(scan.FactorGradients, (batch * size.Channels) + channel, 0, 1)[0];
            double largest = Math.Max(da.Sum(Complex.Abs), Complex.Abs(sum));
            double difference = Complex.Abs(actual - sum);
            double epsilon = Math.ScaleB(1, typeof(T) == typeof(float) ? -24 : -53);
            Assert.That(difference, Is.LessThanOrEqualTo(size.Length * (ScanBound + size.Length) * epsilon * largest));
        }
        else
        {
            Check(scan.FactorGradients, da, size.Length);
        }

        void Check(NativeArray<T>[] planes, Complex[] expected, int slack)
        {
            if (expected.Any(x => x != Complex.Zero))
            {
                Assert.That(
                    RivalOracle.Units<T>(Planar(planes, first, size.Channels, size.Length), expected),
                    Is.LessThan(ScanBound * slack));
            }
        }
    }

    private static Complex[] Planar(NativeArray<T>[] planes, int first, int step, int count)
    {
        double[] re = RivalOracle.Every(RivalOracle.Double<T>(planes[0].Span), first, step, count);
        double[] im = RivalOracle.Every(RivalOracle.Double<T>(planes[1].Span), first, step, count);
        return [.. re.Zip(im, (x, y) => new Complex(x, y))];
    }
}
