using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using Ssm.Kernels;

namespace Ssm.Perf.Benchmarks;

/// <summary>Sums of 256 rows of 256 numbers, along the rows and across them; the baseline is a scalar loop.</summary>
[MemoryDiagnoser]
public class ReductionBenchmarks
{
    private const int Size = 256;

    private readonly float[] _x = new float[Size * Size];
    private readonly float[] _sums = new float[Size];

    [GlobalSetup]
    public void Setup()
    {
        RandomSource source = new(seed: 1);
        foreach (ref float x in _x.AsSpan())
        {
            x = (float)source.NextNormal();
        }
    }

    [Benchmark(Baseline = true)]
    public float Scalar()
    {
        for (int row = 0; row < Size; row++)
        {
            float sum = 0;
            foreach (float x in _x.AsSpan(row * Size, Size))
            {
                sum += x;
            }

            _sums[row] = sum;
        }

        return _sums[0];
    }

    [Benchmark]
    public float TensorPrimitivesSum()
    {
        for (int row = 0; row < Size; row++)
        {
            _sums[row] = TensorPrimitives.Sum<float>(_x.AsSpan(row * Size, Size));
        }

        return _sums[0];
    }

    [Benchmark]
    public void AlongRows() => Reduce.Sum<float>(_x, _sums, Size, Size, 1, threads: 1);

    [Benchmark]
    public void AcrossRows() => Reduce.Sum<float>(_x, _sums, 1, Size, Size, threads: 1);

    [Benchmark]
    public void MaximumAlongRows() => Reduce.Max<float>(_x, _sums, Size, Size, 1, threads: 1);
}
