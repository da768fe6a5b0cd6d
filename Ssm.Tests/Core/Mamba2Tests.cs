using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

/// <summary>Mamba-2: its choices, its first values, its norm, and what it refuses.</summary>
public sealed class Mamba2Tests
{
    [Test]
    public void The_chunk_changes_nothing_but_rounding()
    {
        double[] whole = Run(30);
        foreach (int chunk in new[] { 1, 2, 7, 256 })
        {
            Assert.That(Run(chunk), Is.EqualTo(whole).Within(1e-12), $"{chunk}");
        }

        static double[] Run(int chunk) => new Mamba2<double>(
            4, new Mamba2Options { HeadChannels = 2, StateSize = 5, Chunk = chunk }, new RandomSource(1))
            .Forward(LayerGradients.Direction([2, 30, 4], new RandomSource(2))).Value.ToArray();
    }

    [Test]
    public void Gradients_are_the_difference_quotients([Values] bool plain)
    {
        Mamba2Options options = plain
            ? new Mamba2Options { HeadChannels = 2, StateSize = 3, Chunk = 4 }
            : new Mamba2Options
            {
                HeadChannels = 2,
                StateSize = 3,
                Groups = 2,
                NormGroups = 2,
                NormBeforeGate = true,
                MlpChannels = 2,
                Bias = true,
                TrainedStart = true,
                SkipPerChannel = true,
            };
        LayerGradients.Check(
            new Mamba2<double>(4, options, new RandomSource(3)),
            LayerGradients.Direction([2, 9, 4], new RandomSource(4)));
    }

    [Test]
    public void The_initial_values_are_those_of_the_reference()
    {
        Mamba2<double> mixer = new(
            1,
            new Mamba2Options { InnerChannels = 2000, HeadChannels = 1, StateSize = 1, TrainedStart = true },
            new RandomSource(5));
        double low = Math.Log(1e-3), high = Math.Log(0.1);
        Assert.Multiple(() =>
        {
            Assert.That(
                HippoGolden.KolmogorovSmirnov(mixer.ALog.Value.ToArray().Select(Math.Exp), a => (a - 1) / 15),
                Is.LessThan(2.23));
            Assert.That(
                HippoGolden.KolmogorovSmirnov(
                    mixer.DtBias.Value.ToArray().Select(x => Math.Log(Math.Log(1 + Math.Exp(x)))),
                    x => (x - low) / (high - low)),
                Is.LessThan(2.23));
            Assert.That(mixer.D.Value.ToArray(), Is.All.EqualTo(1.0));
            Assert.That(mixer.Normalization!.Weight.Value.ToArray(), Is.All.EqualTo(1.0));
            Assert.That(mixer.Start!.Value.ToArray(), Is.All.Zero);
        });
    }

    [Test]
    public void The_gated_norm_is_its_definition([Values(1, 2)] int groups, [Values] bool normFirst)
    {
        const int Channels = 6;
        GatedRmsNorm<double> norm = new(Channels, groups, normFirst);
        norm.Weight.Value.Assign([1.0, 2, 3, 4, 5, 6]);
        double[] y = LayerGradients.Direction([Channels], new RandomSource(6)).ToArray();
        double[] z = LayerGradients.Direction([Channels], new RandomSource(7)).ToArray();
        double[] gate = Array.ConvertAll(z, x => x / (1 + Math.Exp(-x)));
        double[] v = normFirst ? y : [.. y.Zip(gate, (a, b) => a * b)];
        int width = Channels / groups;
        double[] expected = [.. v.Select((x, i) => x * (i + 1) * (normFirst ? gate[i] : 1)
            / Math.Sqrt(v.Skip(i / width * width).Take(width).Average(a => a * a) + 1e-5))];
        double[] actual = norm.Forward(
            NdArray<double>.From(y, [1, 1, Channels]), NdArray<double>.From(z, [1, 1, Channels])).Value.ToArray();
        Stepper<double> stepper = norm.CreateStepper();
        double[] stepped = new double[Channels];
        stepper.Step([.. y, .. z], [], stepped);
        Assert.That(actual, Is.EqualTo(expected).Within(1e-14));
        Assert.That(stepped, Is.EqualTo(expected).Within(1e-14));
    }

    [Test]
    public void A_trained_start_is_where_every_sequence_begins()
    {
        Mamba2<double> mixer = new(
            3, new Mamba2Options { HeadChannels = 3, StateSize = 2, TrainedStart = true }, new RandomSource(8));
        NdArray<double> u = LayerGradients.Direction([2, 5, 3], new RandomSource(9));
        double[] before = mixer.Forward(u).Value.ToArray();
        NdArray<double> start = mixer.Start!.Value;
        start.Assign(LayerGradients.Direction(start.Shape, new RandomSource(10)));
        double[] after = mixer.Forward(u).Value.ToArray();
        Assert.That(after, Is.Not.EqualTo(before).Within(1e-6));

        // The same states handed in to a mixer that starts from zero.
        Mamba2<double> plain = new(3, new Mamba2Options { HeadChannels = 3, StateSize = 2 }, new RandomSource(8));
        double[] one = [.. new double[plain.Convolution.StateSize], .. start.ToArray()];
        Variable<double> state = NdArray<double>.From([.. one, .. one], [2, plain.StateSize]);
        Assert.That(plain.Forward(u, state).Y.Value.ToArray(), Is.EqualTo(after).Within(1e-13));
    }

    [Test]
    public void What_does_not_fit_is_refused_with_the_sizes()
    {
        Assert.Multiple(() =>
        {
            Refuses("in heads of 3", new Mamba2Options { HeadChannels = 3 });
            Refuses("2 groups", new Mamba2Options { HeadChannels = 8, Groups = 2 });
            Refuses("0 states", new Mamba2Options { HeadChannels = 8, StateSize = 0 });
            Refuses("chunks of 0", new Mamba2Options { HeadChannels = 8, Chunk = 0 });
            Refuses("between 2 and 1", new Mamba2Options { HeadChannels = 8, DtLowest = 2, DtHighest = 1 });
            Refuses("3 groups do not divide", new Mamba2Options { HeadChannels = 8, NormGroups = 3 });
            Assert.That(
                () => new Mamba2<float>(4, new Mamba2Options { HeadChannels = 8 }, new RandomSource(1)).Forward(
                    NdArray<float>.Zeros([1, 2, 3])),
                Throws.ArgumentException.With.Message.Contains("expected real (B, L, 4)"));
            Assert.That(
                () => new GatedRmsNorm<float>(4).Forward(
                    NdArray<float>.Zeros([1, 2, 4]), NdArray<float>.Zeros([1, 2, 3])),
                Throws.ArgumentException.With.Message.Contains("(…, 4) twice"));
        });

        static void Refuses(string text, Mamba2Options options) => Assert.That(
            () => new Mamba2<float>(4, options, new RandomSource(1)),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains(text));
    }
}
