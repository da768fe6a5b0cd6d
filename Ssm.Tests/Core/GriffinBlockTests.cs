using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

/// <summary>The blocks of Hawk and Griffin: their parts, their initial values, what they refuse.</summary>
public sealed class GriffinBlockTests
{
    private const int Channels = 4;

    [Test]
    public void A_block_is_what_its_formula_says()
    {
        RandomSource random = new(1);
        GriffinRecurrent<double> mix = new(
            new RgLru<double>(6, new RgLruOptions(), random), Channels, 6, new GriffinRecurrentOptions(), random);
        GatedMlp<double> mlp = new(Channels, 5, new GatedMlpOptions(), random);
        GriffinBlock<double> block = new(mix, mlp, Channels, new GriffinBlockOptions { LearnedSkip = true });
        block.Temporal.Skip!.Value.Assign([0.5]);
        block.Channel.Skip!.Value.Assign([-2.0]);
        Variable<double> u = Array(2, 9, seed: 2);

        Variable<double> normed = Norm(u);
        Variable<double> gate = Op.GeluTanh(mix.GateInput.Forward(normed));
        Variable<double> x = mix.Layer.Forward(mix.Convolution.Forward(mix.Input.Forward(normed)));
        Variable<double> first = Op.Scale(u, 0.5) + mix.Output.Forward(gate * x);
        Variable<double> again = Norm(first);
        Variable<double> product = Op.GeluTanh(mlp.Gate.Forward(again)) * mlp.Up.Forward(again);
        Variable<double> expected = Op.Scale(first, -2) + mlp.Down.Forward(product);
        Assert.That(
            block.Forward(u).Value.ToArray(), Is.EqualTo(expected.Value.ToArray()).Within(1e-13));
    }

    [Test]
    public void Gradients_of_parameters_agree_with_difference_quotients([Values] bool ofSsmBenchmark)
    {
        RandomSource random = new(3);
        GriffinBlock<double> block = ofSsmBenchmark
            ? HawkBlock.Create<double>(Channels, new HawkBlockOptions { InnerChannels = 6 }, random)
            : new GriffinBlock<double>(
                new LocalAttention<double>(Channels, new LocalAttentionOptions { Window = 2 }, random),
                new GatedMlp<double>(Channels, 5, new GatedMlpOptions(), random),
                Channels,
                new GriffinBlockOptions { LearnedSkip = true });
        Variable<double> u = Array(2, 6, seed: 4);
        ParameterGradients.Check(block, () => block.Forward(u));
    }

    [Test]
    public void Weights_have_the_published_variances()
    {
        const int Width = 64, Inner = 96, Layers = 6;
        GriffinRecurrent<double> block = new(
            new RgLru<double>(Inner, new RgLruOptions { GateBlocks = 2 }, new RandomSource(5)), Width, Inner,
            new GriffinRecurrentOptions { ModelLayers = Layers }, new RandomSource(6));
        GatedMlp<double> mlp = new(Width, 192, new GatedMlpOptions { ModelLayers = Layers }, new RandomSource(7));
        LocalAttention<double> attention = new(
            Width, new LocalAttentionOptions { Heads = 2, ModelLayers = Layers }, new RandomSource(8));
        BlockDiagonalLinear<double> gate = (BlockDiagonalLinear<double>)((RgLru<double>)block.Layer).InputGate;
        foreach ((Variable<double> weight, double variance) in new[]
        {
            (block.Input.Weight, 1.0 / Width), (block.GateInput.Weight, 1.0 / Width),
            (block.Output.Weight, 2.0 / (Layers * Inner)), (block.Convolution.Weight, 0.01 / 4),
            (gate.Weight, 2.0 / Inner), (mlp.Gate.Weight, 1.0 / Width), (mlp.Up.Weight, 1.0 / Width),
            (mlp.Down.Weight, 2.0 / (Layers * 192)), (attention.Query.Weight, 1.0 / Width),
            (attention.Key.Weight, 1.0 / Width), (attention.Value.Weight, 1.0 / Width),
            (attention.Output.Weight, 2.0 / (Layers * Width)),
        })
        {
            Assert.That(HippoGolden.VarianceDeviations(weight.Value.ToArray(), variance), Is.LessThan(4));
        }

        Assert.That(
            block.Parameters.Concat(mlp.Parameters).Concat(attention.Parameters)
                .Where(p => p.Name.EndsWith("bias", StringComparison.Ordinal) || p.Name.EndsWith(".b"))
                .SelectMany(p => p.Variable.Value.ToArray()),
            Is.All.Zero);
    }

