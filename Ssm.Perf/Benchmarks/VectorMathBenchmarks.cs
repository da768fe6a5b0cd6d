using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using Ssm.Kernels;

namespace Ssm.Perf.Benchmarks;

/// <summary>Elementary functions of 4096 numbers, in the first-level cache: one that every gate needs, and one whose
/// arguments have to be reduced.</summary>
[MemoryDiagnoser]
public class VectorMathBenchmarks
{
    private const int Count = 4096;

    private readonly float[] _x = new float[Count];
    private readonly float[] _y = new float[Count];

    /// <summary>e^x or sin x.</summary>
    [Params("exp", "sin")]
    public string Function { get; set; } = "exp";

    [GlobalSetup]
    public void Fill()
    {
        RandomSource random = new(1);
        for (int i = 0; i < Count; i++)
        {
            _x[i] = (float)(3 * random.NextNormal());
        }
    }

    [Benchmark(Baseline = true)]
    public float Scalar()
    {
        for (int i = 0; i < Count; i++)
        {
            _y[i] = Function == "exp" ? MathF.Exp(_x[i]) : MathF.Sin(_x[i]);
        }

        return _y[^1];
    }

    [Benchmark]
    public float TensorPrimitive()
    {
        if (Function == "exp")
        {
            TensorPrimitives.Exp<float>(_x, _y);
        }
        else
        {
            TensorPrimitives.Sin<float>(_x, _y);
        }

        return _y[^1];
    }

    [Benchmark]
    public float Ours()
    {
        if (Function == "exp")
        {
            Elementwise.Unary<float, Exp<float>>(default, _x, _y);
        }
        else
        {
            Elementwise.Unary<float, Sin<float>>(default, _x, _y);
        }

        return _y[^1];
    }
}
