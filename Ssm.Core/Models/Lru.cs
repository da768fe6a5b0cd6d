using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Implementation;
using Ssm.Core.Initialization;
using Ssm.Core.Layers;
using Ssm.Core.Parametrization;
using Ssm.Kernels;

namespace Ssm.Core.Models;

/// <summary>The linear recurrent unit: a discrete diagonal system whose eigenvalues start on a ring.</summary>
/// <remarks>
/// λ = exp(−exp(ν) + i exp(θ)), x[t] = λ ⊙ x[t−1] + exp(γ) ⊙ (B u[t]), y[t] = Re(C x[t]) + D ⊙ u[t]. Orvieto et al.,
/// "Resurrecting Recurrent Neural Networks for Long Sequences", 2023, arXiv:2303.06349; NicolasZucchet/minimal-LRU
/// <c>lru/model.py</c>. Shapes: H channels, N modes.
/// </remarks>
public sealed class Lru<T> : DiagonalMimoLayer<T>, IStateSpaceModel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A layer at its initial values.</summary>
    /// <param name="channels">Channels, H.</param>
    /// <param name="options">The choices.</param>
    /// <param name="random">Where the parameters are drawn from.</param>
    /// <param name="backend">The device.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public Lru(int channels, LruOptions options, RandomSource random, IBackend<T>? backend = null)
        : base(channels, Checked(options).Modes, options.Bidirectional, scale: 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentNullException.ThrowIfNull(random);
        Options = options;
        RingParameters ring = RingInitialization.Create(Modes, options.RMin, options.RMax, options.MaxPhase, random);
        Complex[] input = RingInitialization.InputMatrix(Modes, channels, random);
        Complex[] output = RingInitialization.OutputMatrix(channels, Modes, options.Bidirectional, random);
        double[] d = new double[channels];
        Initializers.Normal<double>(d, 1.0, random);

        NuLog = AddParameter("nu_log", ArrayOf.Real<T>(ring.NuLog, [Modes], backend), ParameterKind.StateSpace);
        ThetaLog = AddParameter("theta_log", ArrayOf.Real<T>(ring.ThetaLog, [Modes], backend),
            ParameterKind.StateSpace);
        GammaLog = AddParameter("gamma_log", ArrayOf.Real<T>(ring.GammaLog, [Modes], backend),
            ParameterKind.StateSpace);
        B = AddParameter("b", ArrayOf.Complex<T>(input, [Modes, channels], backend), ParameterKind.StateSpace);
        C = AddParameter("c", ArrayOf.Complex<T>(output, [channels, output.Length / channels], backend));
        D = AddParameter("d", ArrayOf.Real<T>(d, [channels], backend));
    }

    /// <inheritdoc/>
    public ModelCard Card => ModelCards.Lru;

    /// <summary>The choices this layer was made with.</summary>
    public LruOptions Options { get; }

    /// <summary>ν, (N): |λ| = exp(−exp(ν)).</summary>
    public Variable<T> NuLog { get; }

    /// <summary>θ, (N): arg λ = exp(θ).</summary>
    public Variable<T> ThetaLog { get; }

    /// <summary>γ, (N): the input of each mode is scaled by exp(γ).</summary>
    public Variable<T> GammaLog { get; }

    /// <inheritdoc/>
    public override Variable<T> B { get; }

    /// <inheritdoc/>
    public override Variable<T> C { get; }

    /// <inheritdoc/>
    public override Variable<T> D { get; }

    /// <summary>The system itself: λ (N) and exp(γ) ⊙ B (N, H).</summary>
    public override (Variable<T> ABar, Variable<T> BBar) Discretize() =>
        (Op.Exp(Eigenvalues.LogPolar(NuLog, ThetaLog)), Op.Reshape(Op.Exp(GammaLog), [Modes, 1]) * B);

    // Checks what the base class is made from before it is made.
    private static LruOptions Checked(LruOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options;
    }
}
