using System.CommandLine;
using Ssm.Kernels.Gpu;
using Ssm.Perf.CommandLine;
using Ssm.Perf.Verbs;

namespace Ssm.Perf;

/// <summary>
/// The command line as a whole: finds the verb, runs it, and turns every failure into one line and an exit code.
/// </summary>
internal sealed class PerfApp(PerfRunners runners, Terminal terminal, CancellationToken cancellation)
{
    internal int Run(IReadOnlyList<string> arguments)
    {
        try
        {
            return Dispatch(arguments);
        }
        catch (Exception exception)
        {
            return Failure.Report(exception, terminal.Error);
        }
    }

    private int Dispatch(IReadOnlyList<string> arguments)
    {
        RootCommand root = Build();
        string[] verbs = [.. root.Subcommands.Select(c => c.Name)];
        IReadOnlyList<string> words = WithVerb(arguments, verbs);
        if (!words[0].StartsWith('-') && !verbs.Contains(words[0]))
        {
            throw new UserException(ParseMessage.UnknownVerb(words[0], verbs));
        }

        // A file name that begins with @ is a file name.
        ParseResult parsed = root.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (ParseMessage.For(parsed) is { } message)
        {
            throw new UserException(message);
        }

        return parsed.Invoke(new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }

    /// <summary>Options without a verb belong to <c>compare</c>; help and version belong to the program.</summary>
    private static IReadOnlyList<string> WithVerb(IReadOnlyList<string> arguments, string[] verbs)
    {
        if (arguments is ["--help" or "-h" or "-?" or "--version", ..])
        {
            return arguments;
        }

        bool noVerb = arguments.Count == 0 || arguments[0].StartsWith('-');
        return noVerb ? [verbs.Contains(CompareVerb.Name) ? CompareVerb.Name : "--help", .. arguments] : arguments;
    }

    private RootCommand Build()
    {
        RootCommand root = new(
            "Ssm: state space models, trained, compared and measured. Without a verb: compare. "
            + "Each verb has its own --help.");
        root.Directives.Clear();
        if (runners.Compare is { } compare)
        {
            root.Subcommands.Add(CompareVerb.Build(compare, terminal, cancellation));
        }

        if (runners.Train is { } train)
        {
            root.Subcommands.Add(TrainVerb.Build(train, terminal, cancellation));
        }

        if (runners.Verify is { } verify)
        {
            root.Subcommands.Add(VerifyVerb.Build(verify, runners.Equivalence, terminal, cancellation));
        }

        if (runners.Bench is { } bench)
        {
            root.Subcommands.Add(BenchVerb.Build(bench, terminal, cancellation));
        }

        root.Subcommands.Add(DevicesVerb.Build(GpuDevices.Find, terminal));
        root.Subcommands.Add(ModelsVerb.Build(terminal));
        root.Subcommands.Add(BenchmarksVerb.Build());
        return root;
    }
}
