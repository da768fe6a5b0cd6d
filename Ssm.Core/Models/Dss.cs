using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Implementation;
using Ssm.Core.Initialization;
using Ssm.Core.Layers;
using Ssm.Core.Parametrization;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Models;

/// <summary>DSS: one diagonal state space for each channel, of complex modes without conjugates.</summary>
/// <remarks>
/// <para>
/// K[l] = Re Σ_n w_n k_n[l] with z = Δλ. Exp: k_n[l] = λ⁻¹(e^z − 1) e^(lz), the zero-order hold with Re λ &lt; 0.
/// Softmax: k_n[l] = λ⁻¹ softmax over l &lt; L of (lz), for any Λ. Gupta, Gu and Berant, "Diagonal State Spaces are as
/// Effective as Structured State Spaces", 2022, arXiv:2203.14343, propositions 1 and 2.
/// </para>
/// <para>
/// The published softmax runs over the length of the sequence at hand, so that its kernel is another one at every
/// length. Here it runs over <see cref="DssOptions.KernelLength"/>, the length trained at, whatever the sequence: then
/// the normaliser is a factor of w, and the layer a recurrence x[t] = e^z x[t−1] + u[t], y[t] = Re(v x[t]) + D u[t].
/// Modes with Re λ &gt; 0 grow in it; their weights are made for that length and no longer one. Shapes: H channels, N
/// modes, S copies of Λ.
/// </para>
/// </remarks>
public sealed class Dss<T> : SequenceLayer<T>, IDiagonalSystem
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A layer at its initial values.</summary>
    /// <remarks>
    /// Λ is the half of the spectrum of HiPPO-LegS's normal part of order 2N that has positive imaginary parts; the
    /// real and imaginary parts of W and D are from N(0, 1), Δ is log-uniform.
    /// </remarks>
    /// <param name="channels">Channels, H.</param>
    /// <param name="options">The choices.</param>
    /// <param name="random">Where the random parts (Δ, W, D) are drawn from.</param>
    /// <param name="backend">The device.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public Dss(int channels, DssOptions options, RandomSource random, IBackend<T>? backend = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Modes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.KernelLength, 1);
        if (options.Variant is not (DssVariant.Softmax or DssVariant.Exp))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Variant, "Dss: there is no such variant.");
        }

        (int copies, int modes) = (options.Copies, options.Modes);
        if (copies < 1 || channels % copies != 0)
        {
            throw new ArgumentException(
                $"Dss: {copies} copies of Λ do not divide {channels} channels; choose a divisor.", nameof(options));
        }

        (Channels, Options) = (channels, options);
        Complex[] lambda = HippoNormal.Create(HippoMeasure.LegS, 2 * modes).Lambda;
        double[] re = new double[copies * modes], im = new double[copies * modes], d = new double[channels];
        for (int i = 0; i < re.Length; i++)
        {
            Complex z = lambda[i % modes];
            re[i] = options.Variant == DssVariant.Exp ? Transform.Exp.Store(-z.Real) : z.Real;
            im[i] = -z.Imaginary;
        }

        double[] dt = TimeStepInitialization.LogUniformLogarithms(channels, options.DtMin, options.DtMax, random);
        Complex[] w = new Complex[channels * modes];
        Initializers.ComplexNormal(w, 1.0, random);
        Initializers.Normal<double>(d, 1.0, random);
        Dt = AddParameter("dt", ArrayOf.Real<T>(dt, [channels, 1], backend), ParameterKind.StateSpace);
        ARe = AddParameter("a_re", ArrayOf.Real<T>(re, [copies, modes], backend), ParameterKind.StateSpace);
        AIm = AddParameter("a_im", ArrayOf.Real<T>(im, [copies, modes], backend), ParameterKind.StateSpace);
        W = AddParameter("w", ArrayOf.Complex<T>(w, [channels, modes], backend));
        D = AddParameter("d", ArrayOf.Real<T>(d, [channels], backend));
    }

    /// <summary>The choices this layer was made with.</summary>
    public DssOptions Options { get; }

    /// <summary>Channels, H.</summary>
    public int Channels { get; }

    /// <summary>log Δ, (H, 1).</summary>
    public Variable<T> Dt { get; }

    /// <summary>Re Λ of the softmax, log(−Re Λ) of exp, (S, N).</summary>
    public Variable<T> ARe { get; }

    /// <summary>Im Λ, (S, N).</summary>
    public Variable<T> AIm { get; }

    /// <summary>W, complex, (H, N).</summary>
    public Variable<T> W { get; }

    /// <summary>D, (H).</summary>
    public Variable<T> D { get; }

    /// <summary>Real parts, then imaginary parts, each (H, N).</summary>
    public override int StateSize => 2 * W.Shape.Count;

    /// <summary>The whole sequence by convolution with <see cref="Kernel"/>.</summary>
    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)               // (B, L, H)
    {
        RequireInput(nameof(Dss<>), u, Channels);
        int length = u.Shape[1];
        if (length == 0)
        {
            return u;
        }

        // D u[t] is one more weight of the current step.
        Variable<T> current = Op.Pad(Op.Reshape(D, [1, Channels]), axis: 0, before: 0, after: length - 1);
        return Op.CausalConvolution(u, Kernel(length) + current);
    }

    /// <summary>A chunk by the recurrence x[t] = e^z x[t−1] + u[t], y[t] = Re(v x[t]) + D u[t].</summary>
    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, TrainingPass? pass = null)
    {
        RequireInput(nameof(Dss<>), u, Channels);
        RequireState(nameof(Dss<>), u, state);
        int batch = u.Shape[0];
        if (u.Shape[1] == 0)
        {
            return (u, state);
        }

        (Variable<T> logABar, Variable<T> v) = Recurrence();
        (Variable<T> y, Variable<T> last) = Op.DiagonalRecurrence(
            u, Op.Exp(logABar), Ones(), v, D, T.One,
            Op.Reshape(StateVector.Split(state), [batch, Channels, Options.Modes]));
        return (y, StateVector.Join(Op.Reshape(last, [batch, W.Shape.Count])));
    }

    /// <summary>The impulse response without D, (L, H).</summary>
    public Variable<T> Kernel(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        int whole = Options.KernelLength;
        if (Options.Variant == DssVariant.Softmax && length <= whole)
        {
            (Variable<T> lambda, Variable<T> dt) = Continuous();
            Variable<T> kernel = DssKernel.Softmax(lambda, dt, W, whole);
            return length == whole ? kernel : Op.Slice(kernel, 0, 0, length);
        }

        (Variable<T> logABar, Variable<T> v) = Recurrence();
        return Op.VandermondeKernel(v, logABar, length, T.One);
    }

    /// <summary>The discrete system: ā = e^z, and the output map v with the input factors in it, (H, N).</summary>
    public (Variable<T> ABar, Variable<T> Output) Discretize()
    {
        (Variable<T> logABar, Variable<T> v) = Recurrence();
        return (Op.Exp(logABar), v);
    }

    /// <inheritdoc/>
    public Complex[] Poles() => ArrayOf.Complex(Discretize().ABar.Value);

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper()
    {
        (Variable<T> aBar, Variable<T> v) = Discretize();
        return new DiagonalSisoStepper<T>(aBar.Value, Ones(), v.Value, D.Value, T.One);
    }

    private NdArray<T> Ones()
    {
        T[] ones = new T[W.Shape.Count];
        ones.AsSpan().Fill(T.One);
        return NdArray<T>.From(ones, new T[ones.Length], W.Shape, W.Backend);
    }

    private (Variable<T> LogABar, Variable<T> V) Recurrence()
    {
        (Variable<T> lambda, Variable<T> dt) = Continuous();
        Variable<T> z = dt * lambda;
        return (z, Options.Variant == DssVariant.Exp
            ? W * (dt * Op.Phi1(z))
            : DssKernel.SoftmaxWeights(lambda, dt, W, Options.KernelLength));
    }

    // Λ and Δ of every channel, (H, N).
    private (Variable<T> Lambda, Variable<T> Dt) Continuous()
    {
        Variable<T> copies = Options.Variant == DssVariant.Exp
            ? Eigenvalues.NegativeReal(ARe, AIm)
            : Eigenvalues.Cartesian(ARe, AIm);
        (int count, int modes) = (ARe.Shape[0], ARe.Shape[1]);
        Variable<T> lambda = Op.Reshape(
            Op.BroadcastTo(copies, [Channels / count, count, modes]), [Channels, modes]);
        return (lambda, Op.BroadcastTo(Op.Exp(Dt), [Channels, modes]));
    }
}
