using Ssm.Perf.CommandLine;
using Ssm.Perf.Conformance;

namespace Ssm.Perf.Verbs;

/// <summary>What <c>verify --conformance</c> is asked to do.</summary>
/// <param name="Common">Device, threads.</param>
/// <param name="Dtypes">f64, f32 or both.</param>
/// <param name="Filter">A part of the names of the cases to run; null for all.</param>
/// <param name="Sizes">How large the cases are.</param>
internal sealed record ConformanceSettings(
    CommonSettings Common, IReadOnlyList<string> Dtypes, string? Filter, ConformanceSizes Sizes)
{
    /// <summary>The names of the sizes.</summary>
    internal static IReadOnlyList<string> AllSizes { get; } = ["tiny", "real"];
}
