using BenchmarkDotNet.Attributes;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Ssm.Kernels;

namespace Ssm.Perf.Benchmarks;

/// <summary>Products of complex matrices of 128 by 128; the baseline is three loops.</summary>
[MemoryDiagnoser]
public class ComplexMatMulBenchmarks
{
    private const int Size = 128;
    private static readonly MatMulShape Shape = new(Size, Size, Size);

    private readonly float[] _ar = Numbers(1);
    private readonly float[] _ai = Numbers(2);
    private readonly float[] _br = Numbers(3);
    private readonly float[] _bi = Numbers(4);
    private readonly float[] _cr = new float[Size * Size];
    private readonly float[] _ci = new float[Size * Size];
    private readonly Matrix<Complex32> _a = Matrix<Complex32>.Build.Random(Size, Size, 1);
    private readonly Matrix<Complex32> _b = Matrix<Complex32>.Build.Random(Size, Size, 2);
    private readonly Matrix<Complex32> _c = Matrix<Complex32>.Build.Dense(Size, Size);

    [Benchmark(Baseline = true)]
    public void Scalar()
    {
        Array.Clear(_cr);
        Array.Clear(_ci);
        for (int i = 0; i < Size; i++)
        {
            for (int k = 0; k < Size; k++)
            {
                float re = _ar[(i * Size) + k], im = _ai[(i * Size) + k];
                for (int j = 0; j < Size; j++)
                {
                    _cr[(i * Size) + j] += (re * _br[(k * Size) + j]) - (im * _bi[(k * Size) + j]);
                    _ci[(i * Size) + j] += (re * _bi[(k * Size) + j]) + (im * _br[(k * Size) + j]);
                }
            }
        }
    }

    [Benchmark]
    public void MathNet() => _a.Multiply(_b, _c);

    [Benchmark]
    public void Whole() => ComplexMatMul.Multiply<float>(
        new(_ar, _ai), new(_br, _bi), new(_cr, _ci), Shape, false, true, threads: 1);

    [Benchmark]
    public void RealPart() => ComplexMatMul.RealPartBatched<float>(
        new(_ar, _ai), new(_br, _bi), _cr, Shape, MatMulStrides.One, new MatMulConjugates(false, false), threads: 1);

    private static float[] Numbers(ulong seed)
    {
        RandomSource source = new(seed);
        float[] values = new float[Size * Size];
        foreach (ref float value in values.AsSpan())
        {
            value = (float)source.NextNormal();
        }

        return values;
    }
}
