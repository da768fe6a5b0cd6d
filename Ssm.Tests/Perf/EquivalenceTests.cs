using System.Text.Json;
using Ssm.Kernels;
using Ssm.Perf;
using Ssm.Perf.CommandLine;
using Ssm.Perf.Equivalence;
using Ssm.Perf.Reports;
using Ssm.Perf.Verbs;

namespace Ssm.Tests.Perf;

/// <summary><c>verify</c> without golden files: all forms of all models agree, and a form that is wrong is found.
/// </summary>
public sealed class EquivalenceTests
{
    private static IEnumerable<string> Models => EquivalenceModels.All.Select(m => m.Name);

    [TestCaseSource(nameof(Models))]
    public void All_forms_of_a_model_agree(string model)
    {
        // One step; fewer than the chunks and packed sequences have; more than any of the chunks.
        foreach (int length in new[] { 1, 5, 67 })
        {
            foreach (EquivalenceGroup group in Run(EquivalenceModels.All, model, length))
            {
                Assert.That(
                    group.Rows.Where(r => r.Verdict != Verdict.Pass)
                        .Select(r => $"{r.Form} {r.Dtype}, L = {length}: {r.Error:0.0e+00} of {r.Tolerance:0.0e+00}"),
                    Is.Empty);
            }
        }
    }

    [Test]
    public void The_table_has_every_form_in_both_types()
    {
        EquivalenceGroup[] groups = [.. Run(EquivalenceModels.All, "lru", 9)];

        Assert.That(groups.Select(g => g.Dtype), Is.EqualTo(new[] { "f64", "f32" }));
        Assert.That(groups[0].Rows.Select(r => r.Form), Is.EqualTo(groups[1].Rows.Select(r => r.Form)));
        Assert.That(groups[0].Rows.Select(r => r.Form), Is.Unique.And.SupersetOf(new[]
        {
            "scan", "scan: step after step", "scan: Blelloch", "scan: chunked", "loop", "step", "chunks of 1",
            "chunks of 2", "chunks of 3", "chunks of 7", "chunks of 64", "chunks of primes", "left-padded scan",
            "right-padded scan", "packed scan", "packed loop", "packed chunks", "rows alone", "scan, 1 thread",
            "loop, 1 thread", "gradients, 1 thread", "step, saved and restored", "loop, saved and restored",
            "step, forked",
        }));
    }

    [TestCase(ToyFault.WholeIsLate, "scan")]
    [TestCase(ToyFault.ChunkForgets, "chunks of 1")]
    [TestCase(ToyFault.ChunkForgets, "step, then loop")]
    [TestCase(ToyFault.ChunkForgets, "packed chunks")]
    [TestCase(ToyFault.StateIsLate, "chunks of 7")]
    [TestCase(ToyFault.StateIsLate, "loop, then step")]
    [TestCase(ToyFault.StateIsLate, "left-padded, then on")]
    [TestCase(ToyFault.PackedLeaks, "packed scan")]
    [TestCase(ToyFault.PackedLeaks, "left-padded scan")]
    [TestCase(ToyFault.PaddingShows, "right-padded scan")]
    [TestCase(ToyFault.RowsMix, "rows alone")]
    [TestCase(ToyFault.ThreadsShow, "scan, 1 thread")]
    [TestCase(ToyFault.ThreadsShow, "gradients, 1 thread")]
    [TestCase(ToyFault.StepperRemembers, "step, forked")]
    [TestCase(ToyFault.FloatIsShort, "loop")]
    [TestCase(ToyFault.NotANumber, "scan")]
    public void A_form_that_is_wrong_fails_and_gives_1(object given, string form)
    {
        ToyFault fault = (ToyFault)given;       // the type is internal, so a public signature cannot name it

        (int exitCode, string output, string error) = Verify(fault, "--length", "40");

        Assert.That(exitCode, Is.EqualTo(1), error);
        Assert.That(output.Split('\n').Where(line => line.Contains("FAIL")).Select(FormOf), Does.Contain(form));

        static string FormOf(string line) => line.Split('│')[2].Trim();
    }

    [Test]
    public void A_model_with_nothing_wrong_gives_0()
    {
        (int exitCode, string output, string error) = Verify(ToyFault.None, "--length", "40", "--dtype", "f64");

        Assert.That(exitCode, Is.Zero, error);
        Assert.That(output, Does.Contain(" 0 failed").And.Contain("toy f64: ").And.Not.Contain("f32"));
    }

    [Test]
    public void Only_what_was_computed_in_single_precision_fails_for_it()
    {
        EquivalenceGroup[] groups = [.. Run([new ToyEquivalence(ToyFault.FloatIsShort)], "toy", 60)];

        Assert.That(groups[0].Rows.Select(r => r.Verdict), Is.All.EqualTo(Verdict.Pass));
        Assert.That(groups[1].Rows.Select(r => r.Verdict), Does.Contain(Verdict.Fail));
    }

