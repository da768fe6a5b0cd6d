using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Discretization;
using Ssm.Core.Implementation;
using Ssm.Core.Initialization;
using Ssm.Core.Layers;
using Ssm.Core.Parametrization;
using Ssm.Kernels;

namespace Ssm.Core.Models;

/// <summary>S5: one diagonal state space for all channels, run by a scan.</summary>
/// <remarks>
/// x'(t) = Λ x(t) + B u(t), y(t) = 2 Re(C x(t)) + D ⊙ u(t). Smith, Warrington and Linderman, "Simplified State Space
/// Layers for Sequence Modeling", 2023, arXiv:2208.04933; lindermanlab/S5 <c>s5/ssm.py</c>. Shapes: H channels, P
/// modes.
/// </remarks>
public sealed class S5<T> : DiagonalMimoLayer<T>, IStateSpaceModel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A layer at its initial values.</summary>
    /// <param name="channels">Channels, H.</param>
    /// <param name="options">The choices.</param>
    /// <param name="random">Where the random parts are drawn from.</param>
    /// <param name="backend">The device.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public S5(int channels, S5Options options, RandomSource random, IBackend<T>? backend = null)
        : this(channels, options, Basis(channels, options, random), random, backend)
    {
    }

    private S5(int channels, S5Options options, S5Basis basis, RandomSource random, IBackend<T>? backend)
        : base(channels, basis.Modes, options.Bidirectional, options.ConjugateSymmetry ? 2 : 1)
    {
        Options = options;
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

        LambdaRe = AddParameter("lambda_re", ArrayOf.Real<T>(re, [Modes], backend), ParameterKind.StateSpace);
        LambdaIm = AddParameter("lambda_im", ArrayOf.Real<T>(im, [Modes], backend), ParameterKind.StateSpace);
        LogStep = AddParameter("log_step", ArrayOf.Real<T>(steps, [Modes], backend), ParameterKind.StateSpace);
        B = AddParameter("b", ArrayOf.Complex<T>(input, [Modes, channels], backend), ParameterKind.StateSpace);
        C = AddParameter("c", ArrayOf.Complex<T>(output, [channels, output.Length / channels], backend));
        D = AddParameter("d", ArrayOf.Real<T>(d, [channels], backend));
    }

    /// <inheritdoc/>
    public ModelCard Card => ModelCards.S5;

    /// <summary>The choices this layer was made with.</summary>
    public S5Options Options { get; }

    /// <summary>Re Λ as stored, (P).</summary>
    public Variable<T> LambdaRe { get; }

    /// <summary>Im Λ, (P).</summary>
    public Variable<T> LambdaIm { get; }

    /// <summary>log Δ, (P).</summary>
    public Variable<T> LogStep { get; }

    /// <inheritdoc/>
    public override Variable<T> B { get; }

    /// <inheritdoc/>
    public override Variable<T> C { get; }

    /// <inheritdoc/>
    public override Variable<T> D { get; }

    /// <inheritdoc/>
    public override (Variable<T> ABar, Variable<T> BBar) Discretize()
    {
        Variable<T> lambda = Options.ClipEigenvalues
            ? Eigenvalues.ClippedCartesian(LambdaRe, LambdaIm)
            : Eigenvalues.Cartesian(LambdaRe, LambdaIm);
        Variable<T> dt = Op.Scale(Op.Exp(LogStep), T.CreateChecked(Options.StepRescale));
        (Variable<T> aBar, Variable<T> factor) = DiagonalDiscretization.Discretize(lambda, dt, Options.Discretization);
        return (aBar, Op.Reshape(factor, [Modes, 1]) * B);
    }

    // Checks what the base class is made from before it is made.
    private static S5Basis Basis(int channels, S5Options options, RandomSource random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        return S5Basis.Create(options.StateSize, options.Blocks, options.ConjugateSymmetry);
    }
}
