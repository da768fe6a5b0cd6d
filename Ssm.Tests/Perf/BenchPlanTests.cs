using Ssm.Perf.Bench;
using Ssm.Perf.CommandLine;

namespace Ssm.Tests.Perf;

/// <summary>Which cases a command line asks for.</summary>
public sealed class BenchPlanTests
{
    private static readonly IBenchWorkload[] Workloads =
        [new FakeWorkload("one.a"), new FakeWorkload("one.b"), new FakeWorkload("two.a")];

    [Test]
    public void Without_options_all_workloads_have_all_their_sizes_and_their_first_pass_and_type() =>
        Assert.That(Cases(Settings()), Is.EqualTo(new[]
        {
            "one.a N64 f32 fwd 1", "one.a N256 f32 fwd 1", "one.b N64 f32 fwd 1", "one.b N256 f32 fwd 1",
            "two.a N64 f32 fwd 1", "two.a N256 f32 fwd 1",
        }));

    [TestCase("two.a", "two.a")]
    [TestCase("one", "one.a", "one.b")]
    [TestCase("*.a", "one.a", "two.a")]
    [TestCase("two,one.b", "two.a", "one.b")]
    [TestCase("one,one.a", "one.a", "one.b")]                            // each once
    public void A_name_its_beginning_and_a_pattern_choose(string asked, params string[] expected)
    {
        BenchSettings settings = Settings() with { Workloads = asked.Split(','), SmallestOnly = true };

        Assert.That(Cases(settings), Is.EqualTo(expected.Select(name => $"{name} N64 f32 fwd 1")));
    }

    [Test]
    public void Every_asked_size_type_pass_and_number_of_threads_is_a_case()
    {
        BenchSettings settings = Settings() with
        {
            Workloads = ["two"],
            Sizes = ["N5", "N7"],
            Dtypes = ["f64", "f32"],
            Passes = ["fwd+bwd"],
            Threads = [1, 3],
        };

        Assert.That(Cases(settings), Is.EqualTo(
            from size in (string[])["N5", "N7"]
            from dtype in (string[])["f64", "f32"]
            from threads in (int[])[1, 3]
            select $"two.a {size} {dtype} fwd+bwd {threads}"));
    }

    [TestCase("B8xL4096xP256", "BxLxP", 3, 8.0 * 4096 * 256)]
    [TestCase("1x1024", "x", 2, 1024)]
    [TestCase("N7", "N", 1, 7)]
    [TestCase("256x256x256", "xx", 3, 256.0 * 256 * 256)]
    public void A_size_is_read_as_it_is_written(string text, string form, int rank, double product)
    {
        BenchSize size = BenchSize.Parse(text);

        Assert.That(size.Form, Is.EqualTo(form));
        Assert.That(size.Rank, Is.EqualTo(rank));
        Assert.That(size.Product, Is.EqualTo(product));
        Assert.That(size.ToString(), Is.EqualTo(text));
    }

    [Test]
    public void The_bandwidth_between_two_measured_sizes_lies_between_theirs()
    {
        MachinePeak peak = new(1, "f32", 100, [(1024, 200), (4096, 100), (65536, 20)]);

        Assert.That(peak.For(10).GbPerS, Is.EqualTo(200));
        Assert.That(peak.For(1024).GbPerS, Is.EqualTo(200));
        Assert.That(peak.For(2048).GbPerS, Is.EqualTo(150).Within(1e-9));
        Assert.That(peak.For(4096).GbPerS, Is.EqualTo(100));
        Assert.That(peak.For(1e9).GbPerS, Is.EqualTo(20));
        Assert.That(peak.For(1e9).GflopPerS, Is.EqualTo(100));
        Assert.That(peak.GbPerS, Is.EqualTo(20));
    }

    private static BenchSettings Settings() => new(
        new CommonSettings("cpu", false, 1, 7, null), [], [], [], [], [1], new BenchBudget(2, 0.001), "managed", false);

    private static IEnumerable<string> Cases(BenchSettings settings) => BenchPlan.Make(Workloads, settings)
        .SelectMany(race => race)
        .Select(e => $"{e.Request.Workload} {e.Request.Size} {e.Request.Dtype} {e.Request.Pass} {e.Request.Threads}");
}
