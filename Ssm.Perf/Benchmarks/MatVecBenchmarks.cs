using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using Ssm.Kernels;

namespace Ssm.Perf.Benchmarks;

/// <summary>y = W x, as decoding does for every weight; the baseline is two loops.</summary>
[MemoryDiagnoser]
public class MatVecBenchmarks
{
    private const int Rows = 3072;
    private const int Columns = 768;
    private readonly float[] _w = new float[Rows * Columns];
    private readonly ushort[] _brainFloats = new ushort[Rows * Columns];
    private readonly sbyte[] _bytes = new sbyte[Rows * Columns];
    private readonly float[] _scales = new float[Rows];
    private readonly float[] _x = new float[Columns];
    private readonly float[] _y = new float[Rows];

    [GlobalSetup]
    public void Setup()
    {
        RandomSource random = new(1);
        for (int i = 0; i < _w.Length; i++)
        {
            _w[i] = (float)random.NextDouble(-1, 1);
        }

        _w.AsSpan(0, Columns).CopyTo(_x);
        BrainFloat.Round(_w, _brainFloats);
        QuantizedMatVec.Quantize(_w, Columns, _bytes, _scales);
    }

    [Benchmark(Baseline = true)]
    public float Scalar()
    {
        for (int i = 0; i < Rows; i++)
        {
            float sum = 0;
            for (int k = 0; k < Columns; k++)
            {
                sum += _w[(i * Columns) + k] * _x[k];
            }

            _y[i] = sum;
        }

        return _y[^1];
    }

    [Benchmark]
    public float TensorPrimitivesDot()
    {
        for (int i = 0; i < Rows; i++)
        {
            _y[i] = TensorPrimitives.Dot<float>(_w.AsSpan(i * Columns, Columns), _x);
        }

        return _y[^1];
    }

    [Benchmark]
    public float Single()
    {
        MatMul.Multiply<float>(_x, _w, _y, new MatMulShape(1, Rows, Columns, false, true), false, threads: 1);
        return _y[^1];
    }

    [Benchmark]
    public float BrainFloats()
    {
        BrainFloat.Multiply(_brainFloats, _x, _y, threads: 1);
        return _y[^1];
    }

    [Benchmark]
    public float EightBits()
    {
        QuantizedMatVec.Multiply(_bytes, _scales, _x, _y, threads: 1);
        return _y[^1];
    }
}
