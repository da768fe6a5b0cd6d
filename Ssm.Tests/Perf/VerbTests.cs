using System.Text.Json;
using Ssm.Perf.Reports;
using Ssm.Perf.Verbs;

namespace Ssm.Tests.Perf;

/// <summary>What the verbs ask of the work, print, and write.</summary>
public sealed class VerbTests
{
    [Test]
    public void No_verb_is_compare()
    {
        using Folder folder = new();
        FakeRunners runners = new();

        Cli cli = Cli.Run(
            runners,
            $"--report {folder.File("r.html")} --models lru,s4d --seed {ulong.MaxValue} --threads 3".Split(' '));

        Assert.That(cli.ExitCode, Is.Zero, cli.Error);
        Assert.That(runners.Compare!.Models, Is.EqualTo(new[] { "lru", "s4d" }));
        Assert.That(runners.Compare.Common.Seed, Is.EqualTo(ulong.MaxValue));
        Assert.That(runners.Compare.Common.Threads, Is.EqualTo(3));
        Assert.That(runners.Compare.Task.Name, Is.EqualTo("digits"));
        Assert.That(runners.Compare.Epochs, Is.Null);
    }

    [Test]
    public void Compare_prints_a_line_per_epoch_and_the_table_and_writes_both_files()
    {
        using Folder folder = new();
        string report = folder.File("deep/er/r.html");
        string json = folder.File("r.json");

        Cli cli = Cli.Run(new FakeRunners(), "compare", "--models", "s5", "--report", report, "--json", json);

        string[] lines = cli.Output.Split('\n');
        Assert.That(lines[0].TrimEnd(), Is.EqualTo(
            "s5  epoch 1/2  loss 0.2500  train 75.0 %  test 50.0 %  1 000 samples/s  left 0:42"));
        Assert.That(lines.Count(l => l.Contains("epoch")), Is.EqualTo(1));
        Assert.That(cli.Output, Does.Contain("97.0 %").And.Contain("12 345"));
        Assert.That(cli.Output, Does.Contain("4 321").And.Contain("123 MiB"));
        Assert.That(cli.Output, Does.Not.Contain('\u001b'));
        Assert.That(File.ReadAllText(report), Does.EndWith("</html>\n"));
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(json));
        Assert.That(
            document.RootElement.GetProperty("rows")[0].EnumerateObject().Select(p => p.Name),
            Is.SupersetOf(new[]
            {
                "model", "task", "seed", "accuracy", "parameters", "samples_per_second", "step_microseconds",
                "peak_bytes", "seconds", "weights_sha256",
            }));
        Assert.That(
            document.RootElement.GetProperty("environment").EnumerateObject().Select(p => p.Name),
            Is.EqualTo(new[]
            {
                "version", "commit", "dotnet", "compilation", "os", "processor", "vector_bits", "threads",
                "gc", "device", "product",
            }));
    }

    [Test]
    public void Train_passes_every_option_on()
    {
        using Folder folder = new();
        FakeRunners runners = new();
        string json = folder.File("t.json");

        Cli cli = Cli.Run(
            runners,
            ("train --model s5 --task listops --length 64 --epochs 2 --batch 8 --micro-batch 4 --lr 1e-3 "
            + "--ssm-lr 0.0005 --weight-decay 0 --schedule plateau --average-decay 0.99 --dropout 0.25 --layers 3 "
            + "--width 32 --state 16 --checkpoint new.ckpt "
            + $"--json {json}").Split(' '));

        Assert.That(cli.ExitCode, Is.Zero, cli.Error);
        TrainSettings withoutPaths = runners.Train! with { Common = null!, Checkpoint = null };
        Assert.That(withoutPaths, Is.EqualTo(new TrainSettings
        {
            Common = null!,
            Model = "s5",
            Task = new("listops", null, 64),
            Epochs = 2,
            Batch = 8,
            MicroBatch = 4,
            LearningRate = 1e-3,
            SsmLearningRate = 5e-4,
            WeightDecay = 0,
            Schedule = "plateau",
            AverageDecay = 0.99,
            Dropout = 0.25,
            Layers = 3,
            Width = 32,
            State = 16,
        }));
        Assert.That(runners.Train.Checkpoint, Is.EqualTo(Path.GetFullPath("new.ckpt")));
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(json));
        Assert.That(
            document.RootElement.EnumerateObject().Select(p => p.Name),
            Is.EqualTo(new[] { "environment", "recipe", "epochs", "best", "weights_sha256" }));
    }

    [TestCase(Verdict.Pass, 0, "1 passed, 0 failed, 0 unsupported")]
    [TestCase(Verdict.Fail, 1, "0 passed, 1 failed, 0 unsupported")]
    [TestCase(Verdict.Unsupported, 1, "0 passed, 0 failed, 1 unsupported")]
    public void Verify_exits_0_only_when_every_case_passed(object given, int exitCode, string summary)
    {
        Verdict verdict = (Verdict)given;       // the type is internal, so a public signature cannot name it
        using Folder folder = new();
        string json = folder.File("v.json");
        FakeRunners runners = new()
        {
            Rows = [new("s5.safetensors", "tied", "f64", "cpu", "grad.p.B", double.NaN, 1e-9, verdict)],
        };

        Cli cli = Cli.Run(runners, "verify", "--golden", folder.Path, "--json", json);

        Assert.That(cli.ExitCode, Is.EqualTo(exitCode));
        Assert.That(cli.Output, Does.Contain(summary));
        Assert.That(runners.Verify!.Dtype, Is.EqualTo("f64"));
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(json));
        JsonElement row = document.RootElement.GetProperty("rows")[0];
        Assert.That(
            row.EnumerateObject().Select(p => p.Name),
            Is.EqualTo(new[] { "file", "case", "dtype", "device", "worst_tensor", "error", "tolerance", "verdict" }));
        Assert.That(row.GetProperty("verdict").GetString(), Is.EqualTo(verdict.ToString().ToLowerInvariant()));
        Assert.That(row.GetProperty("error").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public void Verify_without_golden_files_is_the_equivalence_table()
    {
        FakeRunners runners = new();

        Cli cli = Cli.Run(runners, "verify", "--models", "lru", "--length", "77", "--dtype", "f32", "--seed", "5");

        Assert.That(cli.ExitCode, Is.Zero, cli.Error);
        Assert.That(cli.Output, Does.Contain("lru f64: 1 of 1 forms agree; worst: loop, 1.0e-16 of 1.0e-14"));
        Assert.That(cli.Output, Does.Contain("1 passed, 0 failed"));
        Assert.That(runners.Verify, Is.Null);
        Assert.That(runners.Equivalence!.Models, Is.EqualTo(new[] { "lru" }));
        Assert.That(runners.Equivalence.Length, Is.EqualTo(77));
        Assert.That(runners.Equivalence.Dtypes, Is.EqualTo(new[] { "f32" }));
        Assert.That(runners.Equivalence.Common.Seed, Is.EqualTo(5));
    }

    [Test]
    public void Verify_computes_golden_files_in_both_types_when_asked()
    {
        using Folder folder = new();
        FakeRunners runners = new()
        {
            Rows = [new("s5.safetensors", "tied", "f64", "cpu", "out.y", 0, 1e-9, Verdict.Pass)],
        };

        Cli cli = Cli.Run(runners, "verify", "--golden", folder.Path, "--dtype", "all");

        Assert.That(cli.ExitCode, Is.Zero, cli.Error);
        Assert.That(cli.Output, Does.Contain("2 passed"));
        Assert.That(runners.Verify!.Dtype, Is.EqualTo("f32"));
    }

    [Test]
    public void Devices_lists_the_cpu_and_never_the_simulator_of_a_gpu()
    {
        using Folder folder = new();
        string json = folder.File("d.json");

        Cli cli = Cli.Run(new FakeRunners(), "devices", "--json", json);

        Assert.That(cli.ExitCode, Is.Zero, cli.Error);
        Assert.That(cli.Output, Does.Contain($"{8 * System.Numerics.Vector<byte>.Count}-bit vectors"));
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(json));
        JsonElement.ArrayEnumerator listed = document.RootElement.GetProperty("gpus").EnumerateArray();
        string[] gpus = [.. listed.Select(g => g.GetProperty("device").GetString()!)];
        Assert.That(gpus, Is.All.StartsWith("cuda:").Or.StartsWith("opencl:"));

        // Every platform has either a device or a reason.
        int platforms = gpus.Select(g => g.Split(':')[0])
            .Concat(document.RootElement.GetProperty("missing").EnumerateArray()
                .Select(m => m.GetProperty("platform").GetString()!.ToLowerInvariant()))
            .Distinct().Count();
        Assert.That(platforms, Is.EqualTo(2));
    }

    [Test]
    public void Models_lists_the_rows_of_the_survey_in_its_order()
    {
        using Folder folder = new();
        string json = folder.File("m.json");

        Cli cli = Cli.Run(new FakeRunners(), "models", "--json", json, "--plots", folder.File("plots"));

        Assert.That(cli.ExitCode, Is.Zero, cli.Error);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(json));
        string[] names = [.. document.RootElement.GetProperty("models").EnumerateArray()
            .Where(m => m.TryGetProperty("survey_row", out _)).Select(m => m.GetProperty("name").GetString()!)];
        Assert.That(names, Is.EqualTo(new[] { "S4", "S4D", "S5", "LRU", "S6", "RG-LRU" }));
        Assert.That(cli.Output, Does.Contain("RG-LRU").And.Contain("LTV"));
        Assert.That(File.ReadAllText(Path.Combine(folder.File("plots"), "s4d.svg")), Does.StartWith("<svg xmlns"));
    }

    [Test]
    public void A_file_without_marks_gets_no_tables()
    {
        using Folder folder = new();
        string file = folder.File("plain.md");
        File.WriteAllText(file, "# No marks\n");

        Cli cli = Cli.Run(new FakeRunners(), "models", "--markdown", file);

        Assert.That(cli.ExitCode, Is.EqualTo(2));
        Assert.That(cli.Error, Does.Contain("<!-- the survey's models -->"));
        Assert.That(File.ReadAllText(file), Is.EqualTo("# No marks\n"));
    }

    [TestCase("--help")]
    [TestCase("compare --help")]
    [TestCase("train --help")]
    [TestCase("verify --help")]
    [TestCase("devices --help")]
    [TestCase("models --help")]
    [TestCase("benchmarks --help")]
    [TestCase("--version")]
    public void Help_is_no_error(string line)
    {
        Cli cli = Cli.Run(new FakeRunners(), line.Split(' '));

        Assert.That(cli.ExitCode, Is.Zero);
        Assert.That(cli.Output, Is.Not.Empty);
        Assert.That(cli.Error, Is.Empty);
    }

    [Test]
    public void Every_verb_has_the_common_options(
        [Values("compare", "train", "verify", "devices", "models")] string verb)
    {
        Cli cli = Cli.Run(new FakeRunners(), verb, "--help");

        Assert.That(cli.Output, Does.Contain("--device").And.Contain("--threads"));
        Assert.That(cli.Output, Does.Contain("--seed").And.Contain("--json"));
    }
}
