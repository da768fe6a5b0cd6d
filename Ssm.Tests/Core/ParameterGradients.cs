using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

/// <summary>The gradients of a layer's parameters against difference quotients.</summary>
internal static class ParameterGradients
{
    // The error of the five-point formula at this step is about 1e-12 of the fifth derivative, rounding 1e-13 of the
    // loss.
    private const double Step = 1e-3;
    private const double Tolerance = 1e-7;

    /// <summary>Moves each parameter along a random direction and compares with the scalar product.</summary>
    /// <param name="module">What holds the parameters.</param>
    /// <param name="output">What they make, of any shape.</param>
    internal static void Check(Module<double> module, Func<Variable<double>> output)
    {
        RandomSource random = new(17);
        Tape<double> tape = new();
        tape.Watch(module.Variables);
        Variable<double> y = output();
        NdArray<double> weights = NdArray<double>.From(Draw(y.Shape.Count, random), y.Shape);
        Gradients<double> gradients = tape.Backward(y, weights);
        foreach (Parameter<double> parameter in module.Parameters)
        {
            NdArray<double> value = parameter.Variable.Value;
            double[] start = Numbers(value), direction = Draw(start.Length, random);
            double by = gradients[parameter.Variable] is { } gradient ? Dot(Numbers(gradient), direction) : 0;
            double quotient = ((8 * (At(1) - At(-1))) - (At(2) - At(-2))) / (12 * Step);
            Move(0);
            Assert.That(by, Is.EqualTo(quotient).Within(Tolerance * Math.Max(1, Math.Abs(quotient))), parameter.Name);

            double At(int steps)
            {
                Move(steps);
                return Dot(output().Value.ToArray(), weights.ToArray());
            }

            void Move(int steps)
            {
                double[] moved = [.. start.Zip(direction, (x, d) => x + (steps * Step * d))];
                int count = value.Shape.Count;
                value.Assign(value.IsComplex
                    ? NdArray<double>.From(moved.AsSpan(0, count), moved.AsSpan(count), value.Shape)
                    : NdArray<double>.From(moved, value.Shape));
            }
        }
    }

    internal static double[] Draw(int count, RandomSource random)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = random.NextNormal();
        }

        return values;
    }

    // Real parts, then imaginary parts where there are any.
    private static double[] Numbers(NdArray<double> array) =>
        array.IsComplex ? [.. array.ToArray(), .. array.ImaginaryToArray()] : array.ToArray();

    private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();
}
