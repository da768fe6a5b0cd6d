using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

/// <summary>
/// A whole sequence, chunks that hand a state on, and single steps give the same outputs and gradients.
/// </summary>
public sealed class ThreeFormsTests
{
    private const int Batch = 3;

    // Sums of at most a few thousand products of numbers around 1, in double.
    private const double Tolerance = 1e-10;

    [TestCaseSource(typeof(SequenceLayerZoo), nameof(SequenceLayerZoo.Causal))]
    public void Chunks_of_any_size_agree_with_the_whole_sequence(object entry)
    {
        (SequenceLayer<double> layer, Variable<double> u) = Make(entry, length: 65);
        double[] whole = layer.Forward(u).Value.ToArray();
        foreach (int[] sizes in new int[][] { [65], [1, 64], [7, 31, 27], [32, 33], [64, 1], [0, 20, 0, 45] })
        {
            (Variable<double> y, _) = InChunks(layer, u, layer.ZeroState(Batch), sizes);
            AssertClose(y.Value.ToArray(), whole, $"chunks {string.Join(", ", sizes)}");
        }
    }

    [TestCaseSource(typeof(SequenceLayerZoo), nameof(SequenceLayerZoo.Causal))]
    public void Steps_agree_with_the_whole_sequence_and_end_in_the_chunks_state(object entry)
    {
        (SequenceLayer<double> layer, Variable<double> u) = Make(entry, length: 40);
        (Variable<double> whole, Variable<double> last) = layer.Forward(u, layer.ZeroState(Batch));
        AssertClose(layer.Forward(u).Value.ToArray(), whole.Value.ToArray(), "the two whole-sequence forms");
        Stepper<double> stepper = layer.CreateStepper();
        Assert.That(stepper.StateSize, Is.EqualTo(layer.StateSize));
        int channels = u.Shape[2];
        double[] input = u.Value.ToArray();
        double[] y = new double[input.Length];
        double[] states = new double[Batch * layer.StateSize];
        for (int b = 0; b < Batch; b++)
        {
            for (int t = 0; t < 40; t++)
            {
                int at = ((b * 40) + t) * channels;
                stepper.Step(
                    input.AsSpan(at, channels), states.AsSpan(b * layer.StateSize, layer.StateSize), y.AsSpan(at,
                        channels));
            }
        }

        AssertClose(y, whole.Value.ToArray(), "outputs");
        AssertClose(states, last.Value.ToArray(), "states");
    }

    [TestCaseSource(typeof(SequenceLayerZoo), nameof(SequenceLayerZoo.Causal))]
    public void Gradients_through_four_chunks_are_those_of_the_whole_sequence(object entry)
    {
        (SequenceLayer<double> layer, Variable<double> u) = Make(entry, length: 33);
        NdArray<double> weights = Normal(u.Shape, seed: 5);
        NdArray<double> start = Normal([Batch, layer.StateSize], seed: 6);
        double[][] whole = Gradient([33]);
        double[][] chunked = Gradient([5, 16, 1, 11]);
        for (int i = 0; i < whole.Length; i++)
        {
            AssertClose(chunked[i], whole[i], $"gradient {i}", 1e-9);
        }

        double[][] Gradient(int[] sizes)
        {
            Tape<double> tape = new();
            tape.Watch(layer.Variables);
            Variable<double> input = tape.Watch(new Variable<double>(u.Value));
            Variable<double> state = tape.Watch(new Variable<double>(start));
            (Variable<double> y, Variable<double> last) = InChunks(layer, input, state, sizes);
            Variable<double> loss = Op.Sum(y * weights);
            Gradients<double> gradients = tape.Backward(layer.StateSize == 0 ? loss : loss + Op.Sum(last));
            return [.. layer.Variables.Prepend(state).Prepend(input).SelectMany(v => Planes(gradients[v], v.Shape))];
        }
    }

    [TestCaseSource(typeof(SequenceLayerZoo), nameof(SequenceLayerZoo.Causal))]
    public void Gradients_of_the_whole_sequence_are_those_of_the_recurrence(object entry)
    {
        (SequenceLayer<double> layer, Variable<double> u) = Make(entry, length: 37);
        NdArray<double> weights = Normal(u.Shape, seed: 8);
        double[][] whole = Gradient(input => layer.Forward(input));
        double[][] recurrent = Gradient(input => layer.Forward(input, layer.ZeroState(Batch)).Y);
        for (int i = 0; i < whole.Length; i++)
        {
            AssertClose(whole[i], recurrent[i], $"gradient {i}", 1e-9);
        }

        double[][] Gradient(Func<Variable<double>, Variable<double>> forward)
        {
            Tape<double> tape = new();
            tape.Watch(layer.Variables);
            Variable<double> input = tape.Watch(new Variable<double>(u.Value));
            Gradients<double> gradients = tape.Backward(Op.Sum(forward(input) * weights));
            return [.. layer.Variables.Prepend(input).SelectMany(v => Planes(gradients[v], v.Shape))];
        }
    }

    [TestCaseSource(typeof(SequenceLayerZoo), nameof(SequenceLayerZoo.Causal))]
    public void What_comes_later_does_not_change_what_came_before(object entry)
    {
        (SequenceLayer<double> layer, Variable<double> u) = Make(entry, length: 48);
        double[] whole = Op.Slice(layer.Forward(u), 1, 0, 20).Value.ToArray();
        AssertClose(layer.Forward(Op.Slice(u, 1, 0, 20)).Value.ToArray(), whole, "the first 20 of 48 steps");
    }

