using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

/// <summary>The gradients of a layer in its input and parameters, against difference quotients.</summary>
internal static class LayerGradients
{
    // Five points 1e-3 apart: what is left of the quotient is of the order of 1e-12, and rounding 1e-15/1e-3.
    private const double Step = 1e-3;

    private const double Tolerance = 1e-8;

    /// <summary>Moves each array along a random direction, and weighs the outputs with random numbers.</summary>
    internal static void Check(SequenceLayer<double> layer, NdArray<double> u)
    {
        RandomSource random = new(17);
        NdArray<double> weights = Direction(layer.Forward(u).Shape, random);
        Tape<double> tape = new();
        tape.Watch(layer.Variables);
        Variable<double> input = tape.Watch(new Variable<double>(u));
        Gradients<double> gradients = tape.Backward(Op.Sum(layer.Forward(input) * weights));
        foreach ((string name, Variable<double> variable) in
            layer.Parameters.Select(p => (p.Name, p.Variable)).Append(("input", input)))
        {
            NdArray<double> direction = Direction(variable.Shape, random), value = variable.Value;
            double[] start = value.ToArray();
            double Loss(double step)
            {
                value.Assign([.. start.Zip(direction.ToArray(), (x, d) => x + (step * d))]);
                return Op.Sum(layer.Forward(name == "input" ? value : u) * weights).Value.Item();
            }

            double near = (Loss(Step) - Loss(-Step)) / (2 * Step);
            double far = (Loss(2 * Step) - Loss(-2 * Step)) / (4 * Step);
            value.Assign(start);
            double byDifference = ((4 * near) - far) / 3;
            double[] gradient = gradients[variable]?.ToArray() ?? new double[start.Length];
            double byPullback = gradient.Zip(direction.ToArray(), (g, d) => g * d).Sum();
            double size = Math.Max(Math.Abs(byDifference), 1e-2 * Math.Sqrt(start.Length));
            Assert.That(byPullback, Is.EqualTo(byDifference).Within(Tolerance * size), name);
        }
    }

    internal static NdArray<double> Direction(Shape shape, RandomSource random)
    {
        double[] values = new double[shape.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextNormal();
        }

        return NdArray<double>.From(values, shape);
    }
}
