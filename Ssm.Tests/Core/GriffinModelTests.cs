using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

/// <summary>The language model of Hawk and Griffin in its forms; its numbers are judged by the golden files.</summary>
public sealed class GriffinModelTests
{
    private static readonly GriffinOptions Tiny = new()
    {
        Vocabulary = 11,
        Width = 8,
        MlpWidth = 12,
        Heads = 2,
        Blocks = GriffinOptions.Griffin(4),
        LruWidth = 6,
        Window = 3,
    };

    [Test]
    public void Tokens_one_by_one_give_the_logits_of_the_whole()
    {
        LanguageModel<double> model = GriffinModel.Create<double>(Tiny, new RandomSource(1));
        Indices tokens = Tokens(2, 14);
        double[] whole = model.Forward(tokens).Value.ToArray();
        Stepper<double> stepper = model.CreateStepper();
        double[] logits = new double[Tiny.Vocabulary];
        for (int row = 0; row < 2; row++)
        {
            double[] state = new double[stepper.StateSize];
            for (int t = 0; t < 14; t++)
            {
                int at = (row * 14) + t;
                stepper.Step([tokens.Values[at]], state, logits);
                Assert.That(
                    logits, Is.EqualTo(whole[(at * logits.Length)..((at + 1) * logits.Length)]).Within(1e-12));
            }
        }
    }

    [Test]
    public void Packed_documents_are_as_if_alone_whole_and_in_chunks()
    {
        LanguageModel<double> model = GriffinModel.Create<double>(Tiny, new RandomSource(2));
        Indices tokens = Tokens(2, 12);
        Segments segments = Segments.FromIds(
            [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1], 2, 12);
        double[] packed = model.Forward(tokens, segments).Value.ToArray();
        (Variable<double> first, Variable<double> state) =
            model.Forward(Columns(tokens, 0, 7), model.ZeroState(2), segments.Slice(0, 7));
        (Variable<double> second, _) = model.Forward(Columns(tokens, 7, 5), state, segments.Slice(7, 5));
        double[] chunks = Op.Concat(1, first, second).Value.ToArray();
        foreach (Segment segment in segments.Items)
        {
            int at = (segment.Row * 12) + segment.Start, count = segment.Length * Tiny.Vocabulary;
            double[] alone = model.Forward(
                new Indices(tokens.Values.Slice(at, segment.Length), [1, segment.Length])).Value.ToArray();
            int from = at * Tiny.Vocabulary;
            Assert.That(packed[from..(from + count)], Is.EqualTo(alone).Within(1e-12));
            Assert.That(chunks[from..(from + count)], Is.EqualTo(alone).Within(1e-12));
        }
    }

    [Test]
    public void Griffin_has_attention_in_every_third_block_and_Hawk_has_none()
    {
        LanguageModel<double> griffin = GriffinModel.Create<double>(Tiny, new RandomSource(3));
        Assert.That(
            griffin.Blocks.Layers.Select(b => ((GriffinBlock<double>)b).Temporal.Layer is LocalAttention<double>),
            Is.EqualTo(new[] { false, false, true, false }));
        LanguageModel<double> hawk = GriffinModel.Create<double>(
            Tiny with { Blocks = GriffinOptions.Hawk(3) }, new RandomSource(3));
        Assert.That(
            hawk.Blocks.Layers.Select(b => ((GriffinBlock<double>)b).Temporal.Layer),
            Is.All.TypeOf<GriffinRecurrent<double>>());
        Assert.That(GriffinOptions.RecurrentGemma2B.Blocks.Count(k => k == GriffinBlockKind.Attention), Is.EqualTo(8));
    }

    [Test]
    public void Logits_are_capped_and_gradients_agree_with_difference_quotients()
    {
        GriffinOptions options = Tiny with { Blocks = GriffinOptions.Griffin(3), LogitSoftCap = 2 };
        LanguageModel<double> model = GriffinModel.Create<double>(options, new RandomSource(4));
        Indices tokens = Tokens(1, 5);
        ParameterGradients.Check(model, () => model.Forward(tokens));
        model.Embedding.Table.Value.Assign(NdArray<double>.Full(model.Embedding.Table.Shape, 1e3));
        Assert.That(model.Forward(tokens).Value.ToArray(), Is.All.InRange(-2.0, 2.0));
    }

    [Test]
    public void Sizes_and_tokens_that_do_not_fit_are_refused()
    {
        RandomSource random = new(5);
        Assert.That(
            () => GriffinModel.Create<double>(Tiny with { Blocks = [] }, random),
            Throws.ArgumentException.With.Message.Contains("expected one layer or more"));
        Assert.That(
            () => GriffinModel.Create<double>(Tiny with { LruWidth = 7 }, random),
            Throws.ArgumentException.With.Message.Contains("2 groups do not divide 7 channels"));
        Assert.That(
            () => GriffinModel.Create<double>(Tiny with { LogitSoftCap = -1 }, random),
            Throws.ArgumentException.With.Message.Contains("'LogitSoftCap' is -1"));
        LanguageModel<double> model = GriffinModel.Create<double>(Tiny, random);
        Assert.That(
            () => model.Forward(new Indices([1, 2], [2])), Throws.ArgumentException.With.Message.Contains("(B, L)"));
        Assert.That(
            () => model.Forward(new Indices([11], [1, 1])), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static Indices Tokens(int batch, int length)
    {
        RandomSource random = new(6);
        return new Indices(
            [.. Enumerable.Range(0, batch * length).Select(_ => random.NextInt32(Tiny.Vocabulary))], [batch, length]);
    }

    private static Indices Columns(Indices tokens, int start, int count)
    {
        int length = tokens.Shape[1];
        int[] values = tokens.Values.ToArray();
        return new Indices(
            [.. values.Where((_, i) => i % length >= start && i % length < start + count)],
            [tokens.Shape[0], count]);
    }
}
