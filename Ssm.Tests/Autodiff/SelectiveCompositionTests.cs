using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Tests.Autodiff;

/// <summary>The fused complex selective scan against the composition of ops that it stands for.</summary>
public sealed class SelectiveCompositionTests
{
    private static readonly SelectiveScanShape[] Shapes =
    [
        new(2, 40, 6, 3, 2),
        new(1, 33, 9, 2, 1, ConstantInput: true),
        new(2, 7, 4, 2, 1, ConstantOutput: true),
        new(1, 65, 3, 4, 1, ConstantInput: true, ConstantOutput: true),
    ];

    [Test]
    public void Outputs_states_and_gradients_are_those_of_the_composition(
        [ValueSource(nameof(Shapes))] SelectiveScanShape shape, [Values] bool full, [Values] bool realWeights)
    {
        (SelectiveScanInputs<double> fused, Variable<double>[] leaves) = Inputs(shape, full, realWeights);
        (SelectiveScanInputs<double> composed, Variable<double>[] others) = Inputs(shape, full, realWeights);
        double[][] actual = Run(Op.SelectiveScanWithState(fused), leaves);
        double[][] expected = Run(SelectiveComposition.Run(composed, shape), others);
        for (int i = 0; i < expected.Length; i++)
        {
            // Two roundings a term, L steps and D channels; numbers are of the size of 10.
            double bound = 1e-12 * (1.0 + expected[i].Select(Math.Abs).DefaultIfEmpty(0.0).Max());
            Assert.That(actual[i], Is.EqualTo(expected[i]).Within(bound), $"array {i}");
        }
    }

    private static double[][] Run((Variable<double> Y, Variable<double> Final) outputs, Variable<double>[] leaves)
    {
        Variable<double> loss = Op.Sum(Op.Square(outputs.Y)) + Op.Sum(Op.Square(Op.Real(outputs.Final)))
            + Op.Sum(Op.Imaginary(outputs.Final));
        Gradients<double> gradients = loss.Tape!.Backward(loss);
        return
        [
            outputs.Y.Value.ToArray(), outputs.Final.Value.ToArray(), outputs.Final.Value.ImaginaryToArray(),
            .. leaves.Select(x => gradients[x]!.ToArray()),
            .. leaves.Where(x => x.IsComplex).Select(x => gradients[x]!.ImaginaryToArray()),
        ];
    }

    private static (SelectiveScanInputs<double> Inputs, Variable<double>[] Leaves) Inputs(
        SelectiveScanShape s, bool full, bool realWeights)
    {
        RandomSource source = new(81);
        Shape activations = [s.Batch, s.Length, s.Channels], rates = [s.Channels, s.States];
        Shape weights = [s.Batch, s.Length, s.Groups, s.States];
        SelectiveScanInputs<double> inputs = new()
        {
            U = Leaf(activations, complex: false),
            Delta = Leaf(activations, complex: false),
            A = Leaf(rates, complex: true, low: -1.5, high: -0.1),
            B = Leaf(s.ConstantInput ? rates : weights, complex: !realWeights),
            C = Leaf(s.ConstantOutput ? rates : weights, complex: true),
            Skip = full ? Leaf([s.Channels], complex: false) : null,
            Gate = full ? Leaf(activations, complex: false) : null,
            DeltaBias = full ? Leaf([s.Channels], complex: false) : null,
            Initial = full ? Leaf([s.Batch, s.Channels, s.States], complex: !realWeights) : null,
            Resets = full
                ? new Indices([.. Enumerable.Range(0, s.Batch * s.Length).Select(i => i % 9 == 5 ? 1 : 0)],
                    [s.Batch, s.Length])
                : null,
        };
        Variable<double>[] leaves = [.. inputs.Variables.Where(x => x is not null).Select(x => x!)];
        new Tape<double>().Watch(leaves);
        return (inputs, leaves);

        Variable<double> Leaf(Shape shape, bool complex, double low = -1.0, double high = 1.0) => new(complex
            ? NdArray<double>.From(Draw(shape.Count, low, high), Draw(shape.Count, low, high), shape)
            : NdArray<double>.From(Draw(shape.Count, low, high), shape));

        double[] Draw(int count, double low, double high)
        {
            double[] numbers = new double[count];
            for (int i = 0; i < count; i++)
            {
                numbers[i] = source.NextDouble(low, high);
            }

            return numbers;
        }
    }
}
