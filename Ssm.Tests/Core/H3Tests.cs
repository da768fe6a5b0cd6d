using Ssm.Autodiff;
using Ssm.Core.Initialization;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

public sealed class H3Tests
{
    // Sums of at most some hundred products of numbers around 1, some of them by transforms.
    private const double Tolerance = 1e-12;

    [TestCase(1, 5)]
    [TestCase(4, 1)]
    [TestCase(4, 3)]
    [TestCase(5, 40)]
    [TestCase(40, 50)]
    public void The_shift_kernel_is_the_correlation_of_B_and_C(int order, int length)
    {
        ShiftSsm<double> layer = Shift(3, order);
        double[] b = layer.B.Value.ToArray(), c = layer.C.Value.ToArray(), expected = new double[length * 3];
        for (int h = 0; h < 3; h++)
        {
            for (int j = 0; j < Math.Min(order, length); j++)
            {
                for (int n = 0; n + j < order; n++)
                {
                    expected[(j * 3) + h] += b[(h * order) + n] * c[(h * order) + n + j];
                }
            }
        }

        AssertClose(layer.Kernel(length).Value.ToArray(), expected);
    }

    [Test]
    public void A_new_shift_layer_is_a_filter_whose_taps_are_C()
    {
        ShiftSsm<double> layer = new(2, 4, new RandomSource(1));
        double[] c = layer.C.Value.ToArray();
        AssertClose(
            layer.Kernel(6).Value.ToArray(), [c[0], c[4], c[1], c[5], c[2], c[6], c[3], c[7], 0, 0, 0, 0]);
    }

