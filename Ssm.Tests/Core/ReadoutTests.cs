using Ssm.Autodiff;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

/// <summary>A classifier's three readouts: the mean, the last step, each step.</summary>
public sealed class ReadoutTests
{
    private const int Vocabulary = 9;
    private const int Classes = 4;

    // Forward pass and stepper add up the same few dozen numbers around 1, in another order.
    private const double Tolerance = 1e-12;

    private static readonly int[] s_tokens = [3, 0, 8, 8, 1, 5, 7, 2, 2, 4];

    [Test]
    public void The_last_step_is_that_of_the_true_length_and_alone_gets_the_gradient()
    {
        double[] values = [.. Enumerable.Range(0, 3 * 4 * 2).Select(i => (double)i)];
        Tape<double> tape = new();
        Variable<double> x = tape.Watch(new Variable<double>(NdArray<double>.From(values, [3, 4, 2])));
        Variable<double> last = Pooling.LastStep(x, [4, 1, 2]);
        Assert.That(last.Shape, Is.EqualTo(new Shape(3, 2)));
        Assert.That(last.Value.ToArray(), Is.EqualTo(new double[] { 6, 7, 8, 9, 18, 19 }));
        Assert.That(Pooling.LastStep(x).Value.ToArray(), Is.EqualTo(new double[] { 6, 7, 14, 15, 22, 23 }));

        double[] weights = [1, 2, 3, 4, 5, 6], expected = new double[values.Length];
        (expected[6], expected[7], expected[8], expected[9], expected[18], expected[19]) = (1, 2, 3, 4, 5, 6);
        Gradients<double> gradients = tape.Backward(Op.Sum(last * NdArray<double>.From(weights, [3, 2])));
        Assert.That(gradients[x]!.ToArray(), Is.EqualTo(expected));
    }

    [Test]
    public void Lengths_that_do_not_fit_are_refused()
    {
        Variable<double> x = new(NdArray<double>.Zeros([2, 3, 1]));
        Assert.That(
            () => Pooling.LastStep(x, [1]), Throws.ArgumentException.With.Message.Contains("1 entries, expected 2"));
        Assert.That(
            () => Pooling.LastStep(x, [3, 0]),
            Throws.ArgumentException.With.Message.Contains("LastStep: length 0 at position 1, expected 1 to 3"));
        Assert.That(() => Pooling.MeanOverTime(x, [4, 1]), Throws.ArgumentException);
        Assert.That(
            () => Pooling.LastStep(new Variable<double>(NdArray<double>.Zeros([2, 3]))),
            Throws.ArgumentException.With.Message.Contains("expected (B, L, H)"));
        Assert.That(() => Classifier((Readout)3), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [TestCase(Readout.Mean)]
    [TestCase(Readout.Last)]
    public void A_stream_has_the_logits_of_the_sequence_so_far(Readout readout)
    {
        SequenceClassifier<double> classifier = Classifier(readout);
        double[][] streamed = Stream(classifier);
        for (int t = 1; t <= s_tokens.Length; t++)
        {
            Variable<double> far = classifier.Forward(new Indices(s_tokens, [1, s_tokens.Length]), [t]);
            Assert.That(far.Shape, Is.EqualTo(new Shape(1, Classes)));
            Assert.That(streamed[t - 1], Is.EqualTo(far.Value.ToArray()).Within(Tolerance), $"after {t} steps");
        }
    }

    [Test]
    public void Where_each_step_is_read_its_logits_are_those_of_a_sequence_that_ends_there()
    {
        SequenceClassifier<double> each = Classifier(Readout.EachStep), last = Classifier(Readout.Last);
        Variable<double> logits = each.Forward(new Indices(s_tokens, [1, s_tokens.Length]));
        Assert.That(logits.Shape, Is.EqualTo(new Shape(1, s_tokens.Length, Classes)));
        double[][] streamed = Stream(each);
        for (int t = 1; t <= s_tokens.Length; t++)
        {
            double[] step = logits.Value.ToArray()[((t - 1) * Classes)..(t * Classes)];
            double[] ended = last.Forward(new Indices(s_tokens.AsSpan(0, t), [1, t])).Value.ToArray();
            Assert.That(step, Is.EqualTo(ended).Within(Tolerance));
            Assert.That(step, Is.EqualTo(streamed[t - 1]).Within(Tolerance));
        }

        Assert.That(each.CreateStepper().StateSize, Is.EqualTo(each.Blocks.StateSize));
    }

    private static SequenceClassifier<double> Classifier(Readout readout)
    {
        RandomSource random = new(5);
        ResidualBlock<double> block = new(
            new Lru<double>(6, new LruOptions { Modes = 7 }, random), 6, new BlockOptions(), random);
        return new SequenceClassifier<double>(
            0, Vocabulary, Classes, [block], 6, finalNorm: true, random, readout: readout);
    }

    private static double[][] Stream(SequenceClassifier<double> classifier)
    {
        Stepper<double> stepper = classifier.CreateStepper();
        double[] state = new double[stepper.StateSize];
        List<double[]> logits = [];
        foreach (int token in s_tokens)
        {
            double[] y = new double[Classes];
            stepper.Step([token], state, y);
            logits.Add(y);
        }

        return [.. logits];
    }
}
