using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

/// <summary>Two causal layers read a sequence both ways.</summary>
public sealed class BidirectionalTests
{
    [TestCase(true)]
    [TestCase(false)]
    public void Each_output_is_the_sum_over_the_past_and_over_the_future(bool seesCurrent)
    {
        RandomSource random = new(5);
        S4D<double> ahead = new(2, new S4DOptions { Order = 6 }, random);
        S4D<double> back = new(2, new S4DOptions { Order = 6 }, random);
        Bidirectional<double> layer = new(ahead, back, seesCurrent);
        double[] input = [.. Enumerable.Range(0, 2 * 9).Select(_ => random.NextNormal())];
        double[] y = layer.Forward(new Variable<double>(NdArray<double>.From(input, [1, 9, 2]))).Value.ToArray();
        double[] forwards = Impulse(ahead), backwards = Impulse(back);
        int first = seesCurrent ? 0 : 1;
        for (int t = 0; t < 9; t++)
        {
            for (int h = 0; h < 2; h++)
            {
                double expected = 0;
                for (int s = 0; s <= t; s++)
                {
                    expected += forwards[((t - s) * 2) + h] * input[(s * 2) + h];
                }

                for (int s = t + first; s < 9; s++)
                {
                    expected += backwards[((s - t - first) * 2) + h] * input[(s * 2) + h];
                }

                Assert.That(y[(t * 2) + h], Is.EqualTo(expected).Within(1e-12), $"step {t}, channel {h}");
            }
        }
    }

    [Test]
    public void An_empty_sequence_stays_empty()
    {
        RandomSource random = new(5);
        Bidirectional<double> layer = new(
            new Lru<double>(2, new LruOptions { Modes = 3 }, random),
            new Lru<double>(2, new LruOptions { Modes = 3 }, random),
            backwardSeesCurrent: false);
        Assert.That(
            layer.Forward(new Variable<double>(NdArray<double>.Zeros([1, 0, 2]))).Shape,
            Is.EqualTo(new Shape(1, 0, 2)));
    }

    [Test]
    public void What_cannot_be_run_backwards_is_refused()
    {
        RandomSource random = new(5);
        SequenceLayer<double> causal = new Lru<double>(2, new LruOptions { Modes = 3 }, random);
        SequenceLayer<double> both = new Lru<double>(2, new LruOptions { Modes = 3, Bidirectional = true }, random);
        Assert.Multiple(() =>
        {
            Assert.That(
                () => new Bidirectional<double>(causal, both),
                Throws.ArgumentException.With.Message.Contains("'back'"));
            Assert.That(
                () => new Bidirectional<double>(causal, causal),
                Throws.ArgumentException.With.Message.Contains("one layer"));
        });
    }

    // What comes out of 1, 0, 0, …, channel by channel.
    private static double[] Impulse(S4D<double> layer)
    {
        double[] input = new double[18];
        input[0] = input[1] = 1;
        return layer.Forward(new Variable<double>(NdArray<double>.From(input, [1, 9, 2]))).Value.ToArray();
    }
}
