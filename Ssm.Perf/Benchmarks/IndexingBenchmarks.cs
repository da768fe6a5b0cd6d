using BenchmarkDotNet.Attributes;
using Ssm.Kernels;

namespace Ssm.Perf.Benchmarks;

/// <summary>An embedding of 256 entries of 128 looked up 1024 times and back; the baseline is a loop.</summary>
[MemoryDiagnoser]
public class IndexingBenchmarks
{
    private const int Width = 128;

    private readonly float[] _table = new float[256 * Width];
    private readonly float[] _rows = new float[1024 * Width];
    private readonly int[] _indices = new int[1024];

    [GlobalSetup]
    public void Setup()
    {
        RandomSource source = new(seed: 1);
        for (int i = 0; i < _indices.Length; i++)
        {
            _indices[i] = (int)source.NextDouble(0.0, 256.0);
        }
    }

    [Benchmark(Baseline = true)]
    public float Scalar()
    {
        for (int i = 0; i < _rows.Length; i++)
        {
            (int row, int j) = Math.DivRem(i, Width);
            _rows[i] = _table[(_indices[row] * Width) + j];
        }

        return _rows[^1];
    }

    [Benchmark]
    public float Lookup()
    {
        Gather.Forward<float>(_table, _indices, _rows, Width);
        return _rows[^1];
    }

    [Benchmark]
    public float ScatterAdd()
    {
        ScatterAddRows.Forward<float>(_rows, _indices, _table, Width);
        return _table[^1];
    }
}
