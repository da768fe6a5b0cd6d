namespace Ssm.Perf.Bench;

/// <summary>A row as it was read from a file.</summary>
/// <param name="Workload">Its workload.</param>
/// <param name="Size">Its size, as it was written.</param>
/// <param name="Dtype">Its element type.</param>
/// <param name="Pass">Its pass.</param>
/// <param name="Device">Where it ran.</param>
/// <param name="Threads">The threads it was allowed.</param>
/// <param name="Sample">Its times.</param>
internal sealed record BenchFileRow(
    string Workload, string Size, string Dtype, string Pass, string Device, int Threads, BenchSample Sample)
{
    /// <summary>What makes two rows of two files the same case.</summary>
    internal (string, string, string, string, string, int) Key => (Workload, Size, Dtype, Pass, Device, Threads);
}
