using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Streaming;
using Ssm.Core.Training;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

/// <summary>Language models: three forms, loss, options, greedy decoding.</summary>
public sealed class LanguageModelTests
{
    private static readonly int[] Tokens = [3, 1, 4, 1, 5, 8, 2, 6, 5, 3, 5, 8];

    private static IEnumerable<MambaModelOptions> Models() =>
    [
        Small(),
        Small() with { TiedEmbedding = false },
        Small() with { Mixer2 = new Mamba2Options { HeadChannels = 4, StateSize = 3, Chunk = 4 } },
    ];

    [TestCaseSource(nameof(Models))]
    public void Tokens_at_once_in_chunks_and_one_by_one_have_the_same_logits(MambaModelOptions options)
    {
        LanguageModel<double> model = MambaModel.Create<double>(options, new RandomSource(1));
        double[] whole = model.Forward(new Indices(Tokens, [1, 12])).Value.ToArray();
        (Variable<double> first, Variable<double> state) = model.Forward(
            new Indices(Tokens.AsSpan(0, 5), [1, 5]), model.ZeroState(1));
        (Variable<double> second, Variable<double> last) = model.Forward(
            new Indices(Tokens.AsSpan(5), [1, 7]), state);
        Assert.That(Op.Concat(1, first, second).Value.ToArray(), Is.EqualTo(whole).Within(1e-12));

        Stepper<double> stepper = model.CreateStepper();
        double[] states = new double[stepper.StateSize], logits = new double[model.Vocabulary];
        for (int t = 0; t < Tokens.Length; t++)
        {
            stepper.Step([Tokens[t]], states, logits);
            Assert.That(
                logits, Is.EqualTo(whole[(t * model.Vocabulary)..((t + 1) * model.Vocabulary)]).Within(1e-12),
                $"token {t}");
        }

        Assert.That(states, Is.EqualTo(last.Value.ToArray()).Within(1e-12));
    }

    [Test]
    public void The_loss_is_the_mean_of_minus_the_logarithm_of_the_next_token_s_share()
    {
        LanguageModel<double> model = MambaModel.Create<double>(Small(), new RandomSource(2));
        Indices tokens = new(Tokens, [2, 6]);
        double[] logits = model.Forward(tokens).Value.ToArray();
        double sum = 0;
        for (int row = 0; row < 2; row++)
        {
            for (int t = 0; t < 5; t++)
            {
                double[] its = logits[(((row * 6) + t) * model.Vocabulary)..((((row * 6) + t) + 1) * model.Vocabulary)];
                sum += Math.Log(its.Sum(Math.Exp)) - its[Tokens[(row * 6) + t + 1]];
            }
        }

        Assert.That(model.Loss(tokens).Value.Item(), Is.EqualTo(sum / 10).Within(1e-13));
    }

    [Test]
    public void Scale_and_soft_cap_do_what_they_say()
    {
        RandomSource random = new(3);
        Embedding<double> embedding = new(7, 4, random);
        Lru<double> block = new(4, new LruOptions { Modes = 3 }, random);
        LanguageModel<double> plain = new(embedding, [block], new RmsNorm<double>(4), new LanguageModelOptions());
        LanguageModel<double> capped = new(
            embedding, [block], new RmsNorm<double>(4),
            new LanguageModelOptions { EmbeddingScale = 2.5, LogitSoftCap = 1.5 });
        Indices tokens = new([0, 6, 2], [1, 3]);
        double[] table = embedding.Table.Value.ToArray();
        double[] logits = capped.Forward(tokens).Value.ToArray();
        embedding.Table.Value.Assign(Array.ConvertAll(table, x => 2.5 * x));
        double[] scaled = plain.Forward(tokens).Value.ToArray();

        // The table that makes the logits is scaled there as well.
        Assert.That(
            logits, Is.EqualTo(scaled.Select(x => 1.5 * Math.Tanh(x / 2.5 / 1.5))).Within(1e-13));
        embedding.Table.Value.Assign(table);
        Stepper<double> stepper = capped.CreateStepper();
        double[] state = new double[stepper.StateSize], y = new double[7];
        stepper.Step([0], state, y);
        Assert.That(y, Is.EqualTo(logits[..7]).Within(1e-13));
    }

