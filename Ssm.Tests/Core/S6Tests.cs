using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Initialization;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

/// <summary>S6 against its equations, written out, and against what the paper says of it.</summary>
public sealed class S6Tests
{
    private const int Batch = 2;
    private const int Length = 40;

    private static IEnumerable<S6Options> Choices() =>
        from complex in new[] { false, true }
        from exact in new[] { false, true }
        from groups in new[] { 1, 3 }
        select new S6Options { StateSize = 5, DtRank = 2, Complex = complex, ExactZoh = exact, Groups = groups };

    [TestCaseSource(nameof(Choices))]
    public void The_layer_is_the_recursion_of_its_equations(S6Options options)
    {
        S6<double> layer = new(6, options, new RandomSource(1));
        NdArray<double> u = LayerGradients.Direction([Batch, Length, 6], new RandomSource(2));
        double[] expected = Recursion(layer, u);

        // Sums of some hundred products of numbers around 1.
        Assert.That(layer.Forward(u).Value.ToArray(), Is.EqualTo(expected).Within(1e-12));
    }

    [TestCaseSource(nameof(Choices))]
    public void Gradients_are_the_difference_quotients(S6Options options) => LayerGradients.Check(
        new S6<double>(6, options, new RandomSource(3)),
        LayerGradients.Direction([Batch, 9, 6], new RandomSource(4)));

    // Theorem 1 of the paper: N = 1, A = −1, B = C = 1 gives h ← (1 − g) h + g u with g = σ(linear(u)).
    [Test]
    public void A_held_input_of_one_state_is_a_gated_recurrence()
    {
        S6<double> layer = OfConstantChannel(new S6Options { StateSize = 1, DtRank = 1, ExactZoh = true });
        (double[] u, NdArray<double> input) = WithConstantChannel(layer);
        double[] y = layer.Forward(input).Value.ToArray();
        double h = 0;
        for (int t = 0; t < u.Length; t++)
        {
            double gate = 1 / (1 + Math.Exp(-((0.7 * u[t]) + layer.DtBias.Value.ToArray()[0])));
            h = ((1 - gate) * h) + (gate * u[t]);
            Assert.That(y[2 * t], Is.EqualTo(h).Within(1e-13), $"step {t}");
        }
    }

    [Test]
    public void Euler_s_weight_gives_another_recurrence()
    {
        S6<double> layer = OfConstantChannel(new S6Options { StateSize = 1, DtRank = 1 });
        S6<double> held = OfConstantChannel(new S6Options { StateSize = 1, DtRank = 1, ExactZoh = true });
        (_, NdArray<double> input) = WithConstantChannel(layer);
        WithConstantChannel(held);
        Assert.That(
            layer.Forward(input).Value.ToArray(), Is.Not.EqualTo(held.Forward(input).Value.ToArray()).Within(1e-4));
    }

    // e^z − 1 would have lost all digits of z = 1e-9 in float.
    [Test]
    public void A_held_input_keeps_its_digits_where_steps_are_tiny()
    {
        S6Options options = new() { StateSize = 4, DtRank = 1, ExactZoh = true };
        S6<float> narrow = new(3, options, new RandomSource(5));
        S6<double> wide = new(3, options, new RandomSource(5));
        foreach ((Parameter<float> to, Parameter<double> from) in narrow.Parameters.Zip(wide.Parameters))
        {
            double[] values = from.Name == "d" ? new double[3]
                : from.Name == "dt_proj.bias" ? [-20, -20.5, -21]
                : from.Variable.Value.ToArray();
            to.Variable.Value.Assign(Array.ConvertAll(values, x => (float)x));
            from.Variable.Value.Assign(Array.ConvertAll(values, x => (double)(float)x));
        }

        NdArray<double> u = LayerGradients.Direction([1, 12, 3], new RandomSource(6));
        float[] rounded = Array.ConvertAll(u.ToArray(), x => (float)x);
        float[] y = narrow.Forward(NdArray<float>.From(rounded, u.Shape)).Value.ToArray();
        double[] expected = wide.Forward(NdArray<double>.From(Array.ConvertAll(rounded, x => (double)x), u.Shape))
            .Value.ToArray();
        double size = expected.Max(Math.Abs);
        Assert.That(size, Is.InRange(1e-12, 1e-6));

        // A few dozen roundings of half an ulp, and those of Δ's exponent, |−21| of them.
        Assert.That(y.Select(x => (double)x), Is.EqualTo(expected).Within(100 * size * Math.ScaleB(1, -24)));
    }

