using System.Numerics;
using Ssm.Perf.Bench;
using Ssm.Perf.Rivals;

namespace Ssm.Tests.Perf;

/// <summary>libtorch computes what we compute, where its program has been built and named.</summary>
public sealed class RivalTorchTests
{
    [TestCase("fft.c2c", "3x12")]
    [TestCase("fft.c2c.channels-last", "12x3")]
    public void A_transform_is_the_definition(string workload, string size)
    {
        if (Results(workload, size, "fwd") is not { } results)
        {
            return;
        }

        bool last = workload.EndsWith("last", StringComparison.Ordinal);
        Complex[] input = RivalOracle.Interleaved(results["input"]), y = RivalOracle.Interleaved(results["output"]);
        for (int row = 0; row < 3; row++)
        {
            (int first, int step) = last ? (row, 3) : (row * 12, 1);
            Complex[] expected = RivalOracle.Fourier(RivalOracle.Every(input, first, step, 12));
            Assert.That(RivalOracle.Units<double>(RivalOracle.Every(y, first, step, 12), expected), Is.LessThan(32));
        }
    }

    [Test]
    public void A_convolution_and_its_gradients_are_the_sums()
    {
        if (Results("conv.s4d", "B2xH1xL9", "fwd+bwd") is not { } results)
        {
            return;
        }

        double[] u = results["input"], k = results["kernel"], g = results["outputGradient"], dk = new double[9];
        for (int row = 0; row < 2; row++)
        {
            Range part = (row * 9)..((row + 1) * 9);
            Close(results["output"][part], RivalOracle.Causal(u[part], k));
            Close(results["gradient1"][part], RivalOracle.Anticausal(g[part], k));
            dk = [.. dk.Zip(RivalOracle.Anticausal(g[part], u[part]), (x, y) => x + y)];
        }

        Close(results["gradient2"], dk);
    }

    [TestCase("scan.lti")]
    [TestCase("scan.ltv")]
    public void A_recurrence_and_its_gradients_are_the_definition(string workload)
    {
        if (Results(workload, "B2xL37xP3", "fwd+bwd") is not { } results)
        {
            return;
        }

        bool invariant = workload == "scan.lti";
        Complex[] a = RivalOracle.Interleaved(results["a"]), b = RivalOracle.Interleaved(results["b"]);
        Complex[] da = RivalOracle.Interleaved(results["gradient1"]), sums = new Complex[3];
        for (int lane = 0; lane < 6; lane++)
        {
            Complex[] Lane(string name) => RivalOracle.Every(RivalOracle.Interleaved(results[name]), lane, 6, 37);
            Complex[] factors = invariant
                ? [.. Enumerable.Repeat(a[lane % 3], 37)]
                : RivalOracle.Every(a, lane, 6, 37);
            Complex[] h = RivalOracle.Scan(factors, RivalOracle.Every(b, lane, 6, 37));
            (Complex[] A, Complex[] B) expected = RivalOracle.ScanAdjoint(factors, h, Lane("outputGradient"));
            Assert.That(RivalOracle.Units<double>(Lane("output"), h), Is.LessThan(500));
            Assert.That(RivalOracle.Units<double>(Lane("gradient2"), expected.B), Is.LessThan(500));
            sums[lane % 3] += expected.A.Aggregate(Complex.Zero, (x, y) => x + y);
            if (!invariant)
            {
                Complex[] actual = RivalOracle.Every(da, lane, 6, 37);
                Assert.That(RivalOracle.Units<double>(actual, expected.A), Is.LessThan(500));
            }
        }

        if (invariant)
        {
            Assert.That(RivalOracle.Units<double>(da, sums), Is.LessThan(5000));
        }
    }

    [Test]
    public void A_selective_scan_is_the_definition()
    {
        if (Results("selective", "B1xD2xL9xN4", "fwd") is not { } r)
        {
            return;
        }

        for (int e = 0; e < 2; e++)
        {
            double[] Channel(string name) => RivalOracle.Every(r[name], e, 2, 9);
            Close(
                Channel("output"),
                RivalOracle.Selective(
                    Channel("u"), Channel("delta"), r["a"][(e * 4)..((e * 4) + 4)], r["b"], r["c"], r["d"][e]));
        }
    }

    // Some hundred roundings of double at most, in results of about 1.
    private static void Close(double[] actual, double[] expected) =>
        Assert.That(RivalOracle.Units<double>(actual, expected), Is.LessThan(500));

    private static IReadOnlyDictionary<string, double[]>? Results(string workload, string size, string pass)
    {
        TorchRivals rivals = new();
        BenchRequest request = new(workload, BenchSize.Parse(size), "f64", pass, 1, 1);
        if (rivals.Missing is { } missing)
        {
            Assert.That(missing, Does.Contain("docs/performance/rivals.md"));
            Assert.That(rivals.For(request), Is.Empty);
            return null;
        }

        TorchProcess? process = rivals.Start(request, []);
        Assert.That(process, Is.Not.Null);
        return process!.Dump();
    }
}
