using Ssm.Perf.Bench;

namespace Ssm.Perf.Reports;

/// <summary>A colour for each family of workloads: what stands before the first dot of the name.</summary>
internal sealed class BenchFamilies(IReadOnlyList<BenchRow> rows)
{
    private readonly string[] _names = [.. rows.Select(Family).Distinct()];

    internal int Colour(BenchRow row) => Array.IndexOf(_names, Family(row)) % HtmlStyle.Colours;

    private static string Family(BenchRow row) => row.Request.Workload.Split('.')[0];
}
