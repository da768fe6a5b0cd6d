using System.Numerics;
using BenchmarkDotNet.Attributes;
using Ssm.Kernels;
using Ssm.Perf.Bench.Workloads;

namespace Ssm.Perf.Benchmarks;

/// <summary>
/// The selective scan of a small layer with complex states, its adjoint and one step; the baseline is the loop one
/// writes first.
/// </summary>
[MemoryDiagnoser]
public class ComplexSelectiveScanBenchmarks
{
    private static readonly SelectiveScanShape Shape = new(1, 128, 128, 8);
    private static readonly SelectiveScanShape One = Shape with { Length = 1 };
    private readonly SelectiveArrays<float> _re = new(Shape, new RandomSource(1));
    private readonly SelectiveArrays<float> _im = new(Shape, new RandomSource(2));
    private readonly SelectiveArrays<float> _gradients = new(Shape, source: null);
    private readonly SelectiveArrays<float> _imaginaryGradients = new(Shape, source: null);
    private readonly float[] _y = new float[Shape.Elements];
    private readonly float[] _carries = new float[2 * Shape.CarryElements];
    private readonly float[] _stateRe = new float[Shape.StateElements];
    private readonly float[] _stateIm = new float[Shape.StateElements];

    private ComplexSelectiveScanOperands<float> Operands => Part(Shape.Elements, Shape.WeightElements);

    private ComplexSelectiveScanGradients<float> Gradients => new()
    {
        U = _gradients.U,
        Delta = _gradients.Delta,
        A = new(_gradients.A, _imaginaryGradients.A),
        B = new(_gradients.B, _imaginaryGradients.B),
        C = new(_gradients.C, _imaginaryGradients.C),
        Skip = _gradients.Skip,
        Gate = _gradients.Gate,
        DeltaBias = _gradients.Bias,
    };

    [Benchmark(Baseline = true)]
    public float Scalar()
    {
        Complex[] state = new Complex[Shape.States];
        for (int channel = 0; channel < Shape.Channels; channel++)
        {
            Array.Clear(state);
            for (int t = 0; t < Shape.Length; t++)
            {
                int at = (t * Shape.Channels) + channel;
                double delta = Math.Log(1.0 + Math.Exp(_re.Delta[at] + _re.Bias[channel])), sum = 0.0;
                for (int n = 0; n < Shape.States; n++)
                {
                    int rate = (channel * Shape.States) + n, weight = (t * Shape.States) + n;
                    Complex power = Complex.Exp(delta * new Complex(_re.A[rate], _im.A[rate]));
                    state[n] = (power * state[n]) + (delta * _re.U[at] * new Complex(_re.B[weight], _im.B[weight]));
                    sum += 2.0 * (new Complex(_re.C[weight], _im.C[weight]) * state[n]).Real;
                }

                double z = _re.Gate[at];
                _y[at] = (float)((sum + (_re.Skip[channel] * _re.U[at])) * z / (1.0 + Math.Exp(-z)));
            }
        }

        return _y[^1];
    }

    [Benchmark]
    public float Forward()
    {
        ComplexSelectiveScan.Forward(Operands, _y, default, default, Shape);
        return _y[^1];
    }

    [Benchmark]
    public float ForwardAndBackward()
    {
        ComplexSelectiveScan.Forward(Operands, _y, default, _carries, Shape);
        ComplexSelectiveScan.Backward(Operands, _carries, _y, default, Gradients, Shape);
        return _gradients.A[^1];
    }

    [Benchmark]
    public float Step()
    {
        ComplexSelectiveScanOperands<float> sample = Part(One.Elements, One.WeightElements);
        ComplexSelectiveScan.Step(sample, new(_stateRe, _stateIm), _y.AsSpan(0, Shape.Channels), One);
        return _y[0];
    }

    // The first steps.
    private ComplexSelectiveScanOperands<float> Part(int elements, int weights) => new()
    {
        U = _re.U.AsSpan(0, elements),
        Delta = _re.Delta.AsSpan(0, elements),
        A = new(_re.A, _im.A),
        B = new(_re.B.AsSpan(0, weights), _im.B.AsSpan(0, weights)),
        C = new(_re.C.AsSpan(0, weights), _im.C.AsSpan(0, weights)),
        Skip = _re.Skip,
        Gate = _re.Gate.AsSpan(0, elements),
        DeltaBias = _re.Bias,
        Softplus = true,
    };
}
