using System.Diagnostics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>One layer that takes samples one by one; its state goes on from run to run.</summary>
/// <param name="layer">The layer in float.</param>
/// <param name="wide">The same layer in double, which judges it.</param>
/// <param name="parameters">Numbers that a step has to read besides the state.</param>
/// <param name="seed">Where the sample comes from.</param>
/// <param name="scalar">The definition as a plain loop: input, state, output.</param>
internal sealed class StepCase(
    SequenceLayer<float> layer, SequenceLayer<double> wide, int parameters, ulong seed,
    Action<float[], float[], float[]> scalar) : BenchCase
{
    // A state forgets within some thousand steps; the judge walks the first ones again.
    private const int JudgedSteps = 64;

    private readonly Stepper<float> _stepper = layer.CreateStepper();
    private readonly float[] _u = Sample(layer.CreateStepper().InputSize, seed);
    private readonly float[] _state = new float[layer.StateSize];
    private readonly float[] _y = new float[layer.CreateStepper().OutputSize];

    internal override double Bytes => sizeof(float) * (parameters + (2.0 * _state.Length) + _u.Length + _y.Length);

    // A multiplication and an addition with each parameter.
    internal override double Operations => 2.0 * parameters;

    internal override IEnumerable<BenchRival> Rivals => [new BenchRival("scalar", TimeScalar)];

    internal override void Run() => _stepper.Step(_u, _state, _y);

    internal override double Error()
    {
        float[] state = new float[_state.Length];
        float[] y = new float[_y.Length];
        Stepper<double> judge = wide.CreateStepper();
        double[] wideState = new double[judge.StateSize];
        double[] wideY = new double[judge.OutputSize];
        double[] wideU = Array.ConvertAll(_u, x => (double)x);
        (double error, double size) = (0, 0);
        for (int t = 0; t < JudgedSteps; t++)
        {
            _stepper.Step(_u, state, y);
            judge.Step(wideU, wideState, wideY);
            for (int i = 0; i < y.Length; i++)
            {
                error = Math.Max(error, Math.Abs(y[i] - wideY[i]));
                size = Math.Max(size, Math.Abs(wideY[i]));
            }
        }

        return error / size;
    }

    /// <summary>Gives the layer in double the values of the one in float, so that rounding them is no error.</summary>
    internal static void Copy(Module<float> from, Module<double> to)
    {
        foreach ((Parameter<float> source, Parameter<double> target) in from.Parameters.Zip(to.Parameters))
        {
            NdArray<float> value = source.Variable.Value;
            double[] re = Array.ConvertAll(value.ToArray(), x => (double)x);
            target.Variable.Value.Assign(value.IsComplex
                ? NdArray<double>.From(re, Array.ConvertAll(value.ImaginaryToArray(), x => (double)x), value.Shape)
                : NdArray<double>.From(re, value.Shape));
        }
    }

    private double TimeScalar(int runs)
    {
        float[] state = new float[_state.Length];
        float[] y = new float[_y.Length];
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < runs; i++)
        {
            scalar(_u, state, y);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static float[] Sample(int count, ulong seed)
    {
        RandomSource random = new(seed);
        float[] sample = new float[count];
        foreach (ref float x in sample.AsSpan())
        {
            x = (float)random.NextNormal();
        }

        return sample;
    }
}
