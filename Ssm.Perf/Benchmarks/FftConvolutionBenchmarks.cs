using BenchmarkDotNet.Attributes;
using Ssm.Kernels;

namespace Ssm.Perf.Benchmarks;

/// <summary>A long convolution per channel: by transforms, one-sided and two-sided, and by the definition.</summary>
[MemoryDiagnoser]
public class FftConvolutionBenchmarks
{
    private const int Batch = 2;
    private const int Length = 1024;
    private const int Channels = 32;

    private readonly FftConvolution<float> _plan = new(Length, Length);
    private readonly float[] _u = Noise(Batch * Length * Channels, 1);
    private readonly float[] _k = Noise(Length * Channels, 2);
    private readonly float[] _y = new float[Batch * Length * Channels];
    private readonly float[] _du = new float[Batch * Length * Channels];
    private readonly float[] _dk = new float[Length * Channels];

    [Benchmark(Baseline = true)]
    public float Definition()
    {
        DirectConvolution.Forward<float>(_u, _k, _y, Batch, Length, Length, Channels);
        return _y[^1];
    }

    [Benchmark]
    public float Causal()
    {
        _plan.Forward(_u, _k, _y, Batch, Channels);
        return _y[^1];
    }

    [Benchmark]
    public float TwoSided()
    {
        _plan.ForwardTwoSided(_u, _k, _k, _y, Batch, Channels);
        return _y[^1];
    }

    [Benchmark]
    public float CausalAdjoint()
    {
        _plan.Backward(_u, _k, _u, _du, _dk, Batch, Channels);
        return _du[^1] + _dk[^1];
    }

    private static float[] Noise(int count, ulong seed)
    {
        RandomSource random = new(seed);
        float[] x = new float[count];
        for (int i = 0; i < count; i++)
        {
            x[i] = (float)((2 * random.NextDouble()) - 1);
        }

        return x;
    }
}
