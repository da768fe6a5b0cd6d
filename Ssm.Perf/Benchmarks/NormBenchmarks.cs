using BenchmarkDotNet.Attributes;
using Ssm.Kernels;

namespace Ssm.Perf.Benchmarks;

/// <summary>Normalisation of 512 rows of 256, in cache; the baseline is a scalar layer normalisation.</summary>
[MemoryDiagnoser]
public class NormBenchmarks
{
    private const int Width = 256;

    private readonly float[] _x = new float[512 * Width];
    private readonly float[] _y = new float[512 * Width];
    private readonly float[] _dx = new float[512 * Width];
    private readonly float[] _mean = new float[512];
    private readonly float[] _inverse = new float[512];
    private readonly float[] _weight = new float[Width];
    private readonly float[] _bias = new float[Width];
    private readonly float[] _dWeight = new float[Width];
    private readonly float[] _dBias = new float[Width];

    [GlobalSetup]
    public void Setup()
    {
        RandomSource source = new(seed: 1);
        foreach (float[] values in (float[][])[_x, _weight, _bias])
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = (float)source.NextDouble(-1.0, 1.0);
            }
        }
    }

    [Benchmark(Baseline = true)]
    public float Scalar()
    {
        for (int start = 0; start < _x.Length; start += Width)
        {
            float mean = 0f, variance = 0f;
            for (int j = 0; j < Width; j++)
            {
                mean += _x[start + j] / Width;
            }

            for (int j = 0; j < Width; j++)
            {
                variance += (_x[start + j] - mean) * (_x[start + j] - mean) / Width;
            }

            float inverse = 1f / MathF.Sqrt(variance + 1e-5f);
            for (int j = 0; j < Width; j++)
            {
                _y[start + j] = ((_x[start + j] - mean) * inverse * _weight[j]) + _bias[j];
            }
        }

        return _y[^1];
    }

    [Benchmark]
    public float LayerNormForward()
    {
        LayerNorm.Forward<float>(_x, _weight, _bias, 1e-5f, _y, _mean, _inverse, Width);
        return _y[^1];
    }

    [Benchmark]
    public float LayerNormBackward()
    {
        LayerNorm.Backward<float>(_x, _x, _weight, _mean, _inverse, _dx, _dWeight, _dBias, Width);
        return _dx[^1];
    }

    [Benchmark]
    public float RmsNormForward()
    {
        RmsNorm.Forward<float>(_x, _weight, 0f, 1e-5f, _y, _inverse, Width);
        return _y[^1];
    }
}
