using System.Numerics;
using BenchmarkDotNet.Attributes;
using MathNet.Numerics.IntegralTransforms;
using Ssm.Kernels;

namespace Ssm.Perf.Benchmarks;

/// <summary>Transforms along time with lanes across channels; the baseline is MathNet, channel by channel.</summary>
[MemoryDiagnoser]
public class LaneFftBenchmarks
{
    private const int Length = 1024;
    private const int Channels = 32;

    private readonly FftPlan<float> _plan = new(Length);
    private readonly RealFftPlan<float> _real = new(Length);
    private readonly float[] _re = new float[Length * Channels];
    private readonly float[] _im = new float[Length * Channels];
    private readonly float[] _yRe = new float[Length * Channels];
    private readonly float[] _yIm = new float[Length * Channels];
    private readonly Lane _lane = new();

    public LaneFftBenchmarks()
    {
        RandomSource random = new(1);
        for (int i = 0; i < _re.Length; i++)
        {
            _re[i] = (float)random.NextDouble();
            _im[i] = (float)random.NextDouble();
        }
    }

    [Benchmark(Baseline = true)]
    public double MathNetComplex() => _lane.Transform(_re, _im, Channels);

    [Benchmark]
    public float ComplexForward()
    {
        _plan.Forward(new ReadOnlyPlanar<float>(_re, _im), new Planar<float>(_yRe, _yIm), Channels);
        return _yRe[^1];
    }

    [Benchmark]
    public float RealForward()
    {
        int bins = _real.Bins * Channels;
        _real.Forward(_re, new Planar<float>(_yRe.AsSpan(0, bins), _yIm.AsSpan(0, bins)), Channels);
        return _yRe[0];
    }

    private sealed class Lane
    {
        private readonly Complex[] _signal = new Complex[Length];

        internal double Transform(float[] re, float[] im, int channels)
        {
            double last = 0;
            for (int channel = 0; channel < channels; channel++)
            {
                for (int j = 0; j < Length; j++)
                {
                    _signal[j] = new Complex(re[(j * channels) + channel], im[(j * channels) + channel]);
                }

                Fourier.Forward(_signal, FourierOptions.AsymmetricScaling);
                last += _signal[^1].Real;
            }

            return last;
        }
    }
}