    [Test]
    public void The_condition_of_a_decay_is_what_its_powers_say()
    {
        // A relative change of a in y[t] = Σ a^l u[t−l] changes it by Σ l a^l u[t−l], and so does one of the state
        // after each step: what came in l steps ago has passed l states. A positive input and one channel leave the
        // signs nothing to cancel.
        ToyEquivalence model = new(ToyFault.None) { Channels = 1 };
        double[] u = [.. Enumerable.Range(0, 50).Select(t => 1.1 + (t % 3))];
        ToyRecurrence<double> layer = new(1, ToyFault.None, CpuBackend<double>.Default);

        EquivalenceCondition condition = EquivalenceCondition.Measure(model, layer, u, new RandomSource(3));

        double[] y = [.. Enumerable.Range(0, 50).Select(t => Weighted(t, l => 1))];
        double expected = Enumerable.Range(0, 50).Max(t => Weighted(t, l => l)) / y.Max();
        Assert.Multiple(() =>
        {
            // The second order of the disturbance is below 2^-26 times the square of the memory.
            Assert.That(condition.Parameters, Is.EqualTo(expected).Within(1e-4));
            Assert.That(condition.States, Is.EqualTo(expected).Within(1e-4));
            Assert.That(condition.Inputs, Is.Positive.And.LessThanOrEqualTo(1 + 1e-6));
            Assert.That(layer.A.Value.Item(), Is.EqualTo(ToyRecurrence<double>.Decay));
        });

        double Weighted(int t, Func<int, double> weight) => Enumerable.Range(0, t + 1).Sum(
            l => weight(l) * Math.Pow(ToyRecurrence<double>.Decay, l) * u[t - l]);
    }

    [Test]
    public void The_tolerance_grows_with_the_memory_the_type_and_the_transforms()
    {
        EquivalenceCondition calm = new(1, 1, 1);
        EquivalenceTolerance tolerance = new(calm, Terms: 16, UsesTransforms: false, Length: 1024);

        // (19 + 8) + (8 + 8) + (13 + 8) + (4 + 8) units of double twice.
        Assert.That(tolerance.Of<double>(), Is.EqualTo(76 * 2 * Math.ScaleB(1, -53)).Within(1e-12).Percent);
        double ratio = tolerance.Of<float>() / tolerance.Of<double>();
        Assert.That(ratio, Is.EqualTo(Math.ScaleB(1, 28)).Within(1e-3).Percent);
        Assert.That(
            (tolerance with { Condition = calm with { States = 100 } }).Of<double>(),
            Is.EqualTo((76 + (21 * 99)) * 2 * Math.ScaleB(1, -53)).Within(1e-12).Percent);
        Assert.That(
            (tolerance with { UsesTransforms = true }).Of<double>(),
            Is.EqualTo((76 + (21 * 11 * 2)) * 2 * Math.ScaleB(1, -53)).Within(1e-12).Percent);
    }

    [Test]
    public void Json_and_the_page_have_every_row()
    {
        using Folder folder = new();
        string json = folder.File("v.json");
        string page = folder.File("v.md");

        (int exitCode, _, string error) =
            Verify(ToyFault.WholeIsLate, "--length", "20", "--json", json, "--markdown", page);

        Assert.That(exitCode, Is.EqualTo(1), error);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(json));
        JsonElement[] rows = [.. document.RootElement.GetProperty("rows").EnumerateArray()];
        Assert.That(rows[0].EnumerateObject().Select(p => p.Name), Is.EqualTo(new[]
        {
            "model", "form", "against", "dtype", "device", "error", "tolerance", "verdict",
        }));
        Assert.That(
            rows.Count(r => r.GetProperty("verdict").GetString() == "fail"),
            Is.EqualTo(document.RootElement.GetProperty("failed").GetInt32()).And.Positive);
        Assert.That(rows, Has.Length.EqualTo(
            document.RootElement.GetProperty("passed").GetInt32()
            + document.RootElement.GetProperty("failed").GetInt32()));
        string text = File.ReadAllText(page);
        Assert.That(text, Does.Contain("## toy").And.Contain("| scan | reference | cpu |").And.Contain("**FAIL**"));
        Assert.That(
            text.Split('\n').Count(line => line.Contains("| cpu |")), Is.EqualTo(rows.Length / 2));
    }

    private static IEnumerable<EquivalenceGroup> Run(
        IReadOnlyList<EquivalenceModel> models, string model, int length)
    {
        CommonSettings common = new("cpu", DeviceGiven: false, Threads: 2, Seed: 1, JsonFile: null);
        return new EquivalenceRunner(models).Run(
            new EquivalenceSettings(common, [model], length, Catalog.Dtypes), CancellationToken.None);
    }

    private static (int ExitCode, string Output, string Error) Verify(ToyFault fault, params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        FakeRunners fakes = new();
        PerfRunners runners = new(
            null, null, fakes, Equivalence: new EquivalenceRunner([new ToyEquivalence(fault)]));
        PerfApp app = new(runners, new Terminal(output, error, live: false), CancellationToken.None);
        return (app.Run(["verify", .. arguments]), output.ToString(), error.ToString());
    }
}
