using BenchmarkDotNet.Attributes;
using Ssm.Kernels;

namespace Ssm.Perf.Benchmarks;

/// <summary>
/// The gated unit of 128 channels over 1024 steps; the baseline is its parts one after another, each through memory.
/// </summary>
[MemoryDiagnoser]
public class GatedUnitBenchmarks
{
    private const int Channels = 128;
    private const int Steps = 1024;
    private static readonly GatedUnitShape Shape = new(1, Steps, Channels, Channels);

    private readonly float[] _x = Numbers(Steps * Channels, 1);
    private readonly float[] _w1 = Numbers(Channels * Channels, 2);
    private readonly float[] _w2 = Numbers(Channels * Channels, 3);
    private readonly float[] _bias = Numbers(Channels, 4);
    private readonly float[] _active = new float[Steps * Channels];
    private readonly float[] _value = new float[Steps * Channels];
    private readonly float[] _gate = new float[Steps * Channels];
    private readonly float[] _y = new float[Steps * Channels];
    private readonly float[] _dx = new float[Steps * Channels];
    private readonly float[] _dw1 = new float[Channels * Channels];
    private readonly float[] _dw2 = new float[Channels * Channels];
    private readonly float[] _db1 = new float[Channels];
    private readonly float[] _db2 = new float[Channels];

    private GatedUnitWeights<float> Weights => new(_w1, _bias, _w2, _bias);

    [GlobalSetup]
    public void Setup() => Fused();

    [Benchmark(Baseline = true)]
    public void Parts()
    {
        MatMulShape shape = new(Steps, Channels, Channels, false, true);
        Elementwise.Unary<float, GeluErf<float>>(default, _x, _active);
        MatMul.Affine<float, Identity<float>>(_active, _w1, _bias, default, _value, shape, 1);
        MatMul.Affine<float, Identity<float>>(_active, _w2, _bias, default, _gate, shape, 1);
        Elementwise.Unary<float, Sigmoid<float>>(default, _gate, _gate);
        Elementwise.Binary<float, Multiply<float>>(default, _value, _gate, _y);
    }

    [Benchmark]
    public void Fused() => GatedLinearUnit.Forward<float, GeluErf<float>>(
        default, _x, Weights, default, default, default, _y, _value, _gate, Shape);

    [Benchmark]
    public void FusedAdjoint() => GatedLinearUnit.Adjoint<float, GeluErf<float>>(
        default, _x, Weights, default, default, _value, _gate, _y, _dx,
        new GatedUnitGradients<float>(_dw1, _db1, _dw2, _db2), Shape);

    private static float[] Numbers(int count, ulong seed)
    {
        RandomSource source = new(seed);
        float[] values = new float[count];
        foreach (ref float value in values.AsSpan())
        {
            value = (float)(0.1 * source.NextNormal());
        }

        return values;
    }
}