    [Test]
    public void With_weights_that_do_not_change_it_is_a_convolution()
    {
        S6<double> layer = OfConstantChannel(new S6Options { StateSize = 3, DtRank = 1 });
        (double[] u, NdArray<double> input) = WithConstantChannel(layer, fromConstant: true);
        double delta = Math.Log(1 + Math.Exp(0.7 + layer.DtBias.Value.ToArray()[0]));
        double[] y = layer.Forward(input).Value.ToArray();
        for (int t = 0; t < u.Length; t++)
        {
            double sum = 0;
            for (int l = 0; l <= t; l++)
            {
                sum += Enumerable.Range(1, 3).Sum(n => Math.Exp(-l * delta * n)) * delta * u[t - l];
            }

            Assert.That(y[2 * t], Is.EqualTo(sum).Within(1e-12), $"step {t}");
        }
    }

    [Test]
    public void The_initial_values_are_those_of_the_paper()
    {
        S6<double> layer = new(2000, new S6Options { DtRank = 9 }, new RandomSource(7));
        double low = Math.Log(1e-3), high = Math.Log(0.1);
        Assert.Multiple(() =>
        {
            Assert.That(
                layer.ALog.Value.ToArray()[..32],
                Is.EqualTo(Enumerable.Range(0, 32).Select(i => Math.Log((i % 16) + 1))));
            Assert.That(layer.D.Value.ToArray(), Is.All.EqualTo(1.0));
            Assert.That(layer.DtWeight.Value.ToArray(), Is.All.InRange(-1 / 3.0, 1 / 3.0));
            Assert.That(
                HippoGolden.KolmogorovSmirnov(layer.DtWeight.Value.ToArray(), x => (x + (1 / 3.0)) * 1.5),
                Is.LessThan(2.23));
            Assert.That(
                HippoGolden.KolmogorovSmirnov(
                    layer.DtBias.Value.ToArray().Select(x => Math.Log(Math.Log(1 + Math.Exp(x)))),
                    x => (x - low) / (high - low)),
                Is.LessThan(2.23));
        });
    }

    [Test]
    public void Other_initial_values_can_be_asked_for()
    {
        S6<double> layer = new(
            3,
            new S6Options
            {
                StateSize = 3,
                DtRank = 4,
                DtInit = DtInit.Constant,
                DtScale = 3,
                DtMin = 1e-6,
                DtMax = 1e-5,
                DtFloor = 1e-2,
                Complex = true,
            },
            new RandomSource(8));
        Complex[] rates = [.. layer.Rates().Value.ToArray().Zip(layer.Rates().Value.ImaginaryToArray(),
            (re, im) => new Complex(re, im))];
        Assert.Multiple(() =>
        {
            Assert.That(layer.DtWeight.Value.ToArray(), Is.All.EqualTo(1.5));
            Assert.That(
                layer.DtBias.Value.ToArray(),
                Is.All.EqualTo(TimeStepInitialization.InverseSoftplus(1e-2)).Within(1e-14));
            Assert.That(rates.Select(a => a.Real), Is.All.EqualTo(-0.5).Within(1e-15));
            Assert.That(rates.Select(a => a.Imaginary), Is.EqualTo(new double[] { 0, 1, 2, 0, 1, 2, 0, 1, 2 }));
        });
    }

    [Test]
    public void A_rank_of_none_is_a_sixteenth_of_the_channels_rounded_up()
    {
        Assert.Multiple(() =>
        {
            Assert.That(new S6<float>(32, new S6Options(), new RandomSource(1)).DtRank, Is.EqualTo(2));
            Assert.That(new S6<float>(33, new S6Options(), new RandomSource(1)).DtRank, Is.EqualTo(3));
            Assert.That(Mamba.DtRank(768), Is.EqualTo(48));
            Assert.That(Mamba.DtRank(1), Is.EqualTo(1));
        });
    }

    [Test]
    public void A_mixer_starts_with_a_smaller_map_out_where_it_is_one_of_many()
    {
        MambaOptions many = new() { Mixer = new MambaMixerOptions { ResidualBranches = 4 } };
        double[] one = Mamba.Mixer<double>(3, new MambaOptions(), new RandomSource(9)).Output.Weight.Value.ToArray();
        double[] fourth = Mamba.Mixer<double>(3, many, new RandomSource(9)).Output.Weight.Value.ToArray();
        Assert.That(fourth, Is.EqualTo(one.Select(x => x / 2)));
    }

