using Ssm.Perf.Bench;
using Ssm.Perf.Rivals;

namespace Ssm.Tests.Perf;

/// <summary>A rival that is not here says what to do about it, and takes part in nothing.</summary>
public sealed class RivalMissingTests
{
    private static readonly BenchRequest s_scan = new("scan.ltv", BenchSize.Parse("B1xL4xP2"), "f32", "fwd", 1, 1);

    [Test]
    public void A_compiler_that_is_not_here_is_named_with_the_package_that_brings_it()
    {
        LoopRivals rivals = new("no-such-compiler");

        Assert.That(rivals.Missing, Does.Contain("'no-such-compiler' is not here").And.Contain("apt-get install gcc"));
        Assert.That(rivals.For(s_scan), Is.Empty);
    }

    [Test]
    public void Without_its_variable_libtorch_is_missing([Values(null, "")] string? path)
    {
        TorchRivals rivals = new(path);

        Assert.That(rivals.Missing, Does.Contain(TorchRivals.Variable).And.Contain("docs/performance/rivals.md"));
        Assert.That(rivals.For(s_scan), Is.Empty);
    }

    [Test]
    public void A_program_of_libtorch_that_is_not_there_is_named()
    {
        TorchRivals rivals = new("/no/such/program");

        Assert.That(rivals.Missing, Does.Contain("'/no/such/program'"));
        Assert.That(rivals.For(s_scan), Is.Empty);
    }

    [Test]
    public void Each_provider_either_says_what_is_missing_or_measures_its_own_workload()
    {
        (IBenchRivalProvider Provider, string Workload, string Size)[] all =
        [
            (new FftwRivals(), "fft.c2c", "2x8"),
            (new OpenBlasRivals(), "gemm", "2x3x4"),
            (new LoopRivals(), "scan.lti", "B2xL4xP3"),
            (new LoopRivals(), "selective", "B1xD3xL4xN2"),
        ];
        foreach ((IBenchRivalProvider provider, string workload, string size) in all)
        {
            BenchRival[] rivals = [.. provider.For(new(workload, BenchSize.Parse(size), "f64", "fwd", 2, 1))];
            if (provider.Missing is { } missing)
            {
                Assert.That(missing, Does.Contain("apt-get install").Or.Contain("did not compile"));
                Assert.That(rivals, Is.Empty);
            }
            else
            {
                Assert.That(rivals, Is.Not.Empty);
                Assert.That(rivals.Select(r => r.Time(2)), Is.All.GreaterThan(0));
            }
        }
    }
}