    [Test]
    public void A_skip_that_is_learned_starts_as_none_and_has_a_gradient()
    {
        Variable<double> u = Array(2, 5, seed: 9);
        double[] plain = Make(learned: false).Forward(u).Value.ToArray();
        ResidualBlock<double> block = Make(learned: true);
        Assert.That(block.Forward(u).Value.ToArray(), Is.EqualTo(plain));
        block.Skip!.Value.Assign([0.25]);
        Assert.That(
            block.Forward(u).Value.ToArray(),
            Is.EqualTo(plain.Zip(u.Value.ToArray(), (y, x) => y - (0.75 * x))).Within(1e-13));
        ParameterGradients.Check(block, () => block.Forward(u));

        static ResidualBlock<double> Make(bool learned)
        {
            RandomSource random = new(10);
            return new ResidualBlock<double>(
                new Lru<double>(Channels, new LruOptions { Modes = 3 }, random), Channels,
                new BlockOptions { LearnedSkip = learned }, random);
        }
    }

    [Test]
    public void Dropout_of_Hawk_is_of_the_whole_stream_and_only_while_training()
    {
        HawkBlockOptions options = new() { InnerChannels = 6, Dropout = 0.5 };
        GriffinBlock<double> block = HawkBlock.Create<double>(Channels, options, new RandomSource(11));
        Variable<double> u = Array(4, 50, seed: 12);
        double[] trained = block.Forward(u, new TrainingPass(new RandomSource(13))).Value.ToArray();
        Assert.That(trained.Count(x => x == 0) / (double)trained.Length, Is.EqualTo(0.5).Within(0.1));
        Assert.That(block.Forward(u).Value.ToArray(), Has.None.EqualTo(0.0));
    }

    [Test]
    public void The_norm_by_length_leaves_zeros_and_gives_rows_of_one_length()
    {
        L2Norm<float> norm = new(3);
        float[] y = norm.Forward(NdArray<float>.From([0, 0, 0, 3e-18f, 0, 4e-18f], [1, 2, 3])).Value.ToArray();
        Assert.That(y[..3], Is.All.Zero);
        Assert.That(y[3], Is.EqualTo(0.6 * Math.Sqrt(3)).Within(1e-2));
        double[] wide = new L2Norm<double>(3).Forward(NdArray<double>.From([3e-50, 0, 4e-50], [1, 1, 3]))
            .Value.ToArray();
        Assert.That(wide, Is.EqualTo(new[] { 0.6, 0, 0.8 }.Select(x => x * Math.Sqrt(3))).Within(1e-12));
    }

    [Test]
    public void Sizes_that_do_not_fit_are_refused()
    {
        RandomSource random = new(1);
        RgLru<double> unit = new(6, new RgLruOptions(), random);
        GatedMlp<double> mlp = new(Channels, 5, new GatedMlpOptions(), random);
        Assert.That(
            () => new GriffinRecurrent<double>(
                unit, Channels, 6, new GriffinRecurrentOptions { ConvolutionWidth = 9 }, random),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("1 to 8 taps"));
        Assert.That(
            () => new GriffinBlock<double>(mlp, mlp, Channels, new GriffinBlockOptions { Dropout = 1 }),
            Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => new GriffinBlock<double>(mlp, mlp, Channels, new GriffinBlockOptions { Norm = (GriffinNorm)9 }),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("no such norm"));
        GriffinRecurrent<double> narrow = new(unit, Channels, 5, new GriffinRecurrentOptions(), random);
        Assert.That(
            () => narrow.Forward(Array(1, 3, seed: 1)),
            Throws.ArgumentException.With.Message.Contains("expected real (B, L, 6)"));
    }

    private static Variable<double> Norm(Variable<double> x) =>
        x * Op.Rsqrt(Op.AddConstant(Op.Mean(Op.Square(x), axis: 2, keep: true), 1e-6));

    private static Variable<double> Array(int batch, int length, ulong seed) => NdArray<double>.From(
        ParameterGradients.Draw(batch * length * Channels, new RandomSource(seed)), [batch, length, Channels]);
}