    [Test]
    public void Greedy_decoding_takes_the_greatest_logit_of_the_tokens_that_may_be_chosen()
    {
        LanguageModel<double> model = MambaModel.Create<double>(Small(), new RandomSource(4));
        int[] prompt = [1, 2, 3], chosen = model.Greedy(prompt, 6, choices: 5);
        List<int> read = [.. prompt];
        foreach (int token in chosen)
        {
            Variable<double> all = model.Forward(new Indices([.. read], [1, read.Count]));
            double[] logits = all.Value.ToArray()[^model.Vocabulary..];
            Assert.That(logits[token], Is.EqualTo(logits[..5].Max()));
            read.Add(token);
        }

        Assert.That(model.Greedy(prompt, 0), Is.Empty);
    }

    [Test]
    public void A_step_allocates_nothing()
    {
        LanguageModel<float> model = MambaModel.Create<float>(Small(), new RandomSource(5));
        Stepper<float> stepper = model.CreateStepper();
        float[] token = [1], state = new float[stepper.StateSize], y = new float[stepper.OutputSize];
        for (int i = 0; i < 50; i++)
        {
            stepper.Step(token, state, y);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            stepper.Step(token, state, y);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void A_small_model_learns_a_sequence_by_heart()
    {
        LanguageModel<float> model = MambaModel.Create<float>(Small(), new RandomSource(6));
        AdamW<float> optimizer = new(OptimizerGroups.ForStateSpaceModels(model, 1e-2, 1e-2, 0));
        Indices tokens = new(Tokens, [1, 12]);
        for (int step = 0; step < 150; step++)
        {
            using Tape<float> tape = new();
            tape.Watch(model.Variables);
            optimizer.Step(tape.Backward(model.Loss(tokens)));
        }

        Assert.That(model.Greedy(Tokens.AsSpan(0, 1), 11), Is.EqualTo(Tokens[1..]));
    }

    [Test]
    public void What_does_not_fit_is_refused()
    {
        LanguageModel<float> model = MambaModel.Create<float>(Small(), new RandomSource(7));
        RandomSource random = new(8);
        Embedding<float> embedding = new(7, 4, random);
        Lru<float> block = new(4, new LruOptions { Modes = 3 }, random);
        Assert.Multiple(() =>
        {
            Refuses("0 to 8", () => model.Forward(new Indices([9], [1, 1])));
            Refuses("expected (B, L)", () => model.Forward(new Indices([1], [1])));
            Refuses("two tokens or more", () => model.Loss(new Indices([1], [1, 1])));
            Refuses("a prompt of 0 tokens", () => model.Greedy([], 1));
            Refuses("10 choices", () => model.Greedy([1], 1, choices: 10));
            Assert.That(
                () => model.CreateStepper().Step([9f], new float[model.StateSize], new float[9]),
                Throws.ArgumentException.With.Message.Contains("token 9"));
            Refuses("expected (7, 4)", () => new LanguageModel<float>(
                embedding, [block], new RmsNorm<float>(4), new LanguageModelOptions(),
                new Linear<float>(3, 7, random)));
            Refuses("positive", () => new LanguageModel<float>(
                embedding, [block], new RmsNorm<float>(4), new LanguageModelOptions { LogitSoftCap = 0 }));
        });

        static void Refuses(string text, Func<object> call) =>
            Assert.That(() => call(), Throws.InstanceOf<ArgumentException>().With.Message.Contains(text));
    }

    internal static MambaModelOptions Small() => new()
    {
        Vocabulary = 9,
        Channels = 4,
        Layers = 2,
        Mixer = new MambaOptions { Layer = new S6Options { StateSize = 3 } },
    };
}
