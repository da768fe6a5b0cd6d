using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Initialization;
using Ssm.Core.Layers;
using Ssm.Core.Parametrization;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Models;

/// <summary>The linear recurrent unit: a discrete diagonal system whose eigenvalues start on a ring.</summary>
/// <remarks>
/// λ = exp(−exp(ν) + i exp(θ)), x[t] = λ ⊙ x[t−1] + exp(γ) ⊙ (B u[t]), y[t] = Re(C x[t]) + D ⊙ u[t]. Orvieto et al.,
/// "Resurrecting Recurrent Neural Networks for Long Sequences", 2023, arXiv:2303.06349; NicolasZucchet/minimal-LRU
/// <c>lru/model.py</c>. Shapes: H channels, N modes.
/// </remarks>
public sealed class Lru<T> : SequenceLayer<T>, IDiagonalSystem
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _modes;

    /// <summary>A layer at its initial values.</summary>
    /// <param name="channels">Channels, H.</param>
    /// <param name="options">The choices.</param>
    /// <param name="random">Where the parameters are drawn from.</param>
    /// <param name="backend">The device.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public Lru(int channels, LruOptions options, RandomSource random, IBackend<T>? backend = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        Channels = channels;
        Options = options;
        _modes = options.Modes;
        RingParameters ring = RingInitialization.Create(_modes, options.RMin, options.RMax, options.MaxPhase, random);
        Complex[] input = RingInitialization.InputMatrix(_modes, channels, random);
        Complex[] output = RingInitialization.OutputMatrix(channels, _modes, options.Bidirectional, random);
        double[] d = new double[channels];
        Initializers.Normal<double>(d, 1.0, random);

        NuLog = AddParameter("nu_log", ArrayOf.Real<T>(ring.NuLog, [_modes], backend), ParameterKind.StateSpace);
        ThetaLog = AddParameter("theta_log", ArrayOf.Real<T>(ring.ThetaLog, [_modes], backend), ParameterKind.StateSpace);
        GammaLog = AddParameter("gamma_log", ArrayOf.Real<T>(ring.GammaLog, [_modes], backend), ParameterKind.StateSpace);
        B = AddParameter("b", ArrayOf.Complex<T>(input, [_modes, channels], backend), ParameterKind.StateSpace);
        C = AddParameter("c", ArrayOf.Complex<T>(output, [channels, output.Length / channels], backend));
        D = AddParameter("d", ArrayOf.Real<T>(d, [channels], backend));
    }

    /// <summary>The choices this layer was made with.</summary>
    public LruOptions Options { get; }

    /// <summary>Channels, H.</summary>
    public int Channels { get; }

    /// <summary>ν, (N): |λ| = exp(−exp(ν)).</summary>
    public Variable<T> NuLog { get; }

    /// <summary>θ, (N): arg λ = exp(θ).</summary>
    public Variable<T> ThetaLog { get; }

    /// <summary>γ, (N): the input of each mode is scaled by exp(γ).</summary>
    public Variable<T> GammaLog { get; }

    /// <summary>B, complex, (N, H).</summary>
    public Variable<T> B { get; }

    /// <summary>C, complex, (H, N), or (H, 2N) with the columns of the backward scan last.</summary>
    public Variable<T> C { get; }

    /// <summary>D, (H).</summary>
    public Variable<T> D { get; }

    /// <inheritdoc/>
    public override bool IsCausal => !Options.Bidirectional;

    /// <summary>Real parts, then imaginary parts, each (N).</summary>
    public override int StateSize => 2 * _modes;

    /// <summary>The whole sequence by a scan, or two if the layer is bidirectional.</summary>
    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)               // (B, L, H)
    {
        RequireInput(nameof(Lru<>), u, Channels);
        (Variable<T> lambda, Variable<T> bBar) = Discretize();                                  // (N), (N, H)
        Variable<T> input = Op.MatMul(u, bBar, transposeB: true);                               // (B, L, N)
        Variable<T> x = Op.DiagonalScan(lambda, input);
        if (Options.Bidirectional)
        {
            x = Op.Concat(2, x, Op.ReverseDiagonalScan(lambda, input));                         // (B, L, 2N)
        }

        return Output(x, u);
    }

    /// <summary>A chunk by the same scan, from a state on.</summary>
    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, TrainingPass? pass = null)
    {
        RequireCausal();
        RequireInput(nameof(Lru<>), u, Channels);
        RequireState(nameof(Lru<>), u, state);
        if (u.Shape[1] == 0)
        {
            return (u, state);
        }

        (Variable<T> lambda, Variable<T> bBar) = Discretize();
        Variable<T> x = Op.DiagonalScan(lambda, Op.MatMul(u, bBar, transposeB: true), StateVector.Split(state));
        return (Output(x, u), StateVector.Join(Op.Select(x, axis: 1, u.Shape[1] - 1)));
    }

    /// <summary>The system itself: λ (N) and exp(γ) ⊙ B (N, H).</summary>
    public (Variable<T> Lambda, Variable<T> BBar) Discretize() =>
        (Op.Exp(Eigenvalues.LogPolar(NuLog, ThetaLog)), Op.Reshape(Op.Exp(GammaLog), [_modes, 1]) * B);

    /// <inheritdoc/>
    public Complex[] Poles() => ArrayOf.Complex(Discretize().Lambda.Value);

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper()
    {
        RequireCausal();
        (Variable<T> lambda, Variable<T> bBar) = Discretize();
        return new DiagonalMimoStepper<T>(lambda.Value, bBar.Value, C.Value, D.Value, scale: T.One);
    }

    private Variable<T> Output(Variable<T> x, Variable<T> u) =>
        Op.MatMulRealPart(x, C, transposeB: true) + (D * u);

    private void RequireCausal()
    {
        if (Options.Bidirectional)
        {
            throw new NotSupportedException(
                "Lru: a bidirectional layer reads the future and has no chunks or steps; use Forward on whole sequences.");
        }
    }
}
