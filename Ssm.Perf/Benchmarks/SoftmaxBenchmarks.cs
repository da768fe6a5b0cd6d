using BenchmarkDotNet.Attributes;
using Ssm.Kernels;

namespace Ssm.Perf.Benchmarks;

/// <summary>Softmax and cross-entropy of 128 rows of 256 numbers; the baseline is a scalar softmax.</summary>
[MemoryDiagnoser]
public class SoftmaxBenchmarks
{
    private const int Width = 256;

    private readonly float[] _x = new float[128 * Width];
    private readonly float[] _y = new float[128 * Width];
    private readonly float[] _dx = new float[128 * Width];
    private readonly float[] _loss = new float[128];
    private readonly int[] _labels = new int[128];

    [GlobalSetup]
    public void Setup()
    {
        RandomSource source = new(seed: 1);
        for (int i = 0; i < _x.Length; i++)
        {
            _x[i] = (float)source.NextDouble(-4.0, 4.0);
        }
    }

    [Benchmark(Baseline = true)]
    public float Scalar()
    {
        for (int start = 0; start < _x.Length; start += Width)
        {
            float max = _x[start], sum = 0f;
            for (int j = 1; j < Width; j++)
            {
                max = Math.Max(max, _x[start + j]);
            }

            for (int j = 0; j < Width; j++)
            {
                sum += _y[start + j] = MathF.Exp(_x[start + j] - max);
            }

            for (int j = 0; j < Width; j++)
            {
                _y[start + j] /= sum;
            }
        }

        return _y[^1];
    }

    [Benchmark]
    public float Forward()
    {
        Softmax.Forward<float>(_x, _y, Width);
        return _y[^1];
    }

    [Benchmark]
    public float Backward()
    {
        Softmax.Backward<float>(_x, _y, _dx, Width);
        return _dx[^1];
    }

    [Benchmark]
    public float WithCrossEntropy()
    {
        CrossEntropy.Forward<float>(_x, _labels, _loss, _dx, Width);
        return _loss[^1];
    }
}
