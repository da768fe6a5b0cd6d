using BenchmarkDotNet.Attributes;
using Ssm.Kernels;

namespace Ssm.Perf.Benchmarks;

/// <summary>One step of AdamW over the parameters of a small layer; the baseline is a scalar loop.</summary>
[MemoryDiagnoser]
public class AdamWBenchmarks
{
    private readonly float[] _parameter = new float[1 << 16];
    private readonly float[] _gradient = new float[1 << 16];
    private readonly float[] _mean = new float[1 << 16];
    private readonly float[] _square = new float[1 << 16];

    [GlobalSetup]
    public void Setup()
    {
        RandomSource source = new(seed: 1);
        for (int i = 0; i < _gradient.Length; i++)
        {
            _gradient[i] = (float)source.NextDouble(-1.0, 1.0);
        }
    }

    [Benchmark(Baseline = true)]
    public float Scalar()
    {
        for (int i = 0; i < _parameter.Length; i++)
        {
            float g = _gradient[i], m = _mean[i] + (0.1f * (g - _mean[i]));
            float v = (0.999f * _square[i]) + (0.001f * g * g);
            (_mean[i], _square[i]) = (m, v);
            _parameter[i] = (0.99999f * _parameter[i]) - (0.001f * m / (MathF.Sqrt(v) + 1e-8f));
        }

        return _parameter[^1];
    }

    [Benchmark]
    public float Step()
    {
        AdamWKernel.Step<float>(
            _parameter, _gradient, _mean, _square, new AdamSettings(1e-3, WeightDecay: 0.01), step: 10, threads: 1);
        return _parameter[^1];
    }
}
