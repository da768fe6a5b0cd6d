using Ssm.Perf;
using Ssm.Perf.CommandLine;

namespace Ssm.Tests.Perf;

/// <summary>Runs the command line inside the test process and keeps what it wrote.</summary>
internal sealed class Cli
{
    private Cli(int exitCode, string output, string error)
    {
        ExitCode = exitCode;
        Output = output;
        Error = error;
    }

    internal int ExitCode { get; }

    internal string Output { get; }

    internal string Error { get; }

    internal static Cli Run(FakeRunners runners, params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        PerfApp app = new(
            new PerfRunners(runners, runners, runners, runners.Bench, runners),
            new Terminal(output, error, live: false),
            runners.Cancellation);
        int exitCode = app.Run(arguments);
        return new Cli(exitCode, output.ToString(), error.ToString());
    }
}
