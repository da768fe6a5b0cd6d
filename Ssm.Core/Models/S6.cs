using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Implementation;
using Ssm.Core.Initialization;
using Ssm.Core.Layers;
using Ssm.Core.Parametrization;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Models;

/// <summary>S6, the selective state space of Mamba: Δ, B and C are made from the input at every step.</summary>
/// <remarks>
/// <code>
///   (δ, B, C)[t] = W u[t],   Δ[t] = softplus(W_Δ δ[t] + b)                     δ (R), Δ (E), B and C (G, N)
///   h[t] = e^(Δ[t] A) ⊙ h[t−1] + Δ[t] B[t] u[t]                                h (E, N), A = −exp(A_log)
///   y[t] = ⟨C[t], h[t]⟩ + D u[t]
/// </code>
/// With <see cref="S6Options.ExactZoh"/> the input's weight is (e^(Δ A) − 1)/A·B in place of ΔB. A complex layer has
/// A = −exp(A_log) + i·a, and y = 2 Re ⟨C, h⟩ + D u. Gu and Dao, "Mamba: Linear-Time Sequence Modeling with Selective
/// State Spaces", 2023, arXiv:2312.00752, algorithm 2; state-spaces/mamba <c>mamba_ssm/modules/mamba_simple.py</c>.
/// Shapes: E channels, N states, G groups of channels that share B and C, R numbers for the step sizes.
/// </remarks>
public sealed class S6<T> : SequenceLayer<T>, IGatedLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A layer at its initial values.</summary>
    /// <param name="channels">Channels, E.</param>
    /// <param name="options">The choices.</param>
    /// <param name="random">Where the random parts are drawn from.</param>
    /// <param name="backend">The device.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public S6(int channels, S6Options options, RandomSource random, IBackend<T>? backend = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        Check(channels, options);
        Channels = channels;
        Options = options;
        DtRank = options.DtRank == 0 ? (channels + 15) / 16 : options.DtRank;
        Projection = AddPart(
            "x_proj", new Linear<T>(channels, DtRank + (2 * WeightSize), random, bias: false, backend));
        double[] weights = SelectiveInitialization.StepWeights(
            channels, DtRank, options.DtInit, options.DtScale, random);
        double[] biases = SelectiveInitialization.StepBiases(
            channels, options.DtMin, options.DtMax, options.DtFloor, random);
        DtWeight = AddParameter("dt_proj.weight", ArrayOf.Real<T>(weights, [channels, DtRank], backend));
        DtBias = AddParameter("dt_proj.bias", ArrayOf.Real<T>(biases, [channels], backend), ParameterKind.NoDecay);
        Shape rates = [channels, options.StateSize];
        if (options.Complex)
        {
            (double[] log, double[] frequencies) =
                SelectiveInitialization.ComplexRates(channels, options.StateSize);
            ALog = AddParameter("a_log", ArrayOf.Real<T>(log, rates, backend), ParameterKind.NoDecay);
            AIm = AddParameter("a_im", ArrayOf.Real<T>(frequencies, rates, backend), ParameterKind.NoDecay);
        }
        else
        {
            double[] log = SelectiveInitialization.LogRates(channels, options.StateSize);
            ALog = AddParameter("a_log", ArrayOf.Real<T>(log, rates, backend), ParameterKind.NoDecay);
        }

        D = AddParameter("d", NdArray<T>.Full([channels], T.One, backend), ParameterKind.NoDecay);
    }

    /// <summary>The choices this layer was made with.</summary>
    public S6Options Options { get; }

    /// <summary>Channels, E.</summary>
    public int Channels { get; }

    /// <summary>Numbers that the step sizes of a time step are made from, R.</summary>
    public int DtRank { get; }

    /// <summary>W, (R + 2GN, E): rows of δ, B and C, of a complex layer real before imaginary parts.</summary>
    public Linear<T> Projection { get; }

    /// <summary>W_Δ, (E, R).</summary>
    public Variable<T> DtWeight { get; }

    /// <summary>b, (E).</summary>
    public Variable<T> DtBias { get; }

    /// <summary>log(−Re A), (E, N).</summary>
    public Variable<T> ALog { get; }

    /// <summary>Im A, (E, N); null where the layer is real.</summary>
    public Variable<T>? AIm { get; }

    /// <summary>D, (E).</summary>
    public Variable<T> D { get; }

    /// <summary>(E, N); of a complex layer the real parts, then the imaginary parts.</summary>
    public override int StateSize => Planes * Channels * Options.StateSize;

    // Numbers of B, or of C, at one step.
    internal int WeightSize => Planes * Options.Groups * Options.StateSize;

    private int Planes => Options.Complex ? 2 : 1;

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)               // (B, L, E)
    {
        RequireInput(nameof(S6<>), u, Channels);
        return Whole(u, z: null);
    }

    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, TrainingPass? pass = null)
    {
        RequireInput(nameof(S6<>), u, Channels);
        RequireState(nameof(S6<>), u, state);
        return Chunk(u, state, z: null);
    }

    Variable<T> IGatedLayer<T>.ForwardGated(Variable<T> u, Variable<T> z)
    {
        RequireInput(nameof(S6<>), u, Channels);
        return Whole(u, z);
    }

    (Variable<T> Y, Variable<T> State) IGatedLayer<T>.ForwardGated(Variable<T> u, Variable<T> state, Variable<T> z)
    {
        RequireInput(nameof(S6<>), u, Channels);
        RequireState(nameof(S6<>), u, state);
        return Chunk(u, state, z);
    }

    /// <summary>A, (E, N).</summary>
    public Variable<T> Rates() =>
        AIm is null ? -Op.Exp(ALog) : Eigenvalues.NegativeReal(ALog, AIm);

    /// <summary>What a layer makes of its input at each step.</summary>
    /// <param name="u">(B, L, E).</param>
    /// <returns>W_Δ δ, without its bias, (B, L, E), and B and C, (B, L, G, N).</returns>
    public (Variable<T> Delta, Variable<T> B, Variable<T> C) Weights(Variable<T> u)
    {
        RequireInput(nameof(S6<>), u, Channels);
        Variable<T>[] parts = Op.Split(Projection.Forward(u), -1, DtRank, WeightSize, WeightSize);
        return (Op.Linear(parts[0], DtWeight), Grouped(parts[1]), Grouped(parts[2]));
    }

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper() => new S6Stepper<T>(this);

    private Variable<T> Whole(Variable<T> u, Variable<T>? z)
    {
        SelectiveScanInputs<T> inputs = Select(u, initial: null, z);
        return Options.ExactZoh ? ExactSelectiveScan.Run(inputs).Y : Op.SelectiveScan(inputs);
    }

    private (Variable<T> Y, Variable<T> State) Chunk(Variable<T> u, Variable<T> state, Variable<T>? z)
    {
        if (u.Shape[1] == 0)
        {
            return (u, state);
        }

        int batch = u.Shape[0], count = Channels * Options.StateSize;
        Variable<T> initial = Op.Reshape(
            Options.Complex ? StateVector.Split(state) : state, [batch, Channels, Options.StateSize]);
        SelectiveScanInputs<T> inputs = Select(u, initial, z);
        (Variable<T> y, Variable<T> final) = Options.ExactZoh
            ? ExactSelectiveScan.Run(inputs)
            : Op.SelectiveScanWithState(inputs);
        Variable<T> last = Op.Reshape(final, [batch, count]);
        return (y, Options.Complex ? StateVector.Join(last) : last);
    }

    private SelectiveScanInputs<T> Select(Variable<T> u, Variable<T>? initial, Variable<T>? z)
    {
        (Variable<T> delta, Variable<T> b, Variable<T> c) = Weights(u);
        return new SelectiveScanInputs<T>
        {
            U = u,
            Delta = delta,
            A = Rates(),
            B = b,
            C = c,
            Skip = D,
            Gate = z,
            DeltaBias = DtBias,
            Initial = initial,
        };
    }

    private Variable<T> Grouped(Variable<T> weights)
    {
        Shape shape = [weights.Shape[0], weights.Shape[1], Options.Groups, Options.StateSize];
        if (!Options.Complex)
        {
            return Op.Reshape(weights, shape);
        }

        int half = WeightSize / 2;
        return Op.Reshape(Op.Complex(Op.Slice(weights, -1, 0, half), Op.Slice(weights, -1, half, half)), shape);
    }

    private static void Check(int channels, S6Options options)
    {
        if (options.StateSize < 1 || options.DtRank < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), $"S6: a state size of {options.StateSize} and a rank of {options.DtRank}, expected " +
                    "1 or more, and 0 or more.");
        }

        if (options.Groups < 1 || channels % options.Groups != 0)
        {
            throw new ArgumentException(
                $"S6: {options.Groups} groups do not divide {channels} channels; choose a divisor.", nameof(options));
        }
    }
}
