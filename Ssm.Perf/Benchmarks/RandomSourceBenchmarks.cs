using BenchmarkDotNet.Attributes;
using Ssm.Kernels;

namespace Ssm.Perf.Benchmarks;

/// <summary>
/// Random numbers, as initialisation, shuffling and dropout draw them; the baseline is .NET's own generator.
/// </summary>
[MemoryDiagnoser]
public class RandomSourceBenchmarks
{
    private readonly RandomSource _source = new(seed: 1);
    private readonly Random _random = new(1);

    /// <summary>A dropout mask of one small batch.</summary>
    [Params(4096)]
    public int Count { get; set; }

    [Benchmark(Baseline = true)]
    public double SystemRandom()
    {
        double sum = 0;
        for (int i = 0; i < Count; i++)
        {
            sum += _random.NextDouble();
        }

        return sum;
    }

    [Benchmark]
    public double Uniform()
    {
        double sum = 0;
        for (int i = 0; i < Count; i++)
        {
            sum += _source.NextDouble();
        }

        return sum;
    }

    [Benchmark]
    public double Normal()
    {
        double sum = 0;
        for (int i = 0; i < Count; i++)
        {
            sum += _source.NextNormal();
        }

        return sum;
    }
}
