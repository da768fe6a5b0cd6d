using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Reports;

/// <summary>Everything that the comparison's report shows.</summary>
/// <param name="Environment">What it ran on.</param>
/// <param name="CommandLine">The command that gives these numbers again.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Rows">One row per model, in the order asked for.</param>
internal sealed record CompareReport(
    EnvironmentStamp Environment,
    string CommandLine,
    DateTimeOffset Created,
    IReadOnlyList<ModelResult> Rows);
