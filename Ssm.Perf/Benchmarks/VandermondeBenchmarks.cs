using System.Numerics;
using BenchmarkDotNet.Attributes;
using Ssm.Kernels;

namespace Ssm.Perf.Benchmarks;

/// <summary>The kernel of 16 channels of 64 modes over 1024 steps; the baseline multiplies powers one by one.</summary>
[MemoryDiagnoser]
public class VandermondeBenchmarks
{
    private const int Length = 1024, Channels = 16, Modes = 64;

    private readonly float[][] _planes = new float[8][];
    private readonly float[] _k = new float[Length * Channels];

    [GlobalSetup]
    public void Setup()
    {
        RandomSource source = new(seed: 1);
        for (int i = 0; i < _planes.Length; i++)
        {
            _planes[i] = new float[Channels * Modes];
            for (int j = 0; j < _planes[i].Length; j++)
            {
                _planes[i][j] = (float)(i == 2 ? source.NextDouble(-0.05, 0.0) : source.NextDouble(-1.0, 1.0));
            }
        }
    }

    [Benchmark(Baseline = true)]
    public float Scalar()
    {
        Array.Clear(_k);
        for (int n = 0; n < Channels * Modes; n++)
        {
            Complex power = 2.0 * new Complex(_planes[0][n], _planes[1][n]);
            Complex ratio = Complex.Exp(new(_planes[2][n], _planes[3][n]));
            for (int l = 0; l < Length; l++, power *= ratio)
            {
                _k[(l * Channels) + (n / Modes)] += (float)power.Real;
            }
        }

        return _k[^1];
    }

    [Benchmark]
    public float Forward()
    {
        Vandermonde.Forward(
            new(_planes[0], _planes[1]), new(_planes[2], _planes[3]), 2f, _k, Length, Channels, Modes);
        return _k[^1];
    }

    [Benchmark]
    public float Adjoint()
    {
        Vandermonde.Adjoint(
            new(_planes[0], _planes[1]), new(_planes[2], _planes[3]), 2f, _k,
            new(_planes[4], _planes[5]), new(_planes[6], _planes[7]), Length, Channels, Modes);
        return _planes[4][^1];
    }
}
