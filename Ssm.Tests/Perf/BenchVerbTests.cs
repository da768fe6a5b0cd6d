using System.Text.Json;
using System.Xml.Linq;
using Ssm.Perf.Bench;
using Ssm.Perf.Reports;

namespace Ssm.Tests.Perf;

/// <summary><c>bench</c> as it is typed.</summary>
public sealed class BenchVerbTests
{
    [Test]
    public void A_run_prints_the_tables_and_writes_all_files()
    {
        using Folder folder = new();
        (string json, string csv, string svg) = (folder.File("a.json"), folder.File("b.csv"), folder.File("c.svg"));

        Cli cli = Run(
            $"--rounds 3 --seconds 0.002 --warm-up 0.001 --threads 1,2 --json {json} --csv {csv} --svg {svg}");

        Assert.That(cli.ExitCode, Is.Zero, cli.Error);
        Assert.That(cli.Output, Does.Contain("machine's peak").And.Contain("fake.add").And.Contain("slow, \"quoted\""));
        Assert.That(cli.Output, Does.Contain("1.5e-7"));
        Assert.That(cli.Output, Does.Not.Contain('\u001b'));
        Assert.That(cli.Output, Does.Contain("measuring 8/8  fake.scale N256 f32 fwd 2T"));
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(json));
        JsonElement[] rows = [.. document.RootElement.GetProperty("rows").EnumerateArray()];
        Assert.That(rows, Has.Length.EqualTo(8));
        Assert.That(rows.Select(r => r.GetProperty("rounds_ms").GetArrayLength()), Is.All.EqualTo(3));
        Assert.That(rows.Select(r => r.GetProperty("allocated_bytes").GetDouble()), Is.All.Zero);
        Assert.That(rows.Select(r => r.GetProperty("error").GetDouble()), Is.All.EqualTo(FakeWorkload.Error));
        Assert.That(document.RootElement.GetProperty("environment").GetProperty("threads").GetInt32(), Is.EqualTo(2));
        Assert.That(document.RootElement.GetProperty("peaks").GetArrayLength(), Is.EqualTo(2));
        Assert.That(File.ReadAllLines(csv), Has.Length.EqualTo(17));
        Assert.That(XElement.Load(svg).Name.LocalName, Is.EqualTo("svg"));
    }

    [Test]
    public void Quick_runs_each_workload_once_at_its_smallest_size_and_without_rivals()
    {
        Cli cli = Run("--quick --seconds 0.001");

        Assert.That(cli.ExitCode, Is.Zero, cli.Error);
        Assert.That(cli.Output, Does.Contain("N64").And.Not.Contain("N256").And.Not.Contain("slow"));
    }

    [Test]
    public void List_shows_what_there_is_and_measures_nothing()
    {
        Cli cli = Run("--list");

        Assert.That(cli.ExitCode, Is.Zero, cli.Error);
        Assert.That(cli.Output, Does.Contain("fake.scale").And.Contain("N64, N256").And.Contain("fwd, fwd+bwd"));
        Assert.That(cli.Output, Does.Not.Contain("measuring"));
    }

    [Test]
    public void Rivals_from_outside_take_part_or_say_why_not()
    {
        FakeProvider here = new(null), away = new("Native: no such library.");
        FakeRunners runners = new() { Bench = new([new FakeWorkload("fake")], [here, away], largestTriad: 1 << 18) };

        Cli all = Cli.Run(runners, "bench --quick --seconds 0.001 --rivals all".Split(' '));
        Cli managed = Cli.Run(runners, "bench --quick --seconds 0.001 --rivals managed".Split(' '));

        Assert.That(all.Output, Does.Contain("missing: Native: no such library.").And.Contain("outside"));
        Assert.That(all.Output, Does.Contain("slow"));
        Assert.That(managed.Output, Does.Not.Contain("missing").And.Not.Contain("outside"));
        Assert.That(away.Asked, Is.False);
    }

    [Test]
    public void A_contender_that_takes_its_whole_share_in_a_round_sits_out_the_later_ones()
    {
        BenchContender slow = new("slow", runs => runs * 5.0, new BenchBudget(Rounds: 5, Seconds: 1));
        slow.WarmUp();
        for (int round = 0; round < 5; round++)
        {
            slow.Round();
        }

        Assert.That(slow.Runs, Is.EqualTo(1));
        Assert.That(slow.Sample.RoundsMs, Is.EqualTo(new[] { 5000.0, 5000.0, 5000.0 }));
    }

    [Test]
    public void A_round_has_as_many_runs_as_fill_its_share_of_time()
    {
        int most = 0;
        BenchContender quick = new("quick", Time, new BenchBudget(Rounds: 10, Seconds: 1));
        quick.WarmUp();

        Assert.That(quick.Runs, Is.EqualTo(100));
        Assert.That(most, Is.AtMost(200));

        double Time(int runs)
        {
            most = Math.Max(most, runs);
            return runs * 0.001;
        }
    }

    [Test]
    public void The_warm_up_does_not_depend_on_the_time_of_the_rounds([Values(0.001, 10.0)] double seconds)
    {
        // Runs of a millisecond: 0.15 s until calls count, then 64 of them, and 0.3 s in all.
        int runs = 0;
        BenchContender quick = new("quick", Time, new BenchBudget(Rounds: 10, seconds));
        quick.WarmUp();

        Assert.That(runs, Is.InRange(300, 450));

        double Time(int count)
        {
            runs += count;
            return count * 0.001;
        }
    }

    [Test]
    public void The_warm_up_of_a_long_run_ends_after_some_runs()
    {
        int runs = 0;
        BenchContender slow = new("slow", Time, new BenchBudget(Rounds: 10, Seconds: 1));
        slow.WarmUp();

        Assert.That(runs, Is.InRange(4, 6));

        double Time(int count)
        {
            runs += count;
            return count * 0.5;
        }
    }

    [Test]
    public void A_size_beyond_memory_is_refused_in_one_line()
    {
        Cli cli = Run("--workload fake.add --size N2147483647 --seconds 0.001");

        Assert.That(cli.ExitCode, Is.EqualTo(2));
        Assert.That(cli.Error, Does.Contain("'N2147483647'").And.Contain("larger than memory can hold"));
        Assert.That(cli.Error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
    }

    [Test]
    public void Compare_says_per_row_what_changed()
    {
        using Folder folder = new();
        double[] slow = [10, 10.1, 10.2, 10.3, 10.4, 10.5, 10.6], fast = [5, 5.1, 5.2, 5.3, 5.4, 5.5, 5.6];
        string old = Write(folder, "old.json",
            Row("becomes.faster", slow), Row("becomes.slower", fast), Row("stays", slow), Row("goes", slow),
            Row("has.few", [1, 2, 3]), Row("is.close", [.. slow.Select(x => 100 + x)]));
        string fresh = Write(folder, "new.json",
            Row("becomes.faster", fast), Row("becomes.slower", slow), Row("stays", slow), Row("comes", slow),
            Row("has.few", [10, 20, 30]), Row("is.close", [.. slow.Select(x => 101 + x)]));

        Cli cli = Run($"--compare {old} {fresh} --json {folder.File("c.json")}");

        Assert.That(cli.ExitCode, Is.Zero, cli.Error);
        Assert.That(cli.Output, Does.Not.Contain("warning"));
        Assert.That(cli.Output, Does.Contain(
            "2 same, 1 faster, 1 slower, 1 too few rounds, 1 only in old, 1 only in new"));
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(folder.File("c.json")));
        Dictionary<string, JsonElement> rows = document.RootElement.GetProperty("rows").EnumerateArray()
            .ToDictionary(r => r.GetProperty("workload").GetString()!);
        Assert.That(Verdict("becomes.faster"), Is.EqualTo("faster"));
        Assert.That(Verdict("becomes.slower"), Is.EqualTo("slower"));
        Assert.That(Verdict("stays"), Is.EqualTo("same"));
        Assert.That(Verdict("is.close"), Is.EqualTo("same"));                 // 0.9 %: less than placement does
        Assert.That(Verdict("has.few"), Is.EqualTo("too few rounds"));
        Assert.That(Verdict("goes"), Is.EqualTo("only in old"));
        Assert.That(Verdict("comes"), Is.EqualTo("only in new"));

        // All 7 against all 7: 2 of C(14, 7) = 3432 arrangements.
        Assert.That(rows["becomes.faster"].GetProperty("p").GetDouble(), Is.EqualTo(2.0 / 3432).Within(1e-12));
        Assert.That(rows["becomes.faster"].GetProperty("ratio").GetDouble(), Is.EqualTo(10.3 / 5.3).Within(1e-12));

        string? Verdict(string workload) => rows[workload].GetProperty("verdict").GetString();
    }

    [Test]
    public void Compare_warns_where_the_machines_differ_and_not_where_the_revisions_do()
    {
        using Folder folder = new();
        string old = Write(folder, "old.json", Row("a", [1, 2]));
        string fresh = folder.File("new.json");
        File.WriteAllText(fresh, File.ReadAllText(old).Replace("\"vector_bits\": 256", "\"vector_bits\": 512")
            .Replace("\"0.1.0\"", "\"0.2.0\""));

        Cli cli = Run($"--compare {old} {fresh}");

        Assert.That(cli.ExitCode, Is.Zero, cli.Error);
        Assert.That(cli.Output, Does.Contain("warning: vector_bits was '256' and is '512'"));
        Assert.That(cli.Output.Split('\n').Count(l => l.StartsWith("warning")), Is.EqualTo(1));
    }

    [TestCase("{}")]
    [TestCase("[1, 2]")]
    [TestCase("{\"environment\": {}, \"rows\": [{\"model\": \"s5\"}]}")]           // the result of compare
    [TestCase("{\"environment\": {}, \"rows\": [{\"workload\": null}]}")]
    [TestCase("{\"environment\": 1, \"rows\": 2}")]
    [TestCase("{\"environment\"")]
    [TestCase("")]
    public void Compare_refuses_what_is_no_result_of_bench(string content)
    {
        using Folder folder = new();
        File.WriteAllText(folder.File("x.json"), content);

        Cli cli = Run($"--compare {folder.File("x.json")} {folder.File("x.json")}");

        Assert.That(cli.ExitCode, Is.EqualTo(2));
        Assert.That(cli.Error, Does.Contain("no result of bench").And.Contain("x.json"));
        Assert.That(cli.Error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
    }

    private static Cli Run(string options) => Cli.Run(new FakeRunners(), ["bench", .. options.Split(' ')]);

    private static BenchRow Row(string workload, double[] roundsMs) =>
        BenchReportTests.Row(workload, "N8", roundsMs: roundsMs);

    private static string Write(Folder folder, string name, params BenchRow[] rows)
    {
        JsonFile.Write(folder.File(name), json => BenchJson.WriteMembers(json, BenchReportTests.Report(rows)));
        return folder.File(name);
    }

    private sealed class FakeProvider(string? missing) : IBenchRivalProvider
    {
        internal bool Asked { get; private set; }

        public string? Missing => missing;

        public IEnumerable<BenchRival> For(BenchRequest request)
        {
            Asked = true;
            return [new BenchRival("outside", runs => runs * 1e-6)];
        }
    }
}