    [TestCaseSource(typeof(SequenceLayerZoo), nameof(SequenceLayerZoo.Causal))]
    public void A_sequence_alone_agrees_with_itself_in_a_batch(object entry)
    {
        (SequenceLayer<double> layer, Variable<double> u) = Make(entry, length: 30);
        Variable<double> whole = layer.Forward(u);
        for (int b = 0; b < Batch; b++)
        {
            double[] alone = layer.Forward(Op.Slice(u, 0, b, 1)).Value.ToArray();
            AssertClose(alone, Op.Slice(whole, 0, b, 1).Value.ToArray(), $"row {b}");
        }
    }

    [TestCaseSource(typeof(SequenceLayerZoo), nameof(SequenceLayerZoo.Causal))]
    public void A_step_allocates_nothing(object entry)
    {
        (SequenceLayer<double> layer, Variable<double> u) = Make(entry, length: 1);
        Stepper<double> stepper = layer.CreateStepper();
        double[] state = new double[stepper.StateSize];
        double[] y = new double[stepper.OutputSize];
        double[] sample = u.Value.ToArray()[..stepper.InputSize];
        for (int i = 0; i < 50; i++)
        {
            stepper.Step(sample, state, y);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            stepper.Step(sample, state, y);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [TestCaseSource(typeof(SequenceLayerZoo), nameof(SequenceLayerZoo.Bidirectional))]
    public void A_bidirectional_layer_reads_both_ways_and_has_no_chunks_or_steps(object entry)
    {
        (SequenceLayer<double> layer, Variable<double> u) = Make(entry, length: 20);
        double[] whole = Op.Slice(layer.Forward(u), 1, 0, 10).Value.ToArray();
        double[] cut = layer.Forward(Op.Slice(u, 1, 0, 10)).Value.ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(layer.IsCausal, Is.False);
            Assert.That(cut, Is.Not.EqualTo(whole).Within(1e-6));
            Assert.That(
                () => layer.CreateStepper(),
                Throws.TypeOf<NotSupportedException>().With.Message.Contains("bidirectional"));
            Assert.That(
                () => layer.Forward(u, layer.ZeroState(Batch)),
                Throws.TypeOf<NotSupportedException>().With.Message.Contains("Forward on whole sequences"));
        });
    }

    [Test]
    public void A_classifier_streams_the_logits_of_the_sequence_so_far()
    {
        RandomSource random = new(3);
        SequenceLayer<double> block = new ResidualBlock<double>(
            new Lru<double>(6, new LruOptions { Modes = 7 }, random), 6, new BlockOptions(), random);
        SequenceClassifier<double> classifier = new(2, 0, 4, [block], 6, finalNorm: true, random);
        Variable<double> u = new(Normal([2, 12, 2], seed: 1));
        Stepper<double> stepper = classifier.CreateStepper();
        double[] logits = new double[4];
        for (int b = 0; b < 2; b++)
        {
            double[] state = new double[stepper.StateSize];
            for (int t = 1; t <= 12; t++)
            {
                stepper.Step(u.Value.ToArray().AsSpan(((b * 12) + t - 1) * 2, 2), state, logits);
                Variable<double> far = classifier.Forward(u, [t, t]);
                AssertClose(logits, far.Value.ToArray()[(b * 4)..((b + 1) * 4)], $"row {b} after {t} steps");
            }
        }
    }

    [Test]
    public void A_classifier_of_tokens_streams_too()
    {
        RandomSource random = new(4);
        SequenceClassifier<double> classifier = new(
            0, 9, 3, [new S5<double>(5, new S5Options { StateSize = 6 }, random)], 5, finalNorm: false, random);
        int[] tokens = [3, 0, 8, 8, 1];
        Stepper<double> stepper = classifier.CreateStepper();
        double[] state = new double[stepper.StateSize];
        double[] logits = new double[3];
        foreach (int token in tokens)
        {
            stepper.Step([token], state, logits);
        }

        AssertClose(logits, classifier.Forward(new Indices(tokens, [1, 5])).Value.ToArray(), "logits");
        Assert.That(() => stepper.Step([9.0], state, logits), Throws.ArgumentException.With.Message.Contains("0 to 8"));
    }

    // A variable that the loss does not depend on has a gradient of zeros.
    private static double[][] Planes(NdArray<double>? gradient, Shape shape) => gradient is null
        ? [new double[shape.Count], new double[shape.Count]]
        : [gradient.ToArray(), gradient.ImaginaryToArray()];

    private static (SequenceLayer<double> Layer, Variable<double> U) Make(object entry, int length)
    {
        SequenceLayerZoo.Entry made = (SequenceLayerZoo.Entry)entry;
        return (made.Create(new RandomSource(7)), new Variable<double>(Normal([Batch, length, made.Channels],
            seed: 2)));
    }

    private static (Variable<double> Y, Variable<double> State) InChunks(
        SequenceLayer<double> layer, Variable<double> u, Variable<double> state, int[] sizes)
    {
        List<Variable<double>> parts = [];
        int start = 0;
        foreach (int size in sizes)
        {
            (Variable<double> y, state) = layer.Forward(Op.Slice(u, 1, start, size), state);
            parts.Add(y);
            start += size;
        }

        return (Op.Concat(1, [.. parts]), state);
    }

    internal static NdArray<double> Normal(Shape shape, ulong seed)
    {
        RandomSource random = new(seed);
        double[] values = new double[shape.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextNormal();
        }

        return NdArray<double>.From(values, shape);
    }

    internal static void AssertClose(double[] actual, double[] expected, string what, double tolerance = Tolerance)
    {
        Assert.That(actual, Has.Length.EqualTo(expected.Length), what);
        double size = expected.Length == 0 ? 0 : expected.Max(Math.Abs);
        double worst = actual.Zip(expected, (a, e) => Math.Abs(a - e)).DefaultIfEmpty().Max();
        Assert.That(worst, Is.LessThanOrEqualTo(tolerance * Math.Max(size, 1e-3)), what);
    }
}
