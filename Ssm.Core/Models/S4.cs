using System.Numerics;
using System.Runtime.CompilerServices;
using Ssm.Autodiff;
using Ssm.Core.Implementation;
using Ssm.Core.Layers;
using Ssm.Core.Parametrization;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Models;

/// <summary>S4: one state space for each channel whose matrix is diagonal plus low rank, discretised by the bilinear
/// rule and applied to a sequence as a long convolution.</summary>
/// <remarks>
/// <para>
/// x'(t) = A x(t) + B u(t), y(t) = 2 Re(C x(t)) + D u(t), with A = Λ − P P* on the conjugate pairs of which one mode is
/// stored. Gu, Goel and Ré, "Efficiently Modeling Long Sequences with Structured State Spaces", 2022,
/// arXiv:2111.00396; P P* with one factor from Goel, Gu, Donahue and Ré, 2022, arXiv:2202.09729; the parameters follow
/// SSMKernelDPLR and S4Block of state-spaces/s4. Shapes: H channels, N/2 modes, S copies of (Λ, P, B), R the rank, M
/// output channels.
/// </para>
/// <para>
/// What is trained in the place of C is C̃ = C (I − Āᴸ) with L the <see cref="KernelLength"/>, so that the kernel of L
/// taps needs no power of Ā: see <see cref="DplrKernel"/>. For every value of the parameters that kernel is the first L
/// taps of the recurrence with C = C̃ (I − Āᴸ)⁻¹, which <see cref="Output"/> gives. Hence all forms are one function of
/// the parameters, at every length, and have the same gradients.
/// </para>
/// </remarks>
public sealed class S4<T> : SequenceLayer<T>, IStateSpaceModel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly NdArray<T> _kernelLength;

    /// <summary>A layer at its initial values.</summary>
    /// <param name="channels">Channels, H.</param>
    /// <param name="options">The choices.</param>
    /// <param name="random">Where the random parts (Δ, C, D) are drawn from.</param>
    /// <param name="backend">The device.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public S4(int channels, S4Options options, RandomSource random, IBackend<T>? backend = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.KernelLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.OutputChannels, 1);
        int copies = options.Copies == 0 ? channels : options.Copies;
        if (copies < 1 || channels % copies != 0)
        {
            throw new ArgumentException(
                $"S4: {options.Copies} copies of (Λ, P, B) do not divide {channels} channels; choose a divisor, or 0.",
                nameof(options));
        }

        Channels = channels;
        Options = options;
        S4Values start = S4Values.Draw(channels, copies, options, random);
        (int modes, int maps) = (start.Modes, options.OutputChannels * (options.Bidirectional ? 2 : 1));
        Dt = AddParameter("dt", Real(start.Dt, [channels, start.Dt.Length / channels]), ParameterKind.StateSpace);
        ARe = AddParameter("a_re", Real(start.ARe, [copies, modes]), ParameterKind.StateSpace);
        AIm = AddParameter("a_im", Real(start.AIm, [copies, modes]), ParameterKind.StateSpace);
        B = AddParameter("b", Complex(start.B, [copies, modes]), ParameterKind.StateSpace);
        P = AddParameter("p", Complex(start.P, [start.Rank, copies, modes]), ParameterKind.StateSpace);
        C = AddParameter("c", Complex(start.C, [maps, channels, modes]));
        D = AddParameter("d", Real(start.D, [options.OutputChannels, channels]));

        // On the host, wherever the rest is: it decides what is computed, and is read at every pass.
        _kernelLength = AddBuffer(
            "kernel_length", NdArray<T>.Scalar(T.CreateChecked(options.KernelLength), CpuBackend<T>.Default));

        NdArray<T> Real(double[] values, Shape shape) => ArrayOf.Real<T>(values, shape, backend);
        NdArray<T> Complex(Complex[] values, Shape shape) => ArrayOf.Complex<T>(values, shape, backend);
    }

    // The same arrays, read at another rate.
    private S4(S4<T> source, double rate)
    {
        (Channels, Options, Rate) = (source.Channels, source.Options, rate);
        Dt = AddParameter("dt", source.Dt, ParameterKind.StateSpace);
        ARe = AddParameter("a_re", source.ARe, ParameterKind.StateSpace);
        AIm = AddParameter("a_im", source.AIm, ParameterKind.StateSpace);
        B = AddParameter("b", source.B, ParameterKind.StateSpace);
        P = AddParameter("p", source.P, ParameterKind.StateSpace);
        C = AddParameter("c", source.C);
        D = AddParameter("d", source.D);
        _kernelLength = AddBuffer("kernel_length", source._kernelLength);
    }

    /// <inheritdoc/>
    public ModelCard Card => ModelCards.S4;

    /// <summary>The choices this layer was made with.</summary>
    public S4Options Options { get; }

    /// <summary>Channels, H.</summary>
    public int Channels { get; }

    /// <summary>The factor on Δ: 2 for a sequence sampled at half the rate that was trained on.</summary>
    public double Rate { get; } = 1;

    /// <summary>Δ as stored, (H, 1) or (H, N/2).</summary>
    public Variable<T> Dt { get; }

    /// <summary>−Re Λ as stored, (S, N/2).</summary>
    public Variable<T> ARe { get; }

    /// <summary>Im Λ as stored, (S, N/2).</summary>
    public Variable<T> AIm { get; }

    /// <summary>B, complex, (S, N/2).</summary>
    public Variable<T> B { get; }

    /// <summary>P, complex, (R, S, N/2).</summary>
    public Variable<T> P { get; }

    /// <summary>C̃, complex, (M, H, N/2); (2M, H, N/2) with the kernels of the future last.</summary>
    public Variable<T> C { get; }

    /// <summary>D, (M, H).</summary>
    public Variable<T> D { get; }

    /// <summary>The length that C̃ is tuned to. It is kept with the parameters.</summary>
    public int KernelLength => int.CreateChecked(_kernelLength.Item());

    /// <inheritdoc/>
    public override bool IsCausal => !Options.Bidirectional;

    /// <summary>Real parts, then imaginary parts, each (H, N/2).</summary>
    public override int StateSize => 2 * Channels * Modes;

    private int Modes => ARe.Shape[1];

    // The taps that wrap around at this rate.
    private int Taps => Math.Max(1, (int)Math.Round(KernelLength / Rate, MidpointRounding.ToEven));

    /// <summary>The whole sequence by convolution with <see cref="Kernel"/>.</summary>
    /// <param name="u">(B, L, H).</param>
    /// <param name="pass">Present while training.</param>
    /// <returns>(B, L, M·H): all channels of the first output map, then of the next.</returns>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)
    {
        RequireInput(nameof(S4<>), u, Channels);
        (int length, int outputs) = (u.Shape[1], Options.OutputChannels);
        if (length == 0)
        {
            return Repeated(u);
        }

        // D u[t] is one more weight of the current step: adding it to the kernel saves two passes over (B, L, H).
        Variable<T> kernels = Kernel(length);                                                   // (M or 2M, L, H)
        Variable<T> current = Op.Pad(Op.Reshape(D, [outputs, 1, Channels]), axis: 1, before: 0, after: length - 1);
        Variable<T>[] y = new Variable<T>[outputs];
        for (int m = 0; m < outputs; m++)
        {
            Variable<T> past = Op.Select(kernels, 0, m) + Op.Select(current, 0, m);
            y[m] = Options.Bidirectional
                ? Op.TwoSidedConvolution(u, past, OneStepOn(Op.Select(kernels, 0, outputs + m)))
                : Op.CausalConvolution(u, past);
        }

        return outputs == 1 ? y[0] : Op.Concat(2, y);
    }

    /// <summary>A chunk by the recurrence x[t] = Ā x[t−1] + B̄ u[t], y[t] = 2 Re(C x[t]) + D u[t], block by block.
    /// </summary>
    /// <remarks>Ā is a dense matrix here: O(N²) a step and channel for the state, where a step is O(N).</remarks>
    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, TrainingPass? pass = null)
    {
        RequireCausal();
        RequireInput(nameof(S4<>), u, Channels);
        RequireState(nameof(S4<>), u, state);
        (int batch, int length, int modes) = (u.Shape[0], u.Shape[1], Modes);
        if (length == 0)
        {
            return (Repeated(u), state);
        }

        (Variable<T> aBar, Variable<T> bBar, Variable<T> c) = Discretize();
        DenseRecurrence<T> recurrence = new(aBar, bBar, c, D, length);
        Variable<T> x = Op.Permute(Op.Reshape(state, [batch, 2, Channels, modes]), 2, 1, 3, 0);
        (Variable<T> y, Variable<T> last) = recurrence.Run(u, Op.Reshape(x, [Channels, 2 * modes, batch]));
        last = Op.Permute(Op.Reshape(last, [Channels, 2, modes, batch]), 3, 1, 0, 2);
        return (y, Op.Reshape(last, [batch, StateSize]));
    }

    /// <summary>The impulse responses without D: K[m, l, h] = 2 Re(C[m, h] Āˡ B̄), (M or 2M, L, H).</summary>
    /// <remarks>Up to <see cref="KernelLength"/> taps cost no power of Ā; beyond, C̃ is lengthened first.</remarks>
    public Variable<T> Kernel(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        (Variable<T> lambda, Variable<T> dt, Variable<T> b, Variable<T> p) = Continuous();
        int taps = Taps, times = Doublings(taps, length), all = taps << times;
        Variable<T> c = times == 0
            ? C
            : InDouble.Run(
                x => new DplrSystem<double>(x[0], x[1], x[2]).Lengthen(x[3], taps, times), lambda, dt, p, C);
        Variable<T> kernels = DplrKernel.Truncated(lambda, dt, b, p, c, all);
        return length == all ? kernels : Op.Slice(kernels, 1, 0, length);
    }

    /// <summary>C = C̃ (I − Āᴸ)⁻¹ of the recurrence, complex, as C̃; solved in double.</summary>
    public Variable<T> Output()
    {
        (Variable<T> lambda, Variable<T> dt, _, Variable<T> p) = Continuous();
        int taps = Taps;
        return InDouble.Run(x => new DplrSystem<double>(x[0], x[1], x[2]).Complete(x[3], taps), lambda, dt, p, C);
    }

    /// <summary>The discrete system on (Re x, Im x), real: Ā (H, N, N), B̄ (H, N, 1) and C (H, M or 2M, N).</summary>
    /// <remarks>x[t] = Ā x[t−1] + B̄ u[t], y[t] = C x[t] + D u[t], with no factor 2.</remarks>
    public (Variable<T> ABar, Variable<T> BBar, Variable<T> C) Discretize()
    {
        (Variable<T> lambda, Variable<T> dt, Variable<T> b, Variable<T> p) = Continuous();
        DplrSystem<T> system = new(lambda, dt, p);
        return (system.Dense(), system.BBar(b), DplrSystem<T>.Rows(Output()));
    }

    /// <summary>Tunes C̃ to twice its length, as often as it takes to reach <paramref name="length"/>; the function
    /// that the layer computes stays the same.</summary>
    /// <remarks>
    /// C̃ ← C̃ (I + Āᴸ), L ← 2L, in double. For longer sequences to train on; without it their kernels are still right,
    /// but lengthened at every pass. No tape may hold the parameters meanwhile.
    /// </remarks>
    public void Lengthen(int length)
    {
        int old = KernelLength, times = Doublings(old, length);
        if (times == 0)
        {
            return;
        }

        (Variable<T> lambda, Variable<T> dt, _, Variable<T> p) = new S4<T>(this, rate: 1).Continuous();
        C.Value.Assign(InDouble.Run(
            x => new DplrSystem<double>(x[0], x[1], x[2]).Lengthen(x[3], old, times), lambda, dt, p, C).Value);
        _kernelLength.Assign(NdArray<T>.Scalar(T.CreateChecked((long)old << times), _kernelLength.Backend));
    }

    /// <summary>The same layer, with the same arrays, for sequences of another sampling rate: rate·Δ for Δ.</summary>
    /// <remarks>
    /// As in state-spaces/s4, C̃ is kept and taken for one of length L/rate. So the kernel is exactly that of the
    /// slower or faster system only at rate 1, and elsewhere as close as Ā^L is to the power it stands for.
    /// </remarks>
    /// <param name="rate">2 for sequences sampled at half the rate that was trained on.</param>
    public S4<T> Resample(double rate)
    {
        if (!(rate > 0 && double.IsFinite(rate)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(rate), rate, $"S4: 'rate' is {rate}, expected a positive number; 1 is the rate trained at.");
        }

        return new S4<T>(this, rate);
    }

    /// <summary>The layer one step at a time: O(N) a step and channel.</summary>
    /// <inheritdoc/>
    public override Stepper<T> CreateStepper()
    {
        RequireCausal();
        (Variable<T> lambda, Variable<T> dt, Variable<T> b, Variable<T> p) = Continuous();
        Variable<double>[] wide = Array.ConvertAll(
            [lambda, dt, b, p, C], x => new Variable<double>(InDouble.Widen(x.Value)));
        DplrSystem<double> system = new(wide[0], wide[1], wide[3]);
        return new DplrStepper<T>(system, system.BBar(wide[2]), system.Complete(wide[4], Taps), D.Value.ToArray());
    }

    // The future begins one step after the present.
    private static Variable<T> OneStepOn(Variable<T> kernel) =>
        Op.Slice(Op.Pad(kernel, axis: 0, before: 1, after: 0), 0, 0, kernel.Shape[0]);

    private static int Doublings(int from, int to)
    {
        int times = 0;
        for (long length = from; length < to; length *= 2)
        {
            times++;
        }

        return times;
    }

    private Variable<T> Repeated(Variable<T> u) => Options.OutputChannels == 1
        ? u
        : Op.Concat(2, [.. Enumerable.Repeat(u, Options.OutputChannels)]);

    // Λ, Δ and B of every channel, (H, N/2), and P, (R, H, N/2), whatever they share.
    private (Variable<T> Lambda, Variable<T> Dt, Variable<T> B, Variable<T> P) Continuous()
    {
        Variable<T> lambda = Eigenvalues.NegativeReal(ARe, AIm, Options.RealTransform, Options.ImagTransform);
        Variable<T> dt = Op.BroadcastTo(Options.DtTransform.Apply(Dt), [Channels, Modes]);
        return (Tile(lambda), Rate == 1 ? dt : Op.Scale(dt, T.CreateChecked(Rate)), Tile(B), Tile(P));
    }

    // Channel h uses copy h mod S: (…, S, N) to (…, H, N).
    private Variable<T> Tile(Variable<T> copies)
    {
        int count = copies.Shape[^2];
        if (count == Channels)
        {
            return copies;
        }

        Shape outer = new(copies.Shape.Sizes[..^2]);
        Variable<T> rows = Op.Reshape(copies, new Shape([.. outer, 1, count, Modes]));
        return Op.Reshape(
            Op.BroadcastTo(rows, new Shape([.. outer, Channels / count, count, Modes])),
            new Shape([.. outer, Channels, Modes]));
    }

    private void RequireCausal([CallerMemberName] string form = "")
    {
        if (!IsCausal)
        {
            throw new NotSupportedException(
                $"{form}: a bidirectional layer reads the future and has no chunks or steps; use Forward on whole " +
                "sequences.");
        }
    }
}
