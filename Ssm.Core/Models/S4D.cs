using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Discretization;
using Ssm.Core.Implementation;
using Ssm.Core.Layers;
using Ssm.Core.Parametrization;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Models;

/// <summary>S4D: one diagonal state space for each channel, applied to a sequence as a long convolution.</summary>
/// <remarks>
/// x'(t) = A x(t) + B u(t), y(t) = 2 Re(C x(t)) + D u(t), with A = diag(Λ), Re Λ &lt; 0, and each mode standing for a
/// conjugate pair. Gu, Gupta, Goel and Ré, "On the Parameterization and Initialization of Diagonal State Space Models",
/// 2022, arXiv:2206.11893; the general parameters follow SSMKernelDiag of state-spaces/s4. Shapes: H channels, N/2
/// modes,
/// S copies of (Λ, B).
/// </remarks>
public sealed class S4D<T> : SequenceLayer<T>, IDiagonalSystem, IStateSpaceModel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _modes;

    /// <summary>A layer at its initial values.</summary>
    /// <param name="channels">Channels, H.</param>
    /// <param name="options">The choices.</param>
    /// <param name="random">Where the random parts (Δ, C, D) are drawn from.</param>
    /// <param name="backend">The device.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public S4D(int channels, S4DOptions options, RandomSource random, IBackend<T>? backend = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        int copies = options.Copies == 0 ? channels : options.Copies;
        if (copies < 1 || channels % copies != 0)
        {
            throw new ArgumentException(
                $"S4D: {options.Copies} copies of (Λ, B) do not divide {channels} channels; choose a divisor, or 0.",
                nameof(options));
        }

        Channels = channels;
        Options = options;
        S4DValues start = S4DValues.Draw(channels, copies, options, random);
        _modes = start.Count;
        Dt = AddParameter("dt", Real(start.Dt, [channels, start.Dt.Length / channels]), ParameterKind.StateSpace);
        ARe = AddParameter("a_re", Real(start.ARe, [copies, _modes]), ParameterKind.StateSpace);
        AIm = options.RealValued
            ? null
            : AddParameter("a_im", Real(start.AIm, [copies, _modes]), ParameterKind.StateSpace);
        B = AddParameter("b", Complex(start.B, [copies, _modes]), ParameterKind.StateSpace);
        C = AddParameter("c", Complex(start.C, [channels, _modes]));
        D = AddParameter("d", Real(start.D, [channels]));

        NdArray<T> Real(double[] values, Shape shape) => ArrayOf.Real<T>(values, shape, backend);
        NdArray<T> Complex(Complex[] values, Shape shape) => options.RealValued
            ? ArrayOf.Real<T>(Array.ConvertAll(values, z => z.Real), shape, backend)
            : ArrayOf.Complex<T>(values, shape, backend);
    }

    /// <inheritdoc/>
    public ModelCard Card => ModelCards.S4D;

    /// <summary>The choices this layer was made with.</summary>
    public S4DOptions Options { get; }

    /// <summary>Channels, H.</summary>
    public int Channels { get; }

    /// <summary>Δ as stored, (H, 1) or (H, N/2).</summary>
    public Variable<T> Dt { get; }

    /// <summary>−Re Λ as stored, (S, N/2).</summary>
    public Variable<T> ARe { get; }

    /// <summary>Im Λ as stored, (S, N/2); null where the layer is real-valued.</summary>
    public Variable<T>? AIm { get; }

    /// <summary>B, complex unless the layer is real-valued, (S, N/2).</summary>
    public Variable<T> B { get; }

    /// <summary>C, complex unless the layer is real-valued, (H, N/2).</summary>
    public Variable<T> C { get; }

    /// <summary>D, (H).</summary>
    public Variable<T> D { get; }

    /// <summary>Real parts, then imaginary parts, each (H, N/2).</summary>
    public override int StateSize => 2 * Channels * _modes;

    /// <summary>The whole sequence by convolution with <see cref="Kernel"/>.</summary>
    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)               // (B, L, H)
    {
        RequireInput(nameof(S4D<>), u, Channels);
        int length = u.Shape[1];
        if (length == 0)
        {
            return Op.CausalConvolution(u, Kernel(length));
        }

        // D u[t] is one more weight of the current step: adding it to the kernel saves two passes over (B, L, H).
        Variable<T> current = Op.Pad(Op.Reshape(D, [1, Channels]), axis: 0, before: 0, after: length - 1);
        return Op.CausalConvolution(u, Kernel(length) + current);
    }

    /// <summary>A chunk by the recurrence x[t] = ā x[t−1] + b̄ u[t], y[t] = 2 Re(C x[t]) + D u[t].</summary>
    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, TrainingPass? pass = null)
    {
        RequireInput(nameof(S4D<>), u, Channels);
        RequireState(nameof(S4D<>), u, state);
        int batch = u.Shape[0];
        if (u.Shape[1] == 0)
        {
            return (u, state);
        }

        (Variable<T> aBar, Variable<T> bBar) = Discretize();                                    // (H, N)
        (Variable<T> y, Variable<T> last) = Op.DiagonalRecurrence(
            u, aBar, bBar, C, D, T.CreateChecked(2),
            Op.Reshape(StateVector.Split(state), [batch, Channels, _modes]));
        return (y, StateVector.Join(Op.Reshape(last, [batch, Channels * _modes])));
    }

    /// <summary>The impulse response without D: K[l, h] = 2 Re Σ_n C[h, n] b̄[h, n] ā[h, n]^l, as (L, H).</summary>
    public Variable<T> Kernel(int length)
    {
        (Variable<T> lambda, Variable<T> dt, Variable<T> b) = Continuous();
        (Variable<T> logABar, Variable<T> factor) =
            DiagonalDiscretization.DiscretizeLog(lambda, dt, Options.Discretization);
        return Op.VandermondeKernel(C * b * factor, logABar, length, T.CreateChecked(2));
    }

    /// <summary>The discrete system: ā and b̄ of each channel and mode, (H, N/2).</summary>
    public (Variable<T> ABar, Variable<T> BBar) Discretize()
    {
        (Variable<T> lambda, Variable<T> dt, Variable<T> b) = Continuous();
        (Variable<T> aBar, Variable<T> factor) = DiagonalDiscretization.Discretize(lambda, dt, Options.Discretization);
        return (aBar, b * factor);
    }

    /// <inheritdoc/>
    public Complex[] Poles() => ArrayOf.Complex(Discretize().ABar.Value);

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper()
    {
        (Variable<T> aBar, Variable<T> bBar) = Discretize();
        return new DiagonalSisoStepper<T>(aBar.Value, bBar.Value, C.Value, D.Value, T.CreateChecked(2));
    }

    // Λ, Δ and B of every channel, (H, N/2), whatever they share.
    private (Variable<T> Lambda, Variable<T> Dt, Variable<T> B) Continuous()
    {
        Variable<T> lambda = AIm is null
            ? Eigenvalues.NegativeReal(ARe, Options.RealTransform)
            : Eigenvalues.NegativeReal(ARe, AIm, Options.RealTransform, Options.ImagTransform);
        Variable<T> dt = Op.BroadcastTo(Options.DtTransform.Apply(Dt), [Channels, _modes]);
        return (Tile(lambda), dt, Tile(B));
    }

    // Channel h uses copy h mod S.
    private Variable<T> Tile(Variable<T> copies) => copies.Shape[0] == Channels
        ? copies
        : Op.Reshape(
            Op.BroadcastTo(copies, [Channels / copies.Shape[0], copies.Shape[0], _modes]), [Channels, _modes]);
}
