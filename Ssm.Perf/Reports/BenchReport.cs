using Ssm.Perf.Bench;
using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Reports;

/// <summary>Everything that one run of <c>bench</c> found out.</summary>
internal sealed record BenchReport(
    EnvironmentStamp Environment, IReadOnlyList<MachinePeak> Peaks, IReadOnlyList<BenchRow> Rows)
{
    /// <summary>The limits that stand for the machine: float where it was measured, with the most threads.</summary>
    internal MachinePeak MainPeak =>
        Peaks.OrderBy(p => p.Dtype == "f32" ? 0 : 1).ThenByDescending(p => p.Threads).First();
}
