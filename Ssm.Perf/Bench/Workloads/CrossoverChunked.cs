using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>The scan in parallel over time that corrects its chunks by powers of the factors.</summary>
internal sealed class CrossoverChunked<T>(BenchRequest request) : CrossoverScan<T>(request)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private protected override void Scan(ReadOnlyPlanar<T> a, Planar<T> x, Planar<T> state, ScanShape shape) =>
        ChunkedScan.Scan(a, x, state, x, shape, ScanForm.Invariant, threads: Threads);
}
