using System.CommandLine;
using Ssm.Perf.Bench;
using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Verbs;

/// <summary>The options of <c>bench</c> that say what is measured, and for how long.</summary>
internal sealed class BenchOptions
{
    private const int DefaultRounds = 11;
    private const double DefaultSeconds = 1;
    private const double DefaultWarmUp = 0.3;
    private const double QuickSeconds = 0.02;
    private const double QuickWarmUp = 0.005;

    private static readonly string[] Passes = ["fwd", "bwd", "fwd+bwd"];
    private static readonly string[] Dtypes = ["f32", "f64", "bf16", "int8"];
    private static readonly string[] RivalKinds =
        [BenchRunner.NoRivals, BenchRunner.ManagedRivals, BenchRunner.AllRivals];

    private readonly Option<IReadOnlyList<string>?> _workloads = Options.Repeated(
        "--workload", "NAME", "What to measure, also scan for all scan.…, or a pattern like '*.s4d' [default: all]");
    private readonly Option<IReadOnlyList<string>?> _sizes = Options.Repeated(
        "--size", "SIZE", "Sizes like B8xL4096xP256, each for the workloads it fits [default: each workload's own]");
    private readonly Option<IReadOnlyList<string>?> _passes =
        Options.Choices("--pass", "Forward, gradients, or both [default: each workload's first]", Passes);
    private readonly Option<IReadOnlyList<string>?> _dtypes =
        Options.Choices("--dtype", "Element types [default: each workload's first]", Dtypes);
    private readonly Option<IReadOnlyList<int>?> _threads =
        Options.WholeList("--threads", "Numbers of threads, a row each [default: 1 and all cores]");
    private readonly Option<int?> _rounds =
        Options.Whole("--rounds", $"Rounds, in which all take turns [default: {DefaultRounds}, quick: 1]");
    private readonly Option<double?> _seconds = Options.Number(
        "--seconds",
        $"Time of all rounds of a row, for each that takes turns [default: {DefaultSeconds}, quick: {QuickSeconds}]",
        x => x > 0,
        "a finite number above 0");
    private readonly Option<double?> _warmUp = Options.Number(
        "--warm-up",
        $"Seconds that each runs before its first round, longer where a run is [default: {DefaultWarmUp}, "
            + $"quick: {QuickWarmUp}]",
        x => x > 0,
        "a finite number above 0");
    private readonly Option<string?> _rivals =
        Options.Choice("--rivals", "Who else does the same work [default: managed, quick: none]", RivalKinds);
    private readonly Option<bool> _quick =
        Options.Flag("--quick", "Only whether all still runs: each workload's smallest size, all cores, one round");

    internal BenchOptions(Command command)
    {
        Option[] all =
            [_workloads, _sizes, _passes, _dtypes, _threads, _rounds, _seconds, _warmUp, _rivals, _quick];
        foreach (Option option in all)
        {
            command.Options.Add(option);
        }
    }

    internal BenchSettings Read(ParseResult parsed, CommonSettings common)
    {
        bool quick = parsed.GetValue(_quick);
        int cores = Environment.ProcessorCount;
        IReadOnlyList<int> threads = parsed.GetValue(_threads) ?? (quick || cores == 1 ? [cores] : [1, cores]);
        return new BenchSettings(
            common with { Threads = threads.Max() },
            parsed.GetValue(_workloads) ?? [],
            parsed.GetValue(_sizes) ?? [],
            parsed.GetValue(_passes) ?? [],
            parsed.GetValue(_dtypes) ?? [],
            threads,
            new BenchBudget(
                parsed.GetValue(_rounds) ?? (quick ? 1 : DefaultRounds),
                parsed.GetValue(_seconds) ?? (quick ? QuickSeconds : DefaultSeconds))
            {
                WarmUp = parsed.GetValue(_warmUp) ?? (quick ? QuickWarmUp : DefaultWarmUp),
            },
            parsed.GetValue(_rivals) ?? (quick ? BenchRunner.NoRivals : BenchRunner.ManagedRivals),
            quick);
    }
}
