using BenchmarkDotNet.Attributes;
using MathNet.Numerics;
using MathNet.Numerics.IntegralTransforms;
using Ssm.Kernels;

namespace Ssm.Perf.Benchmarks;

/// <summary>One row transformed along its length; the baseline is MathNet's managed transform.</summary>
[MemoryDiagnoser]
public class RowFftBenchmarks
{
    private float[] _re = [];
    private float[] _im = [];
    private float[] _binsRe = [];
    private float[] _binsIm = [];
    private Complex32[] _complex = [];
    private RowFftPlan<float> _plan = new(1);
    private RealRowFftPlan<float> _realPlan = new(1);

    /// <summary>In the first-level cache, and cut into rows and columns.</summary>
    [Params(1024, 16384)]
    public int Points { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        RandomSource source = new(seed: 1);
        _re = new float[Points];
        _im = new float[Points];
        _complex = new Complex32[Points];
        for (int i = 0; i < Points; i++)
        {
            _re[i] = (float)source.NextDouble();
            _im[i] = (float)source.NextDouble();
            _complex[i] = new(_re[i], _im[i]);
        }

        _plan = new RowFftPlan<float>(Points);
        _realPlan = new RealRowFftPlan<float>(Points);
        _binsRe = new float[Points];
        _binsIm = new float[Points];
    }

    [Benchmark(Baseline = true)]
    public float MathNet()
    {
        Fourier.Forward(_complex);
        return _complex[1].Real;
    }

    [Benchmark]
    public float Complex()
    {
        _plan.Forward(new ReadOnlyPlanar<float>(_re, _im), new Planar<float>(_binsRe, _binsIm), rows: 1);
        return _binsRe[1];
    }

    [Benchmark]
    public float Real()
    {
        int bins = _realPlan.Bins;
        _realPlan.Forward(_re, new Planar<float>(_binsRe.AsSpan(0, bins), _binsIm.AsSpan(0, bins)), rows: 1);
        return _binsRe[1];
    }
}
