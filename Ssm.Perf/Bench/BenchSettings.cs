using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Bench;

/// <summary>What <c>bench</c> is asked to measure.</summary>
/// <param name="Common">Device and seed.</param>
/// <param name="Workloads">Names, beginnings of names up to a dot, or patterns with stars; empty for all.</param>
/// <param name="Sizes">Sizes, each for the workloads that it fits; empty for each workload's own.</param>
/// <param name="Passes">Passes; empty for each workload's first.</param>
/// <param name="Dtypes">Element types; empty for each workload's first.</param>
/// <param name="Threads">Numbers of threads, one case each.</param>
/// <param name="Budget">How long.</param>
/// <param name="Rivals">none, managed or all.</param>
/// <param name="SmallestOnly">Whether a workload's own sizes are only the smallest of them.</param>
internal sealed record BenchSettings(
    CommonSettings Common,
    IReadOnlyList<string> Workloads,
    IReadOnlyList<string> Sizes,
    IReadOnlyList<string> Passes,
    IReadOnlyList<string> Dtypes,
    IReadOnlyList<int> Threads,
    BenchBudget Budget,
    string Rivals,
    bool SmallestOnly);
