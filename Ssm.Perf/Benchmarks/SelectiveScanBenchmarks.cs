using BenchmarkDotNet.Attributes;
using Ssm.Kernels;
using Ssm.Perf.Bench.Workloads;

namespace Ssm.Perf.Benchmarks;

/// <summary>
/// The selective scan of a small Mamba layer, its adjoint and one step; the baseline is the loop one writes first.
/// </summary>
[MemoryDiagnoser]
public class SelectiveScanBenchmarks
{
    private static readonly SelectiveScanShape Shape = new(1, 128, 128, 16);
    private readonly SelectiveArrays<float> _arrays = new(Shape, new RandomSource(1));
    private readonly SelectiveArrays<float> _gradients = new(Shape, source: null);
    private readonly SelectiveArrays<float> _sample = new(Shape with { Length = 1 }, new RandomSource(2));
    private readonly float[] _y = new float[Shape.Elements];
    private readonly float[] _carries = new float[Shape.CarryElements];
    private readonly float[] _state = new float[Shape.StateElements];

    [Benchmark(Baseline = true)]
    public float Scalar()
    {
        for (int channel = 0; channel < Shape.Channels; channel++)
        {
            Span<float> state = _state.AsSpan(channel * Shape.States, Shape.States);
            SelectiveScalar.Channel(_arrays, Shape, batch: 0, channel, state, _y);
        }

        return _y[^1];
    }

    [Benchmark]
    public float Forward()
    {
        SelectiveScan.Forward(_arrays.Operands, _y, default, default, Shape);
        return _y[^1];
    }

    [Benchmark]
    public float ForwardAndBackward()
    {
        SelectiveScan.Forward(_arrays.Operands, _y, default, _carries, Shape);
        SelectiveScan.Backward(_arrays.Operands, _carries, _y, default, _gradients.Gradients, Shape);
        return _gradients.A[^1];
    }

    [Benchmark]
    public float Step()
    {
        SelectiveScan.Step(_sample.Operands, _state, _y.AsSpan(0, Shape.Channels), Shape with { Length = 1 });
        return _y[0];
    }
}
