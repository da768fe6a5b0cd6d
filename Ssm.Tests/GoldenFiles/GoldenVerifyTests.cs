using System.Text.Json;
using Ssm.Perf;
using Ssm.Perf.CommandLine;
using Ssm.Perf.Golden;

namespace Ssm.Tests.GoldenFiles;

/// <summary><c>verify --golden</c> from end to end: the table, the JSON, the exit code, and bad files.</summary>
public sealed class GoldenVerifyTests
{
    private static string Golden => Path.Combine(TestContext.CurrentContext.TestDirectory, "Golden");

    [TestCase("f64")]
    [TestCase("f32")]
    public void A_file_whose_cases_all_pass_gives_0(string dtype)
    {
        using MadeUpGolden folder = new();
        string json = Path.Combine(folder.Directory, "verify.json");

        (int exitCode, string output, string error) =
            Run("--golden", Golden, "--file", "scan.safetensors", "--dtype", dtype, "--json", json);

        Assert.That(exitCode, Is.Zero, error);
        Assert.That(output, Does.Contain("16 passed, 0 failed, 0 unsupported").And.Contain("complex_reset_x0"));
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(json));
        JsonElement row = document.RootElement.GetProperty("rows")[0];
        Assert.That(document.RootElement.GetProperty("passed").GetInt32(), Is.EqualTo(16));
        Assert.That(row.EnumerateObject().Select(p => p.Name), Is.EqualTo(new[]
        {
            "file", "case", "dtype", "device", "worst_tensor", "error", "tolerance", "verdict",
        }));
        Assert.That(row.GetProperty("dtype").GetString(), Is.EqualTo(dtype));
        Assert.That(row.GetProperty("error").GetDouble(), Is.LessThan(row.GetProperty("tolerance").GetDouble()));
    }

    [Test]
    public void A_file_that_nobody_knows_gives_1()
    {
        using MadeUpGolden golden = new();
        golden.Write();

        (int exitCode, string output, _) = Run("--golden", golden.Directory);

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output, Does.Contain("0 passed, 0 failed, 1 unsupported"));
    }

    [Test]
    public void A_file_under_another_name_is_known_by_its_model()
    {
        using MadeUpGolden folder = new();
        File.Copy(Path.Combine(Golden, "fftconv.safetensors"), Path.Combine(folder.Directory, "other.safetensors"));

        (int exitCode, string output, string error) = Run("--golden", folder.Directory);

        Assert.That(exitCode, Is.Zero, error);
        Assert.That(output, Does.Contain("8 passed"));
    }

    [Test]
    public void A_wrong_number_gives_1()
    {
        using MadeUpGolden golden = new();
        golden.Without("in.u", "p.a.re", "p.a.im", "p.idle", "out.y.re", "out.y.im", "w.y.re", "w.y.im", "loss")
            .Without("grad.in.u", "grad.p.a.re", "grad.p.a.im", "grad.p.idle", "aux.twice")
            .With("in.a", [1, 1, 1], 0.5).With("in.b", [1, 1, 1], 2).With("out.x", [1, 1, 1], 2)
            .With("out.last", [1, 1], 3);
        golden.Write("scan.safetensors");

        (int exitCode, string output, _) = Run("--golden", golden.Directory);

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output, Does.Contain("out.last").And.Contain("FAIL").And.Contain("1 failed"));
    }

    [Test]
    public void A_damaged_file_gives_2_and_one_line_that_names_it()
    {
        using MadeUpGolden golden = new();
        byte[] bytes = File.ReadAllBytes(golden.Write());
        File.WriteAllBytes(Path.Combine(golden.Directory, "made-up.safetensors"), bytes[..^3]);

        AssertBadInput(Run("--golden", golden.Directory), "made-up.safetensors");
    }

    [TestCase("cases", null, "has no list of cases")]
    [TestCase("cases", "{", "not a JSON list")]
    [TestCase("cases", "{}", "not a JSON list")]
    [TestCase("cases", "[1]", "not a JSON list")]
    [TestCase("cases", """["scaled", "scaled"]""", "listed twice")]
    [TestCase("cases", """["other"]""", "belongs to no case")]
    [TestCase("case:scaled", "[", "is not JSON")]
    [TestCase("case:scaled", "[]", "expected an object")]
    public void A_foreign_file_gives_2_and_one_line_that_says_why(string key, string? value, string reason)
    {
        using MadeUpGolden golden = new();
        golden.Metadata.Remove(key);
        if (value is not null)
        {
            golden.Metadata.Add(key, value);
        }

        golden.Write();
        AssertBadInput(Run("--golden", golden.Directory), reason);
    }

    [Test]
    public void Halves_of_a_complex_tensor_that_differ_in_shape_give_2()
    {
        using MadeUpGolden golden = new();
        golden.With("p.a.im", [1], 1).Write();

        AssertBadInput(Run("--golden", golden.Directory), "expected one shape");
    }

    [Test]
    public void A_directory_or_file_that_is_not_there_or_is_no_file_gives_2()
    {
        AssertBadInput(Run(), "'--golden' is missing");
        AssertBadInput(Run("--golden", Path.Combine(Golden, "none")), "no such directory");
        AssertBadInput(Run("--golden", Golden, "--file", "scann.safetensors"), "did you mean 'scan.safetensors'?");
        AssertBadInput(Run("--golden", Golden, "--file", "mamba_tiny"), "a directory");
        AssertBadInput(Run("--golden", Golden, "--file", "INDEX.md"), "INDEX.md");
    }

    private static void AssertBadInput((int ExitCode, string Output, string Error) result, string reason)
    {
        Assert.That(result.ExitCode, Is.EqualTo(2), result.Error);
        Assert.That(result.Error, Does.Contain(reason));
        Assert.That(result.Error.Trim(), Does.Not.Contain('\n'));
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        PerfRunners runners = new(Compare: null, Train: null, new GoldenVerifyRunner(), Bench: null);
        PerfApp app = new(runners, new Terminal(output, error, live: false), CancellationToken.None);
        return (app.Run(["verify", .. arguments]), output.ToString(), error.ToString());
    }
}
