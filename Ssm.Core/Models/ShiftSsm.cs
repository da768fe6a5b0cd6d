using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Initialization;
using Ssm.Core.Layers;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Models;

/// <summary>The shift state space of H3: a state that remembers the last N inputs of each channel.</summary>
/// <remarks>
/// s[t] = S s[t−1] + B u[t], y[t] = C s[t] + D u[t], where S moves every entry to the next place and drops the last
/// one. With B = (1, 0, …), where it starts, s[t] = (u[t], …, u[t−N+1]) and C is a filter of N taps. In general the
/// kernel is the correlation K[j] = Σ_n B[n] C[n+j] for j &lt; N, and 0 after. Fu, Dao, Saab, Thomas, Rudra and Ré,
/// "Hungry Hungry Hippos", 2023, arXiv:2212.14052, section 3.2; SSKernelShift of HazyResearch/H3. Shapes: H channels.
/// </remarks>
public sealed class ShiftSsm<T> : SequenceLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A layer at its initial values: B = (1, 0, …), C from U(±1/√N), D from N(0, 1).</summary>
    /// <param name="channels">Channels, H.</param>
    /// <param name="order">States of each channel, N.</param>
    /// <param name="random">Where C and D are drawn from.</param>
    /// <param name="backend">The device.</param>
    public ShiftSsm(int channels, int order, RandomSource random, IBackend<T>? backend = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        ArgumentNullException.ThrowIfNull(random);
        T[] b = new T[channels * order], c = new T[channels * order], d = new T[channels];
        for (int i = 0; i < b.Length; i += order)
        {
            b[i] = T.One;
        }

        Initializers.TorchLinear<T>(c, order, random);
        Initializers.Normal<T>(d, 1.0, random);
        B = AddParameter("b", NdArray<T>.From(b, [channels, order], backend), ParameterKind.StateSpace);
        C = AddParameter("c", NdArray<T>.From(c, [channels, order], backend));
        D = AddParameter("d", NdArray<T>.From(d, [channels], backend));
    }

    /// <summary>Channels, H.</summary>
    public int Channels => B.Shape[0];

    /// <summary>States of each channel, N.</summary>
    public int Order => B.Shape[1];

    /// <summary>B, (H, N).</summary>
    public Variable<T> B { get; }

    /// <summary>C, (H, N).</summary>
    public Variable<T> C { get; }

    /// <summary>D, (H).</summary>
    public Variable<T> D { get; }

    /// <summary>The states, (H, N).</summary>
    public override int StateSize => B.Shape.Count;

    /// <summary>The whole sequence by convolution with the kernel's N taps.</summary>
    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)               // (B, L, H)
    {
        RequireInput(nameof(ShiftSsm<>), u, Channels);
        return FromInput(u);
    }

    /// <summary>A chunk: the same convolution, and what the states at the start add to the first N − 1 steps.</summary>
    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, TrainingPass? pass = null)
    {
        RequireInput(nameof(ShiftSsm<>), u, Channels);
        RequireState(nameof(ShiftSsm<>), u, state);
        (int batch, int length) = (u.Shape[0], u.Shape[1]);
        if (length == 0)
        {
            return (u, state);
        }

        Variable<T> start = Op.Reshape(state, [batch, Channels, Order]);
        Variable<T> next = FromSteps(u) + Op.Pad(
            Op.Slice(start, 2, 0, Math.Max(0, Order - length)), 2, Math.Min(length, Order), 0);
        return (FromInput(u) + FromState(start, length), Op.Reshape(next, [batch, StateSize]));
    }

    /// <summary>The impulse response without D, (L, H).</summary>
    public Variable<T> Kernel(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return Op.Transpose(Fitted(Correlate(B), length));
    }

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper() => new ShiftStepper(this);

    private Variable<T> FromInput(Variable<T> u)
    {
        // D u[t] is one more weight of the current step.
        Variable<T> current = Op.Pad(Op.Reshape(D, [1, Channels]), axis: 0, before: 0, after: Order - 1);
        return Op.CausalConvolution(u, Op.Transpose(Correlate(B)) + current);
    }

    // The states of t steps ago have moved on t + 1 places: Σ_n s[n] C[n + t + 1].
    private Variable<T> FromState(Variable<T> state, int length)
    {
        Variable<T> later = Op.Slice(Correlate(state), 2, 1, Order - 1);                        // (B, H, N − 1)
        return Op.Permute(Fitted(later, length), 0, 2, 1);
    }

    // What the chunk's own steps leave behind: Σ_i B[n − i] u[L − 1 − i], a convolution over places.
    private Variable<T> FromSteps(Variable<T> u)
    {
        int kept = Math.Min(u.Shape[1], Order);
        Variable<T> last = Op.Flip(Op.Slice(u, 1, u.Shape[1] - kept, kept), 1);
        Variable<T> places = Op.Pad(last, 1, 0, Order - kept);                                  // (B, N, H)
        return Op.Permute(Op.CausalConvolution(places, Op.Transpose(B)), 0, 2, 1);
    }

    // Σ_n x[…, n] C[h, n + j], by transforms of twice the length, so that nothing wraps around: (…, H, N).
    private Variable<T> Correlate(Variable<T> x)
    {
        Variable<T> product = Op.Conjugate(Op.RealFft(x, -1, 2 * Order)) * Op.RealFft(C, -1, 2 * Order);
        return Op.Slice(Op.InverseRealFft(product, 2 * Order), -1, 0, Order);
    }

    private static Variable<T> Fitted(Variable<T> x, int length)
    {
        int axis = x.Shape.Rank - 1, size = x.Shape[axis];
        return length <= size ? Op.Slice(x, axis, 0, length) : Op.Pad(x, axis, 0, length - size);
    }

    private sealed class ShiftStepper(ShiftSsm<T> layer) : Stepper<T>
    {
        private readonly int _order = layer.Order;
        private readonly T[] _b = layer.B.Value.ToArray();
        private readonly T[] _c = layer.C.Value.ToArray();
        private readonly T[] _d = layer.D.Value.ToArray();

        public override int InputSize => _d.Length;

        public override int OutputSize => _d.Length;

        public override int StateSize => _b.Length;

        protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
        {
            for (int h = 0; h < _d.Length; h++)
            {
                Span<T> s = state.Slice(h * _order, _order);
                s[..^1].CopyTo(s[1..]);
                s[0] = T.Zero;
                T sum = _d[h] * u[h];
                for (int n = 0; n < _order; n++)
                {
                    s[n] += _b[(h * _order) + n] * u[h];
                    sum += _c[(h * _order) + n] * s[n];
                }

                y[h] = sum;
            }
        }
    }
}
