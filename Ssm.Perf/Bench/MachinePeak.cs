namespace Ssm.Perf.Bench;

/// <summary>The machine's limits, as measured for one number of threads and one element type.</summary>
/// <param name="Threads">Threads that worked at the same time.</param>
/// <param name="Dtype">The element type.</param>
/// <param name="GflopPerS">Multiply-adds in registers, two operations each.</param>
/// <param name="Triad">The bandwidth of a = b + s·c over arrays that take so many bytes together, ascending.</param>
internal sealed record MachinePeak(
    int Threads, string Dtype, double GflopPerS, IReadOnlyList<(double Bytes, double GbPerS)> Triad)
{
    /// <summary>The bandwidth beyond all caches.</summary>
    internal double GbPerS => Triad[^1].GbPerS;

    /// <summary>
    /// The limits of work on so many bytes: between two measured sizes the bandwidth is taken on the straight line over
    /// the size's logarithm.
    /// </summary>
    internal BenchLimit For(double bytes)
    {
        int above = 0;
        while (above < Triad.Count && Triad[above].Bytes < bytes)
        {
            above++;
        }

        if (above == 0 || above == Triad.Count)
        {
            return new BenchLimit(Triad[Math.Min(above, Triad.Count - 1)].GbPerS, GflopPerS);
        }

        (double lowBytes, double low) = Triad[above - 1];
        (double highBytes, double high) = Triad[above];
        double part = Math.Log(bytes / lowBytes) / Math.Log(highBytes / lowBytes);
        return new BenchLimit(low + (part * (high - low)), GflopPerS);
    }
}
