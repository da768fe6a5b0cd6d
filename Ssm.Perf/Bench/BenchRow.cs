namespace Ssm.Perf.Bench;

/// <summary>What was found out about one case.</summary>
/// <param name="Request">Workload, size, element type, pass, threads.</param>
/// <param name="Device">Where it ran.</param>
/// <param name="Sample">Our times.</param>
/// <param name="Runs">Runs in a round.</param>
/// <param name="Bytes">Bytes that a run has to move.</param>
/// <param name="Operations">Nominal operations of a run.</param>
/// <param name="Peak">The machine's limits for this case.</param>
/// <param name="Error">Against the definition in double.</param>
/// <param name="AllocatedBytes">Bytes allocated by a run.</param>
/// <param name="Rivals">The others, in the order in which they took turns.</param>
internal sealed record BenchRow(
    BenchRequest Request,
    string Device,
    BenchSample Sample,
    int Runs,
    double Bytes,
    double Operations,
    BenchLimit Peak,
    double Error,
    double AllocatedBytes,
    IReadOnlyList<BenchRivalRow> Rivals)
{
    internal double GbPerS => Bytes / Sample.MedianMs / 1e6;

    internal double GflopPerS => Operations / Sample.MedianMs / 1e6;

    /// <summary>The larger of the two shares: that of the arithmetic peak and that of the bandwidth.</summary>
    internal double ShareOfPeak => Math.Max(GbPerS / Peak.GbPerS, GflopPerS / Peak.GflopPerS);

    /// <summary>Which limit is nearer.</summary>
    internal string Bound => GbPerS / Peak.GbPerS >= GflopPerS / Peak.GflopPerS ? "memory" : "arithmetic";

    /// <summary>Our time goes into a rival's so many times.</summary>
    internal double Ratio(BenchRivalRow rival) => rival.Sample.MedianMs / Sample.MedianMs;
}
