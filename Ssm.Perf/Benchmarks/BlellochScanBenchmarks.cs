using BenchmarkDotNet.Attributes;
using Ssm.Kernels;

namespace Ssm.Perf.Benchmarks;

/// <summary>
/// One long sequence of one vector of channels, complex, a the same at every step; the baseline is a loop over numbers.
/// </summary>
[MemoryDiagnoser]
public class BlellochScanBenchmarks
{
    private const int Channels = 8;

    private ScanShape _shape;
    private float[] _aRe = [], _aIm = [], _bRe = [], _bIm = [], _hRe = [], _hIm = [], _dbRe = [], _dbIm = [];
    private readonly float[] _daRe = new float[Channels], _daIm = new float[Channels];

    /// <summary>A few groups of chunks.</summary>
    [Params(65536)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _shape = new(1, Length, Channels);
        RandomSource source = new(seed: 1);
        (_aRe, _aIm) = (Random(source, Channels, 0.7), Random(source, Channels, 0.7));
        (_bRe, _bIm) = (Random(source, _shape.Elements, 1.0), Random(source, _shape.Elements, 1.0));
        (_hRe, _hIm) = (new float[_shape.Elements], new float[_shape.Elements]);
        (_dbRe, _dbIm) = (new float[_shape.Elements], new float[_shape.Elements]);
    }

    [Benchmark(Baseline = true)]
    public float Scalar()
    {
        int row = Length * Channels;
        for (int i = 0; i < _bRe.Length; i++)
        {
            int c = i % Channels;
            bool first = i % row < Channels;
            float re = first ? 0f : _hRe[i - Channels], im = first ? 0f : _hIm[i - Channels];
            _hRe[i] = (_aRe[c] * re) - (_aIm[c] * im) + _bRe[i];
            _hIm[i] = (_aRe[c] * im) + (_aIm[c] * re) + _bIm[i];
        }

        return _hRe[^1];
    }

    [Benchmark]
    public float Simd()
    {
        BlellochScan.Scan(
            new ReadOnlyPlanar<float>(_aRe, _aIm), new(_bRe, _bIm), default, new(_hRe, _hIm), _shape,
            ScanForm.Invariant, threads: 2);
        return _hRe[^1];
    }

    [Benchmark]
    public float Adjoint()
    {
        BlellochScan.Adjoint(
            new ReadOnlyPlanar<float>(_aRe, _aIm), new(_hRe, _hIm), default, new(_bRe, _bIm), new(_dbRe, _dbIm),
            new(_daRe, _daIm), default, _shape, ScanForm.Invariant, threads: 2);
        return _daRe[0];
    }

    private static float[] Random(RandomSource source, int count, double scale)
    {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = (float)source.NextDouble(-scale, scale);
        }

        return numbers;
    }
}
