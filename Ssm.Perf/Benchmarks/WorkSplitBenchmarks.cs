using BenchmarkDotNet.Attributes;
using Ssm.Kernels;

namespace Ssm.Perf.Benchmarks;

/// <summary>What it costs to have two pieces of next to no work done by two threads.</summary>
[MemoryDiagnoser]
public class WorkSplitBenchmarks
{
    private readonly int[] _counts = new int[64];

    [Benchmark(Baseline = true)]
    public int ParallelFor()
    {
        Parallel.For(0, 2, i => _counts[32 * i]++);
        return _counts[0];
    }

    [Benchmark]
    public int Ours()
    {
        WorkSplit.Run(
            2, 1, WorkSplit.SmallestParallelWork, 2, _counts, static (counts, start, _) => counts[32 * start]++);
        return _counts[0];
    }
}