    [Test]
    public void What_does_not_fit_is_refused_with_the_sizes()
    {
        S6<double> layer = new(4, new S6Options(), new RandomSource(1));
        NdArray<double> wrong = NdArray<double>.Zeros([1, 2, 5]);
        Assert.Multiple(() =>
        {
            Assert.That(
                () => new S6<double>(4, new S6Options { Groups = 3 }, new RandomSource(1)),
                Throws.ArgumentException.With.Message.Contains("3 groups do not divide 4 channels"));
            Assert.That(
                () => new S6<double>(4, new S6Options { StateSize = 0 }, new RandomSource(1)),
                Throws.InstanceOf<ArgumentException>().With.Message.Contains("state size of 0"));
            Assert.That(
                () => new S6<double>(0, new S6Options(), new RandomSource(1)),
                Throws.InstanceOf<ArgumentException>());
            Assert.That(
                () => layer.Forward(wrong), Throws.ArgumentException.With.Message.Contains("expected real (B, L, 4)"));
            Assert.That(
                () => layer.Forward(NdArray<double>.Zeros([1, 2, 4]), NdArray<double>.Zeros([1, 3])),
                Throws.ArgumentException.With.Message.Contains("expected real (1, 64)"));
            Assert.That(
                () => Mamba.Mixer<double>(3, new MambaOptions(), new RandomSource(1)).Forward(wrong),
                Throws.ArgumentException.With.Message.Contains("MambaMixer"));
            Assert.That(
                () => Mamba.Mixer<double>(
                    3, new MambaOptions { Mixer = new MambaMixerOptions { ResidualBranches = -1 } },
                    new RandomSource(1)),
                Throws.InstanceOf<ArgumentException>().With.Message.Contains("-1"));
            Assert.That(
                () => new CausalConv1d<double>(3, 9, new RandomSource(1)),
                Throws.InstanceOf<ArgumentException>().With.Message.Contains("1 to 8 taps"));
        });
    }

    // Two channels, the second of them always 1: B = C = 1 come from it. A = −1, −2, …, D = 0.
    private static S6<double> OfConstantChannel(S6Options options) => new(2, options, new RandomSource(10));

    // δ = 0.7 of the first channel, or of the second.
    private static (double[] U, NdArray<double> Input) WithConstantChannel(S6<double> layer, bool fromConstant = false)
    {
        int states = layer.Options.StateSize;
        double[] projection = new double[2 * (1 + (2 * states))];
        projection[fromConstant ? 1 : 0] = 1;
        for (int row = 1; row <= 2 * states; row++)
        {
            projection[(2 * row) + 1] = 1;
        }

        layer.Projection.Weight.Value.Assign(projection);
        layer.DtWeight.Value.Assign([0.7, 0.7]);
        layer.D.Value.Assign([0.0, 0.0]);
        RandomSource random = new(11);
        double[] u = [.. Enumerable.Range(0, Length).Select(_ => random.NextNormal())];
        return (u, NdArray<double>.From([.. u.SelectMany(x => new[] { x, 1.0 })], [1, Length, 2]));
    }

    private static double[] Recursion(S6<double> layer, NdArray<double> input)
    {
        S6Options options = layer.Options;
        int channels = layer.Channels, states = options.StateSize, rank = layer.DtRank, groups = options.Groups;
        int planes = options.Complex ? 2 : 1, size = planes * groups * states;
        double[] u = input.ToArray(), y = new double[u.Length], w = layer.Projection.Weight.Value.ToArray();
        double[] spread = layer.DtWeight.Value.ToArray(), bias = layer.DtBias.Value.ToArray();
        double[] log = layer.ALog.Value.ToArray(), frequency = layer.AIm?.Value.ToArray() ?? new double[log.Length];
        for (int sequence = 0; sequence < input.Shape[0]; sequence++)
        {
            Complex[] h = new Complex[channels * states];
            for (int t = 0; t < input.Shape[1]; t++)
            {
                int row = ((sequence * input.Shape[1]) + t) * channels;
                double[] p = [.. Enumerable.Range(0, rank + (2 * size)).Select(i =>
                    Enumerable.Range(0, channels).Sum(e => w[(i * channels) + e] * u[row + e]))];
                for (int e = 0; e < channels; e++)
                {
                    double raw = bias[e] + Enumerable.Range(0, rank).Sum(r => spread[(e * rank) + r] * p[r]);
                    double delta = Math.Log(1 + Math.Exp(raw)), sum = 0;
                    for (int n = 0; n < states; n++)
                    {
                        int at = (e * states) + n, weight = (e / (channels / groups) * states) + n;
                        Complex a = new(-Math.Exp(log[at]), frequency[at]);
                        Complex decay = Complex.Exp(delta * a);
                        Complex factor = options.ExactZoh ? (decay - 1) / a : delta;
                        h[at] = (decay * h[at]) + (factor * Weight(rank, weight) * u[row + e]);
                        sum += planes * (Weight(rank + size, weight) * h[at]).Real;
                    }

                    y[row + e] = sum + u[row + e];
                }

                Complex Weight(int start, int index) => new(
                    p[start + index], options.Complex ? p[start + (groups * states) + index] : 0);
            }
        }

        return y;
    }
}
