using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using MathNet.Numerics.LinearAlgebra;
using Ssm.Kernels;

namespace Ssm.Perf.Benchmarks;

/// <summary>C = A Bᵀ of squares on one thread; the baseline is three loops.</summary>
[MemoryDiagnoser]
public class MatMulBenchmarks
{
    private float[] _a = [];
    private float[] _b = [];
    private float[] _c = [];
    private Matrix<float> _left = null!;
    private Matrix<float> _right = null!;
    private Matrix<float> _result = null!;

    /// <summary>All three matrices in the second-level cache.</summary>
    [Params(128)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        RandomSource random = new(1);
        (_a, _b, _c) = (new float[Size * Size], new float[Size * Size], new float[Size * Size]);
        for (int i = 0; i < _a.Length; i++)
        {
            (_a[i], _b[i]) = ((float)random.NextDouble(-1, 1), (float)random.NextDouble(-1, 1));
        }

        _left = Matrix<float>.Build.Dense(Size, Size, (i, k) => _a[(i * Size) + k]);
        _right = Matrix<float>.Build.Dense(Size, Size, (k, j) => _b[(j * Size) + k]);
        _result = Matrix<float>.Build.Dense(Size, Size);
    }

    [Benchmark(Baseline = true)]
    public float Scalar()
    {
        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j < Size; j++)
            {
                float sum = 0;
                for (int k = 0; k < Size; k++)
                {
                    sum += _a[(i * Size) + k] * _b[(j * Size) + k];
                }

                _c[(i * Size) + j] = sum;
            }
        }

        return _c[^1];
    }

    [Benchmark]
    public float TensorPrimitivesDot()
    {
        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j < Size; j++)
            {
                _c[(i * Size) + j] = TensorPrimitives.Dot<float>(_a.AsSpan(i * Size, Size), _b.AsSpan(j * Size, Size));
            }
        }

        return _c[^1];
    }

    [Benchmark]
    public float MathNet()
    {
        _left.Multiply(_right, _result);
        return _result[0, 0];
    }

    [Benchmark]
    public float Simd()
    {
        MatMul.Multiply<float>(_a, _b, _c, new MatMulShape(Size, Size, Size, false, true), false, threads: 1);
        return _c[^1];
    }

    [Benchmark]
    public float SimdSilu()
    {
        MatMulShape shape = new(Size, Size, Size, false, true);
        MatMul.Affine<float, Silu<float>>(_a, _b, _a.AsSpan(0, Size), default, _c, shape, threads: 1);
        return _c[^1];
    }
}
