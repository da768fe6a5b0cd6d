namespace Ssm.Perf.Bench;

/// <summary>One case of a workload.</summary>
/// <param name="Workload">Its name.</param>
/// <param name="Size">Its size.</param>
/// <param name="Dtype"><c>f32</c> or <c>f64</c>.</param>
/// <param name="Pass"><c>fwd</c>, <c>bwd</c> or <c>fwd+bwd</c>.</param>
/// <param name="Threads">The most threads it may use.</param>
/// <param name="Seed">Where its inputs come from.</param>
internal sealed record BenchRequest(
    string Workload, BenchSize Size, string Dtype, string Pass, int Threads, ulong Seed)
{
    /// <summary>Whether gradients are asked for as well.</summary>
    internal bool Backward => Pass != "fwd";
}
