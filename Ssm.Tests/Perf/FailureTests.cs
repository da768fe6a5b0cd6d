using Ssm.Perf.CommandLine;

namespace Ssm.Tests.Perf;

public sealed class FailureTests
{
    private static IEnumerable<TestCaseData> Failures()
    {
        yield return new TestCaseData(new InvalidDataException("Idx: bad\nmagic"), 2, "Idx: bad magic");
        yield return new TestCaseData(new FileNotFoundException("Could not find it."), 2, "Could not find it.");
        yield return new TestCaseData(new ArgumentException("MatMul: wrong.", "left"), 2, "MatMul: wrong.");
        yield return new TestCaseData(new ArgumentOutOfRangeException("n", "Scan: 'n' is 0, expected 1 or more."), 2,
            "Scan: 'n' is 0, expected 1 or more.");
        yield return new TestCaseData(new UnauthorizedAccessException("Denied."), 2, "Denied.");
        yield return new TestCaseData(new OperationCanceledException(), 130,
            "cancelled; files that were there before are untouched.");
        yield return new TestCaseData(new InvalidOperationException("Broken."), 70,
            "unexpected InvalidOperationException: Broken. (set SSM_TRACE=1 to see where)");
        yield return new TestCaseData(new ArgumentNullException("x"), 70,
            "unexpected ArgumentNullException: Value cannot be null. (Parameter 'x') (set SSM_TRACE=1 to see where)");
    }

    [TestCaseSource(nameof(Failures))]
    public void An_exception_of_the_work_becomes_one_line_and_an_exit_code(Exception failure, int exitCode, string line)
    {
        Cli cli = Cli.Run(new FakeRunners { Failure = failure }, "compare");

        Assert.That(cli.ExitCode, Is.EqualTo(exitCode));
        Assert.That(cli.Error.TrimEnd(), Is.EqualTo(line));
    }

    [Test]
    public void An_interrupted_run_exits_with_130()
    {
        Cli cli = Cli.Run(new FakeRunners { Cancellation = new CancellationToken(canceled: true) }, "train");

        Assert.That(cli.ExitCode, Is.EqualTo(130));
    }

    [Test]
    public void A_file_is_left_as_it_was_when_writing_its_successor_fails()
    {
        using Folder folder = new();
        string file = folder.File("result.json");
        File.WriteAllText(file, "old");

        Assert.That(
            () => OutputFile.Write(file, stream =>
            {
                stream.WriteByte(1);
                throw new IOException("disk full");
            }),
            Throws.TypeOf<IOException>());

        Assert.That(File.ReadAllText(file), Is.EqualTo("old"));
        Assert.That(Directory.GetFiles(folder.Path), Is.EqualTo(new[] { file }));
    }

    [Test]
    public void A_failed_run_leaves_earlier_results_as_they_were()
    {
        using Folder folder = new();
        string json = folder.File("result.json");
        string report = folder.File("report.html");
        File.WriteAllText(json, "old");
        File.WriteAllText(report, "old");

        FakeRunners runners = new() { Failure = new InvalidDataException("bad") };
        Cli.Run(runners, "compare", "--json", json, "--report", report);

        Assert.That(File.ReadAllText(json), Is.EqualTo("old"));
        Assert.That(File.ReadAllText(report), Is.EqualTo("old"));
    }

    [Test]
    public void A_checkpoint_that_is_there_is_not_trained_over()
    {
        using Folder folder = new();
        string checkpoint = folder.File("model.ckpt");
        File.WriteAllText(checkpoint, "weeks of work");
        FakeRunners runners = new();

        Cli cli = Cli.Run(runners, "train", "--checkpoint", checkpoint);

        Assert.That(cli.ExitCode, Is.EqualTo(2));
        Assert.That(cli.Error, Does.Contain("add --resume"));
        Assert.That(runners.Train, Is.Null);
    }
}