    [Test]
    public void The_random_parts_of_the_shift_layer_have_the_published_distributions()
    {
        ShiftSsm<double> layer = new(1000, 16, new RandomSource(2));
        double[] c = layer.C.Value.ToArray();
        Assert.That(c, Is.All.InRange(-0.25, 0.25));
        Assert.That(HippoGolden.KolmogorovSmirnov(c, x => (x + 0.25) / 0.5), Is.LessThan(2.23));
        Assert.That(HippoGolden.VarianceDeviations(layer.D.Value.ToArray(), 1), Is.LessThan(4));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void It_is_attention_without_a_softmax_when_the_state_spaces_are_kernels(int headSize)
    {
        // o[t, d₂, h] = Σ_d₁ q[t, h, d₁] Σ_s K[t − s, h] k̃[s, h, d₁] v[s, h, d₂], written out.
        const int channels = 6, length = 9;
        int heads = channels / headSize;
        RandomSource random = new(3);
        ShiftSsm<double> shift = Shift(channels, 4);
        S4D<double> inner = new(heads, new S4DOptions { Order = 4 }, random);
        H3<double> layer = new(channels, shift, inner, random, headSize);
        Variable<double> u = Normal([1, length, channels], 4);
        double[] q = layer.Query.Forward(u).Value.ToArray(), v = layer.Value.Forward(u).Value.ToArray();
        double[] k = shift.Forward(layer.Key.Forward(u)).Value.ToArray();
        double[] taps = inner.Kernel(length).Value.ToArray(), d = inner.D.Value.ToArray();
        double[] o = new double[length * channels];
        for (int t = 0; t < length; t++)
        {
            for (int h = 0; h < heads; h++)
            {
                for (int d1 = 0; d1 < headSize; d1++)
                {
                    for (int d2 = 0; d2 < headSize; d2++)
                    {
                        double sum = d[h] * Product(t);
                        for (int s = 0; s <= t; s++)
                        {
                            sum += taps[((t - s) * heads) + h] * Product(s);
                        }

                        o[(t * channels) + (d2 * heads) + h] += q[At(t, d1)] * sum;

                        double Product(int s) => k[At(s, d1)] * v[At(s, d2)];
                    }

                    int At(int time, int place) => (time * channels) + (h * headSize) + place;
                }
            }
        }

        double[] expected = layer.Output.Forward(NdArray<double>.From(o, [1, length, channels])).Value.ToArray();
        AssertClose(layer.Forward(u).Value.ToArray(), expected);
    }

    [Test]
    public void The_block_adds_H3_and_then_the_MLP_to_its_input()
    {
        RandomSource random = new(5);
        LayerSequence<double> block = H3Block.Create<double>(6, 4, random, headSize: 2);
        Residual<double> first = (Residual<double>)block.Layers[0], second = (Residual<double>)block.Layers[1];
        Mlp<double> mlp = (Mlp<double>)second.Layer;
        Assert.That((mlp.Up.Outputs, mlp.Down.Inputs), Is.EqualTo((24, 24)));
        Variable<double> u = Normal([2, 7, 6], 6);
        Variable<double> x = u + first.Layer.Forward(Op.LayerNorm(u, null, null, 1e-5));
        Variable<double> inner = Op.GeluTanh(mlp.Up.Forward(Op.LayerNorm(x, null, null, 1e-5)));
        AssertClose(block.Forward(u).Value.ToArray(), (x + mlp.Down.Forward(inner)).Value.ToArray());
    }

    [Test]
    public void The_linear_maps_can_start_as_the_published_ones()
    {
        RandomSource random = new(20);
        LayerSequence<double> block = H3Block.Create<double>(32, 2, random);
        H3Block.InitializeAsPublished(block, 8, random);
        H3<double> layer = (H3<double>)((Residual<double>)block.Layers[0]).Layer;
        Mlp<double> mlp = (Mlp<double>)((Residual<double>)block.Layers[1]).Layer;
        foreach (Linear<double> map in new[] { layer.Query, layer.Key, layer.Value, layer.Output, mlp.Up, mlp.Down })
        {
            double deviation = map == mlp.Down ? 0.02 / 4 : 0.02;
            double[] weights = map.Weight.Value.ToArray();
            Assert.That(HippoGolden.VarianceDeviations(weights, deviation * deviation), Is.LessThan(4));
            Assert.That(map.Bias!.Value.ToArray(), Is.All.Zero);
        }

        LayerSequence<double> other = new([new Lru<double>(4, new LruOptions { Modes = 2 }, random)]);
        Assert.That(
            () => H3Block.InitializeAsPublished(other, 8, random),
            Throws.ArgumentException.With.Message.Contains("'block' has a Lru"));
    }

    [Test]
    public void Any_state_spaces_fit_into_the_scaffold()
    {
        RandomSource random = new(7);
        H3<double> layer = new(
            6,
            new Lru<double>(6, new LruOptions { Modes = 4 }, random),
            new S5<double>(3, new S5Options { StateSize = 4 }, random),
            random,
            headSize: 2);
        Assert.That(layer.StateSize, Is.EqualTo(8 + (4 * 4)));
        Assert.That(layer.Forward(Normal([2, 5, 6], 8)).Shape, Is.EqualTo(new Shape(2, 5, 6)));
    }

    [Test]
    public void Dropout_of_the_parts_acts_while_training_alone()
    {
        RandomSource random = new(9);
        Residual<double> residual = new(
            new Mlp<double>(4, 8, Gelu.Erf, random, dropout: 0.5), new LayerNorm<double>(4), 4, dropout: 0.5);
        Variable<double> u = Normal([2, 3, 4], 10);
        double[] calm = residual.Forward(u).Value.ToArray();
        double[] training = residual.Forward(u, new TrainingPass(new RandomSource(11))).Value.ToArray();
        Assert.That(residual.Forward(u).Value.ToArray(), Is.EqualTo(calm));
        Assert.That(training, Is.Not.EqualTo(calm));
    }

    [Test]
    public void Bad_arguments_are_named()
    {
        RandomSource random = new(12);
        ShiftSsm<double> shift = Shift(6, 2);
        S4D<double> inner = new(6, new S4DOptions { Order = 2 }, random);
        Assert.Multiple(() =>
        {
            Refused(() => Shift(0, 2), "channels");
            Refused(() => Shift(2, 0), "order");
            Refused(() => shift.Kernel(-1), "length");
            Refused(() => shift.Forward(Normal([1, 2, 3], 1)), "ShiftSsm: 'u' is Double(1, 2, 3)");
            Refused(() => _ = new H3<double>(6, shift, inner, random, 4), "H3: 'headSize' is 4, expected a divisor");
            Refused(() => _ = new H3<double>(6, shift, inner, random, 0), "H3: 'headSize' is 0");
            Refused(
                () => new H3<double>(6, shift, inner, random, 2).Forward(Normal([1, 2, 6], 1)),
                "S4D: 'u' is Double(4, 2, 3), expected real (B, L, 6)");
            Refused(() => _ = new Mlp<double>(4, 8, Gelu.Erf, random, 1), "Dropout: the rate");
            Refused(() => _ = new Residual<double>(inner, null, 0), "channels");
            Refused(() => _ = new Residual<double>(inner, null, 6, -1), "Dropout: the rate");
        });

        static void Refused(Action action, string message) => Assert.That(
            action, Throws.InstanceOf<ArgumentException>().With.Message.Contains(message));
    }

    // With B anything.
    private static ShiftSsm<double> Shift(int channels, int order)
    {
        ShiftSsm<double> layer = new(channels, order, new RandomSource(13));
        layer.B.Value.Assign(Normal(layer.B.Shape, 14).Value);
        return layer;
    }

    private static Variable<double> Normal(Shape shape, ulong seed)
    {
        double[] values = new double[shape.Count];
        Initializers.Normal<double>(values, 1, new RandomSource(seed));
        return NdArray<double>.From(values, shape);
    }

    private static void AssertClose(double[] actual, double[] expected)
    {
        Assert.That(actual, Has.Length.EqualTo(expected.Length));
        double worst = actual.Zip(expected, (x, y) => Math.Abs(x - y)).Max();
        Assert.That(worst, Is.LessThanOrEqualTo(Tolerance * Math.Max(1, expected.Max(Math.Abs))));
    }
}
