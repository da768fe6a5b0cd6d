using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Implementation;
using Ssm.Core.Layers;
using Ssm.Core.Scaffolding;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Models;

/// <summary>The language model of Hawk and Griffin: embedding, blocks, norm, and the embedding again for the logits.
/// </summary>
/// <remarks>
/// De et al., 2024, arXiv:2402.19427; Botev et al., "RecurrentGemma", 2024, arXiv:2404.07839;
/// google-deepmind/recurrentgemma <c>torch/griffin.py</c>. Embeddings are multiplied by √H rounded to bfloat16, logits
/// capped by a tanh. Shapes: B batch, L time, H channels, V tokens.
/// </remarks>
public sealed class GriffinModel<T> : Module<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _scale;

    /// <summary>A model at its initial values: the embedding from N(0, 1/H), the blocks as their parts say.</summary>
    /// <param name="options">The sizes.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="backend">The device.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public GriffinModel(GriffinOptions options, RandomSource random, IBackend<T>? backend = null)
        : this(options, backend, RequireRandom(random))
    {
    }

    private GriffinModel(GriffinOptions options, IBackend<T>? backend, RandomSource? random)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Vocabulary, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Width, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.LruWidth);
        if (!(options.LogitSoftCap >= 0))
        {
            throw new ArgumentException(
                $"GriffinModel: 'LogitSoftCap' is {options.LogitSoftCap}, expected 0 or more.", nameof(options));
        }

        Options = options;
        _scale = options.ScaleEmbedding ? T.CreateChecked(RootInBFloat16(options.Width)) : T.One;
        Embedding = AddPart("embedder", new Embedding<T>(
            Weights.Normal([options.Vocabulary, options.Width], options.Width, random, backend)));
        GriffinParts<T> parts = new(options, random, backend);
        Blocks = AddPart("blocks", new LayerSequence<T>([.. options.Blocks.Select(parts.Block)]));
        FinalNorm = AddPart("final_norm", new RmsNorm<T>(options.Width, 1e-6, offset: 1, backend));
    }

    /// <summary>The sizes this model was made with.</summary>
    public GriffinOptions Options { get; }

    /// <summary>The embedding, which also makes the logits.</summary>
    public Embedding<T> Embedding { get; }

    /// <summary>The blocks.</summary>
    public LayerSequence<T> Blocks { get; }

    /// <summary>The norm before the logits.</summary>
    public RmsNorm<T> FinalNorm { get; }

    /// <summary>A model of zeros, to be loaded.</summary>
    internal static GriffinModel<T> OfZeros(GriffinOptions options, IBackend<T>? backend) =>
        new(options, backend, random: null);

    /// <summary>Logits of whole sequences.</summary>
    /// <param name="tokens">(B, L).</param>
    /// <param name="pass">Present while training.</param>
    /// <returns>(B, L, V).</returns>
    public Variable<T> Forward(Indices tokens, TrainingPass? pass = null) =>
        Logits(Blocks.Forward(Embed(tokens), pass), pass);

    /// <summary>Logits of a chunk that goes on from a state.</summary>
    /// <param name="tokens">(B, L).</param>
    /// <param name="state">(B, the state size of <see cref="Blocks"/>).</param>
    /// <param name="pass">Present while training.</param>
    /// <returns>The logits, and the state after the last token.</returns>
    public (Variable<T> Logits, Variable<T> State) Forward(
        Indices tokens, Variable<T> state, TrainingPass? pass = null)
    {
        (Variable<T> x, Variable<T> next) = Blocks.Forward(Embed(tokens), state, pass);
        return (Logits(x, pass), next);
    }

    /// <summary>Logits of packed or padded rows, each sequence as if it were alone.</summary>
    /// <param name="tokens">(B, L).</param>
    /// <param name="segments">Which tokens belong together, and which are padding.</param>
    /// <param name="pass">Present while training.</param>
    /// <returns>(B, L, V); those of padding mean nothing.</returns>
    public Variable<T> Forward(Indices tokens, Segments segments, TrainingPass? pass = null) =>
        Logits(Blocks.Forward(Embed(tokens), segments, pass), pass);

    /// <summary>Logits of a chunk of packed or padded rows that goes on from a state.</summary>
    /// <param name="tokens">(B, L).</param>
    /// <param name="state">(B, the state size of <see cref="Blocks"/>).</param>
    /// <param name="segments">Which tokens belong together, and which are padding.</param>
    /// <param name="pass">Present while training.</param>
    /// <returns>The logits, and the state after each row's last token that is not padding.</returns>
    public (Variable<T> Logits, Variable<T> State) Forward(
        Indices tokens, Variable<T> state, Segments segments, TrainingPass? pass = null)
    {
        (Variable<T> x, Variable<T> next) = Blocks.Forward(Embed(tokens), state, segments, pass);
        return (Logits(x, pass), next);
    }

    /// <summary>The state before the first token of a batch: zeros.</summary>
    public Variable<T> ZeroState(int batch) => Blocks.ZeroState(batch, Embedding.Table.Backend);

    /// <summary>The model one token at a time: the sample is the token's number, the output the logits.</summary>
    public Stepper<T> CreateStepper() => new GriffinStepper(this);

    private static RandomSource RequireRandom(RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return random;
    }

    private static float RootInBFloat16(int width) => BrainFloat.Expand(BrainFloat.Round(MathF.Sqrt(width)));

    private Variable<T> Embed(Indices tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return tokens.Shape.Rank == 2
            ? Op.Scale(Embedding.Forward(tokens), _scale)
            : throw new ArgumentException(
                $"GriffinModel: 'tokens' has shape {tokens.Shape}, expected (B, L).", nameof(tokens));
    }

    private Variable<T> Logits(Variable<T> x, TrainingPass? pass)
    {
        Variable<T> logits = Op.Linear(FinalNorm.Forward(x, pass), Embedding.Table);
        T cap = T.CreateChecked(Options.LogitSoftCap);
        return cap == T.Zero ? logits : Op.Scale(Op.Tanh(Op.Scale(logits, T.One / cap)), cap);
    }

    private sealed class GriffinStepper : Stepper<T>
    {
        private readonly Stepper<T> _embedding;
        private readonly Stepper<T> _blocks;
        private readonly Stepper<T> _norm;
        private readonly T[] _table;
        private readonly T[] _x;
        private readonly T _scale;
        private readonly T _cap;

        internal GriffinStepper(GriffinModel<T> model)
        {
            _embedding = model.Embedding.CreateStepper();
            _blocks = model.Blocks.CreateStepper();
            _norm = model.FinalNorm.CreateStepper();
            _table = model.Embedding.Table.Value.ToArray();
            _x = new T[model.Options.Width];
            OutputSize = model.Options.Vocabulary;
            (_scale, _cap) = (model._scale, T.CreateChecked(model.Options.LogitSoftCap));
        }

        public override int InputSize => 1;

        public override int OutputSize { get; }

        public override int StateSize => _blocks.StateSize;

        protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
        {
            _embedding.StepCore(u, default, _x);
            Elementwise.Unary(new Scale<T>(_scale), _x, _x.AsSpan());
            _blocks.StepCore(_x, state, _x);
            _norm.StepCore(_x, default, _x);
            MatMul.Multiply<T>(
                _x, _table, y, new MatMulShape(1, OutputSize, _x.Length, TransposeRight: true), accumulate: false,
                threads: 1);
            if (_cap != T.Zero)
            {
                Elementwise.Unary(new Scale<T>(T.One / _cap), y, y);
                Elementwise.Unary<T, Tanh<T>>(default, y, y);
                Elementwise.Unary(new Scale<T>(_cap), y, y);
            }
        }
    }
}
