using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Discretization;
using Ssm.Core.Initialization;
using Ssm.Core.Layers;
using Ssm.Core.Parametrization;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Models;

/// <summary>S5: one diagonal state space for all channels, run by a scan.</summary>
/// <remarks>
/// x'(t) = Λ x(t) + B u(t), y(t) = 2 Re(C x(t)) + D ⊙ u(t). Smith, Warrington and Linderman, "Simplified State Space
/// Layers for Sequence Modeling", 2023, arXiv:2208.04933; lindermanlab/S5 <c>s5/ssm.py</c>. Shapes: H channels, P modes.
/// </remarks>
public sealed class S5<T> : SequenceLayer<T>, IDiagonalSystem
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _modes;

    /// <summary>A layer at its initial values.</summary>
    /// <param name="channels">Channels, H.</param>
    /// <param name="options">The choices.</param>
    /// <param name="random">Where the random parts are drawn from.</param>
    /// <param name="backend">The device.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public S5(int channels, S5Options options, RandomSource random, IBackend<T>? backend = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        Channels = channels;
        Options = options;
        S5Basis basis = S5Basis.Create(options.StateSize, options.Blocks, options.ConjugateSymmetry);
        _modes = basis.Modes;
        Complex[] output = options.OutputInit switch
        {
            S5OutputInit.LecunNormal =>
                S5Initialization.OutputLecunNormal(basis, channels, options.Bidirectional, random),
            S5OutputInit.TruncatedNormal =>
                S5Initialization.OutputTruncatedNormal(basis, channels, options.Bidirectional, random),
            S5OutputInit.ComplexNormal =>
                S5Initialization.OutputComplexNormal(basis, channels, options.Bidirectional, random),
            _ => throw new ArgumentOutOfRangeException(
                nameof(options), options.OutputInit, "S5: there is no such initialisation of C."),
        };
        double[] re = Array.ConvertAll(basis.Lambda, z => z.Real);
        double[] im = Array.ConvertAll(basis.Lambda, z => z.Imaginary);
        double[] steps = S5Initialization.LogSteps(basis, options.DtMin, options.DtMax, random);
        Complex[] input = S5Initialization.InputMatrix(basis, channels, random);
        double[] d = S5Initialization.Feedthrough(channels, random);

        LambdaRe = AddParameter("lambda_re", ArrayOf.Real<T>(re, [_modes], backend), ParameterKind.StateSpace);
        LambdaIm = AddParameter("lambda_im", ArrayOf.Real<T>(im, [_modes], backend), ParameterKind.StateSpace);
        LogStep = AddParameter("log_step", ArrayOf.Real<T>(steps, [_modes], backend), ParameterKind.StateSpace);
        B = AddParameter("b", ArrayOf.Complex<T>(input, [_modes, channels], backend), ParameterKind.StateSpace);
        C = AddParameter("c", ArrayOf.Complex<T>(output, [channels, output.Length / channels], backend));
        D = AddParameter("d", ArrayOf.Real<T>(d, [channels], backend));
    }

    /// <summary>The choices this layer was made with.</summary>
    public S5Options Options { get; }

    /// <summary>Channels, H.</summary>
    public int Channels { get; }

    /// <summary>Re Λ as stored, (P).</summary>
    public Variable<T> LambdaRe { get; }

    /// <summary>Im Λ, (P).</summary>
    public Variable<T> LambdaIm { get; }

    /// <summary>log Δ, (P).</summary>
    public Variable<T> LogStep { get; }

    /// <summary>B, complex, (P, H).</summary>
    public Variable<T> B { get; }

    /// <summary>C, complex, (H, P), or (H, 2P) with the columns of the backward scan last.</summary>
    public Variable<T> C { get; }

    /// <summary>D, (H).</summary>
    public Variable<T> D { get; }

    /// <inheritdoc/>
    public override bool IsCausal => !Options.Bidirectional;

    /// <summary>Real parts, then imaginary parts, each (P).</summary>
    public override int StateSize => 2 * _modes;

    private T OutputScale => T.CreateChecked(Options.ConjugateSymmetry ? 2 : 1);

    /// <summary>The whole sequence by a scan, or two if the layer is bidirectional.</summary>
    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)               // (B, L, H)
    {
        RequireInput(nameof(S5<>), u, Channels);
        (Variable<T> aBar, Variable<T> bBar) = Discretize();                                    // (P), (P, H)
        Variable<T> input = Op.MatMul(u, bBar, transposeB: true);                               // (B, L, P)
        Variable<T> x = Op.DiagonalScan(aBar, input);
        if (Options.Bidirectional)
        {
            x = Op.Concat(2, x, Op.ReverseDiagonalScan(aBar, input));                           // (B, L, 2P)
        }

        return Output(x, u);
    }

    /// <summary>A chunk by the same scan, from a state on.</summary>
    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, TrainingPass? pass = null)
    {
        RequireCausal();
        RequireInput(nameof(S5<>), u, Channels);
        RequireState(nameof(S5<>), u, state);
        if (u.Shape[1] == 0)
        {
            return (u, state);
        }

        (Variable<T> aBar, Variable<T> bBar) = Discretize();
        Variable<T> x = Op.DiagonalScan(aBar, Op.MatMul(u, bBar, transposeB: true), StateVector.Split(state));
        return (Output(x, u), StateVector.Join(Op.Select(x, axis: 1, u.Shape[1] - 1)));
    }

    /// <summary>The discrete system: ā (P) and B̄ (P, H).</summary>
    public (Variable<T> ABar, Variable<T> BBar) Discretize()
    {
        Variable<T> lambda = Options.ClipEigenvalues
            ? Eigenvalues.ClippedCartesian(LambdaRe, LambdaIm)
            : Eigenvalues.Cartesian(LambdaRe, LambdaIm);
        Variable<T> dt = Op.Scale(Op.Exp(LogStep), T.CreateChecked(Options.StepRescale));
        (Variable<T> aBar, Variable<T> factor) = DiagonalDiscretization.Discretize(lambda, dt, Options.Discretization);
        return (aBar, Op.Reshape(factor, [_modes, 1]) * B);
    }

    /// <inheritdoc/>
    public Complex[] Poles() => ArrayOf.Complex(Discretize().ABar.Value);

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper()
    {
        RequireCausal();
        (Variable<T> aBar, Variable<T> bBar) = Discretize();
        return new DiagonalMimoStepper<T>(aBar.Value, bBar.Value, C.Value, D.Value, OutputScale);
    }

    private Variable<T> Output(Variable<T> x, Variable<T> u) =>
        Op.Scale(Op.MatMulRealPart(x, C, transposeB: true), OutputScale) + (D * u);

    private void RequireCausal()
    {
        if (Options.Bidirectional)
        {
            throw new NotSupportedException(
                "S5: a bidirectional layer reads the future and has no chunks or steps; use Forward on whole sequences.");
        }
    }
}
