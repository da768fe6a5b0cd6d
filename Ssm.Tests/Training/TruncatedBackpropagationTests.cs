using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Kernels;

namespace Ssm.Tests.Training;

/// <summary>Training on chunks of a long sequence: the state is handed on, gradients stop at the chunk.</summary>
public sealed class TruncatedBackpropagationTests
{
    // Sums of a few thousand products of numbers around 1, in double.
    private const double Tolerance = 1e-11;

    private static IEnumerable<TestCaseData> Layers()
    {
        yield return Case("S4D", new S4D<double>(3, new S4DOptions { Order = 8 }, new RandomSource(1)));
        yield return Case("S5", new S5<double>(3, new S5Options { StateSize = 8 }, new RandomSource(2)));
        yield return Case("LRU", new Lru<double>(3, new LruOptions { Modes = 5 }, new RandomSource(3)));

        static TestCaseData Case(string name, SequenceLayer<double> layer) =>
            new TestCaseData(layer).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Layers))]
    public void The_gradient_is_that_of_one_tape_with_the_state_detached(SequenceLayer<double> layer)
    {
        int[] sizes = [7, 1, 20, 5];
        NdArray<double> u = Normal([2, 33, 3], seed: 4), weights = Normal([2, 33, 3], seed: 5);
        Variable<double>[] parameters = [.. layer.Variables];

        // The loop: a tape for each chunk, one step of the optimiser with the sum, memory for one chunk.
        Gradients<double> sum = new();
        Variable<double> state = layer.ZeroState(batch: 2);
        foreach ((int start, int length) in Chunks(sizes))
        {
            using Tape<double> tape = new();
            tape.Watch(parameters);
            (Variable<double> y, Variable<double> last) = layer.Forward(Part(u, start, length), state);
            tape.Backward(Op.Sum(y * Part(weights, start, length)), sum);
            state = last.Detach();
        }

        Gradients<double> together = OnOneTape(detach: true), whole = OnOneTape(detach: false);
        bool differs = false;
        foreach (Variable<double> parameter in parameters)
        {
            double[] expected = Both(together[parameter]!);
            double size = expected.Max(Math.Abs);
            Assert.That(Both(sum[parameter]!), Is.EqualTo(expected).Within(Tolerance * Math.Max(1, size)));
            differs |= expected.Zip(Both(whole[parameter]!)).Any(g => Math.Abs(g.First - g.Second) > 1e-3 * size);
        }

        Assert.That(differs, "cutting the gradient off changed nothing: the state carries nothing");

        Gradients<double> OnOneTape(bool detach)
        {
            using Tape<double> tape = new();
            tape.Watch(parameters);
            Variable<double> carried = layer.ZeroState(batch: 2);
            Variable<double>? loss = null;
            foreach ((int start, int length) in Chunks(sizes))
            {
                (Variable<double> y, carried) = layer.Forward(
                    Part(u, start, length), detach ? carried.Detach() : carried);
                Variable<double> term = Op.Sum(y * Part(weights, start, length));
                loss = loss is null ? term : loss + term;
            }

            return tape.Backward(loss!);
        }
    }

    private static IEnumerable<(int Start, int Length)> Chunks(int[] sizes)
    {
        int start = 0;
        foreach (int size in sizes)
        {
            yield return (start, size);
            start += size;
        }
    }

    private static Variable<double> Part(NdArray<double> x, int start, int length) =>
        Op.Slice<double>(x, 1, start, length);

    private static double[] Both(NdArray<double> x) => [.. x.ToArray(), .. x.ImaginaryToArray()];

    private static NdArray<double> Normal(Shape shape, ulong seed)
    {
        RandomSource random = new(seed);
        double[] values = new double[shape.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextNormal();
        }

        return NdArray<double>.From(values, shape);
    }
}
