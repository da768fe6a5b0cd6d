using BenchmarkDotNet.Attributes;
using Ssm.Autodiff;
using Ssm.Kernels;
using Ssm.Perf.Bench.Workloads;

namespace Ssm.Perf.Benchmarks;

/// <summary>RG-LRU's recurrence in cache, its adjoint and one step; the baseline is an op for each pass.</summary>
[MemoryDiagnoser]
public class RgLruRecurrenceBenchmarks
{
    private static readonly ScanShape Shape = new(1, 128, 256);
    private readonly GatedArrays<float> _arrays = new(Shape, new RandomSource(1));
    private readonly GatedArrays<float> _gradients = new(Shape, source: null);
    private readonly float[] _h = new float[Shape.Elements];
    private readonly float[] _state = new float[Shape.StateElements];
    private readonly Variable<float>[] _variables;

    public RgLruRecurrenceBenchmarks() => _variables = _arrays.Variables(Shape, new CpuBackend<float>(1));

    [Benchmark(Baseline = true)]
    public Variable<float> Passes() => GatedArrays<float>.Passes(_variables);

    [Benchmark]
    public float Forward()
    {
        RgLruRecurrence.Forward(_arrays.Operands, GatedArrays<float>.Root, _h, Shape);
        return _h[^1];
    }

    [Benchmark]
    public float ForwardAndAdjoint()
    {
        RgLruRecurrence.Forward(_arrays.Operands, GatedArrays<float>.Root, _h, Shape);
        RgLruRecurrence.Adjoint(
            _arrays.Operands, GatedArrays<float>.Root, _h, _h, _gradients.Gradients, Shape);
        return _gradients.Rate[^1];
    }

    [Benchmark]
    public float Step()
    {
        Range first = ..Shape.Channels;
        RgLruRecurrence.Step<float>(
            _arrays.X.AsSpan(first), _arrays.RecurrenceGate.AsSpan(first), _arrays.InputGate.AsSpan(first),
            _arrays.Rate, GatedArrays<float>.Root, begins: false, _state);
        return _state[0];
    }
}
