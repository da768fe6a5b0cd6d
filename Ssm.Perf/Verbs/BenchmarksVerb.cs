using System.CommandLine;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Verbs;

/// <summary><c>benchmarks</c>: hands its arguments to BenchmarkDotNet.</summary>
internal static class BenchmarksVerb
{
    internal const string Name = "benchmarks";

    internal static Command Build()
    {
        Command command =
            new(Name, "Runs BenchmarkDotNet with the arguments that follow, such as --filter '*' --job Dry")
            {
                TreatUnmatchedTokensAsErrors = false,
            };
        command.SetAction(parsed => Run([.. parsed.UnmatchedTokens]));
        return command;
    }

    private static int Run(string[] arguments)
    {
        Summary[] summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(BenchmarksVerb).Assembly).Run(arguments)];
        if (summaries.Length == 0)
        {
            throw new UserException(
                "benchmarks: nothing ran; choose with --filter, as in --filter '*', or list with --list flat.");
        }

        bool allRan =
            summaries.All(s => !s.HasCriticalValidationErrors && s.Reports.Length > 0 && s.Reports.All(r => r.Success));
        return allRan ? ExitCodes.Done : ExitCodes.Failed;
    }
}
