using BenchmarkDotNet.Attributes;
using Ssm.Kernels;

namespace Ssm.Perf.Benchmarks;

/// <summary>Four taps a channel over 512 steps of 256 channels, in cache; the baseline is the definition.</summary>
[MemoryDiagnoser]
public class CausalConv1dBenchmarks
{
    private readonly ConvolutionShape _shape = new(1, 512, 256, 4);
    private readonly float[] _x = new float[512 * 256];
    private readonly float[] _weight = new float[4 * 256];
    private readonly float[] _bias = new float[256];
    private readonly float[] _state = new float[3 * 256];
    private readonly float[] _y = new float[512 * 256];
    private readonly float[] _dx = new float[512 * 256];
    private readonly float[] _dWeight = new float[4 * 256];
    private readonly float[] _dBias = new float[256];

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
        for (int i = 0; i < _y.Length; i++)
        {
            (int t, int h) = Math.DivRem(i, 256);
            float sum = _bias[h];
            for (int j = Math.Max(0, 3 - t); j < 4; j++)
            {
                sum += _weight[(j * 256) + h] * _x[i - ((3 - j) * 256)];
            }

            _y[i] = sum;
        }

        return _y[^1];
    }

    [Benchmark]
    public float Forward()
    {
        CausalConv1d.Forward<float>(_x, _weight, _bias, default, _y, _shape);
        return _y[^1];
    }

    [Benchmark]
    public float Backward()
    {
        CausalConv1d.Backward<float>(_x, _weight, default, _x, _dx, _dWeight, _dBias, default, _shape);
        return _dx[^1];
    }

    [Benchmark]
    public float Step()
    {
        CausalConv1d.Step<float>(_x.AsSpan(0, 256), _weight, _bias, _state, _y.AsSpan(0, 256));
        return _y[255];
    }
}
