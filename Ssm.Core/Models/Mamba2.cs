using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Implementation;
using Ssm.Core.Initialization;
using Ssm.Core.Layers;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Models;

/// <summary>Mamba-2: heads with one decay each, computed in chunks by matrix products.</summary>
/// <remarks>
/// <code>
///   (z, xBC, δ) = W_in u,   (x, B, C) = silu(conv(xBC)),   Δ = softplus(δ + b),   A = −exp(A_log)
///   S[t] = e^(Δ[t] A) S[t−1] + Δ[t] x[t] B[t]ᵀ,   y[t] = S[t] C[t] + D x[t]               for each head
///   out = W_out norm(y, z)
/// </code>
/// With a gated unit beside it, W_in gives (z₀, x₀) first and W_out takes (silu(z₀) ⊙ x₀, norm(y, z)). Dao and Gu,
/// "Transformers are SSMs", 2024, arXiv:2405.21060; state-spaces/mamba <c>mamba_ssm/modules/mamba2.py</c> and
/// <c>mamba2_simple.py</c>. The state is the last K − 1 inputs of the convolution, then S; where the states before the
/// first step are trained, S is kept as its distance from them, so that zero is the start. Shapes: H channels outside,
/// E inside in heads of P, G groups of heads that share B and C, N states.
/// </remarks>
public sealed class Mamba2<T> : SequenceLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A mixer at its initial values.</summary>
    /// <param name="channels">Channels, H.</param>
    /// <param name="options">The choices.</param>
    /// <param name="random">Where the random parts are drawn from.</param>
    /// <param name="backend">The device.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public Mamba2(int channels, Mamba2Options options, RandomSource random, IBackend<T>? backend = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        InnerChannels = options.InnerChannels == 0 ? checked(2 * channels) : options.InnerChannels;
        Check(InnerChannels, options);
        Channels = channels;
        Options = options;
        Heads = InnerChannels / options.HeadChannels;
        int rows = (2 * options.MlpChannels) + InnerChannels + ConvolutionChannels + Heads;
        Input = AddPart("in_proj", new Linear<T>(channels, rows, random, options.Bias, backend));
        Convolution = AddPart("conv1d", new CausalConv1d<T>(
            ConvolutionChannels, options.ConvolutionWidth, random, options.ConvolutionBias, backend));
        double[] biases = SelectiveInitialization.StepBiases(
            Heads, options.DtMin, options.DtMax, options.DtFloor, random);
        double[] rates = SelectiveInitialization.LogUniformRates(Heads, options.RateMin, options.RateMax, random);
        DtBias = AddParameter("dt_bias", ArrayOf.Real<T>(biases, [Heads], backend), ParameterKind.NoDecay);
        ALog = AddParameter("a_log", ArrayOf.Real<T>(rates, [Heads], backend), ParameterKind.NoDecay);
        Shape skip = [options.SkipPerChannel ? InnerChannels : Heads];
        D = AddParameter("d", NdArray<T>.Full(skip, T.One, backend), ParameterKind.NoDecay);
        Shape states = [Heads, options.HeadChannels, options.StateSize];
        Start = options.TrainedStart
            ? AddParameter("init_states", NdArray<T>.Zeros(states, backend), ParameterKind.NoDecay)
            : null;
        Normalization = options.Norm
            ? AddPart("norm", new GatedRmsNorm<T>(
                InnerChannels, options.NormGroups, options.NormBeforeGate, backend: backend))
            : null;
        Output = AddPart("out_proj", new Linear<T>(
            InnerChannels + options.MlpChannels, channels, random, options.Bias, backend));
        Output.ShrinkForResiduals(options.ResidualBranches);
    }

    /// <summary>The choices this mixer was made with.</summary>
    public Mamba2Options Options { get; }

    /// <summary>Channels, H.</summary>
    public int Channels { get; }

    /// <summary>Channels inside, E.</summary>
    public int InnerChannels { get; }

    /// <summary>Heads, E/P.</summary>
    public int Heads { get; }

    /// <summary>W_in: the rows of the gated unit where there is one, of z, x, B, C, and δ.</summary>
    public Linear<T> Input { get; }

    /// <summary>The convolution over x, B and C.</summary>
    public CausalConv1d<T> Convolution { get; }

    /// <summary>b, (heads).</summary>
    public Variable<T> DtBias { get; }

    /// <summary>log(−A), (heads).</summary>
    public Variable<T> ALog { get; }

    /// <summary>D, (heads) or (E).</summary>
    public Variable<T> D { get; }

    /// <summary>The states before the first step, (heads, P, N); null where they are zero.</summary>
    public Variable<T>? Start { get; }

    /// <summary>The gated norm; null where there is none.</summary>
    public GatedRmsNorm<T>? Normalization { get; }

    /// <summary>W_out.</summary>
    public Linear<T> Output { get; }

    /// <summary>The last K − 1 inputs of the convolution, (K − 1, E + 2GN), then S, (heads, P, N).</summary>
    public override int StateSize => Convolution.StateSize + (InnerChannels * Options.StateSize);

    private int ConvolutionChannels => InnerChannels + (2 * WeightSize);

    // Numbers of B, or of C, at one step.
    private int WeightSize => Options.Groups * Options.StateSize;

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)               // (B, L, H)
    {
        RequireInput(nameof(Mamba2<>), u, Channels);
        Projected p = Project(u);
        return Finish(p, Scan(Convolution.Forward(p.Mixed, pass), p.Delta, initial: null).Y);
    }

    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, TrainingPass? pass = null)
    {
        RequireInput(nameof(Mamba2<>), u, Channels);
        RequireState(nameof(Mamba2<>), u, state);
        int batch = u.Shape[0], taps = Convolution.StateSize;
        Projected p = Project(u);
        (Variable<T> mixed, Variable<T> before) = Convolution.Forward(p.Mixed, Op.Slice(state, 1, 0, taps), pass);
        Variable<T> initial = Op.Reshape(
            Op.Slice(state, 1, taps, StateSize - taps), [batch, Heads, Options.HeadChannels, Options.StateSize]);
        (Variable<T> y, Variable<T> final) = Scan(mixed, p.Delta, initial);
        return (Finish(p, y), Op.Concat(1, before, Op.Reshape(final, [batch, StateSize - taps])));
    }

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper() => new Mamba2Stepper<T>(this);

    private Projected Project(Variable<T> u)
    {
        int mlp = Options.MlpChannels;
        Variable<T>[] parts = Op.Split(
            Input.Forward(u), -1, mlp, mlp, InnerChannels, ConvolutionChannels, Heads);
        return new Projected(parts[0], parts[1], parts[2], parts[3], parts[4]);
    }

    // From what the convolution gives and δ to y, (B, L, E), and what is kept of the last states.
    private (Variable<T> Y, Variable<T> Final) Scan(Variable<T> mixed, Variable<T> step, Variable<T>? initial)
    {
        Shape rows = mixed.Shape;
        Variable<T>[] parts = Op.Split(Op.Silu(mixed), -1, InnerChannels, WeightSize, WeightSize);
        Shape weights = [rows[0], rows[1], Options.Groups, Options.StateSize];
        Variable<T> x = Op.Reshape(parts[0], [rows[0], rows[1], Heads, Options.HeadChannels]);
        Variable<T> delta = Steps(step);                                                        // (B, L, heads)
        if (Start is not null)
        {
            Shape shape = [rows[0], .. Start.Shape.Sizes];
            initial = initial is null ? Op.BroadcastTo(Start, shape) : initial + Start;
        }

        (Variable<T> y, Variable<T> final) = Op.StateSpaceDual(
            x * Op.Reshape(delta, [.. delta.Shape.Sizes, 1]), delta * -Op.Exp(ALog), Op.Reshape(parts[1], weights),
            Op.Reshape(parts[2], weights), Options.Chunk, initial);
        Variable<T> skip = Op.Reshape(D, [Heads, D.Shape[0] / Heads]);
        return (Op.Reshape(y + (skip * x), parts[0].Shape), Start is null ? final : final - Start);
    }

    private Variable<T> Steps(Variable<T> step)
    {
        Variable<T> delta = Op.Softplus(step + DtBias);
        return Options.DtLowest > 0 || double.IsFinite(Options.DtHighest)
            ? Op.Clamp(delta, T.CreateSaturating(Options.DtLowest), T.CreateSaturating(Options.DtHighest))
            : delta;
    }

    private Variable<T> Finish(Projected p, Variable<T> y)
    {
        Variable<T> normed = Normalization is null ? Op.SwiGlu(p.Z, y) : Normalization.Forward(y, p.Z);
        return Output.Forward(Options.MlpChannels == 0
            ? normed
            : Op.Concat(2, Op.SwiGlu(p.MlpGate, p.MlpInput), normed));
    }

    private static void Check(int inner, Mamba2Options options)
    {
        if (options.HeadChannels < 1 || options.Groups < 1 || options.StateSize < 1 || options.MlpChannels < 0
            || options.Chunk < 1 || inner < 1 || inner % options.HeadChannels != 0
            || inner / options.HeadChannels % options.Groups != 0)
        {
            throw new ArgumentException(
                $"Mamba2: {inner} channels inside in heads of {options.HeadChannels}, {options.Groups} groups, " +
                    $"{options.StateSize} states, {options.MlpChannels} channels beside, chunks of {options.Chunk}; " +
                    "expected channels in whole heads, heads in whole groups, and nothing negative or empty.",
                nameof(options));
        }

        if (!(options.DtLowest >= 0 && options.DtLowest <= options.DtHighest))
        {
            throw new ArgumentException(
                $"Mamba2: steps between {options.DtLowest} and {options.DtHighest}, expected 0 or more, in this order.",
                nameof(options));
        }
    }

    private sealed record Projected(
        Variable<T> MlpGate, Variable<T> MlpInput, Variable<T> Z, Variable<T> Mixed, Variable<T> Delta);
}
