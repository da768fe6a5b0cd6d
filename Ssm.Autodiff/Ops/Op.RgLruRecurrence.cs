namespace Ssm.Autodiff;

/// <content>The recurrence of RG-LRU.</content>
public static partial class Op
{
    /// <summary>
    /// h[t] = a[t] ⊙ h[t−1] + √(1 − a[t]² + ε) ⊙ σ(i[t]) ⊙ x[t] with a[t] = e^−w[t], w[t] = rate ⊙ σ(r[t]).
    /// </summary>
    /// <remarks>
    /// One pass over memory, and nothing is kept but the arguments and the states. Where a sequence begins, a counts as
    /// 0 and the root as 1. Adjoint, with g the gradient of the state, m the root and v = σ(i) ⊙ x:
    /// <code>
    ///   g[t] = h̄[t] + a[t+1] g[t+1]      x̄ = g m σ(i)      ī = g m v (1 − σ(i))      h̄₀ = a[0] g[0]
    ///   w̄ = g (a² min(1/m, 2s) v − a h[t−1])   r̄ = w̄ rate σ(r) (1 − σ(r))   the rate's: Σ w̄ σ(r)
    /// </code>
    /// with s the largest slope of the root, as in <see cref="SqrtOneMinusExp"/>. De et al., "Griffin: Mixing Gated
    /// Linear Recurrences with Local Attention for Efficient Language Models", 2024, arXiv:2402.19427, equations 1
    /// to 4.
    /// </remarks>
    /// <param name="x">Real, (B, L, C).</param>
    /// <param name="recurrenceGate">r, before σ: real, (B, L, C).</param>
    /// <param name="inputGate">i, before σ: real, (B, L, C).</param>
    /// <param name="rate">−log a where the recurrence gate is fully open, 0 or more: real, (C).</param>
    /// <param name="largestSlope">s, above 0; infinity for the true derivative.</param>
    /// <param name="epsilon">ε, 0 or more.</param>
    /// <param name="initial">The state before the first step: real, (B, C); zero where absent.</param>
    /// <param name="starts">
    /// (B, L), 1 at each step with which a sequence begins; none where absent. Nothing passes from before it.
    /// </param>
    /// <param name="begins">Whether all sequences begin with the first step, as if the flags said so.</param>
    /// <returns>All states, (B, L, C). The last one is the state to go on from.</returns>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit together, an operand is complex, the slope is not positive, or ε is negative.
    /// </exception>
    public static Variable<T> RgLruRecurrence<T>(
        Variable<T> x, Variable<T> recurrenceGate, Variable<T> inputGate, Variable<T> rate, T largestSlope,
        T epsilon = default, Variable<T>? initial = null, Indices? starts = null, bool begins = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ScanShape shape = CheckRgLru(x, recurrenceGate, inputGate, rate, initial, starts);
        SqrtOneMinusExp<T> root = RootOf(nameof(RgLruRecurrence), largestSlope, epsilon);
        NdArray<T> h = NdArray<T>.Allocate(x.Shape, x.Backend);
        RgLruViews<T> operands = new()
        {
            X = x.Array.Re,
            RecurrenceGate = recurrenceGate.Array.Re,
            InputGate = inputGate.Array.Re,
            Rate = rate.Array.Re,
            Initial = initial?.Array.Re ?? default,
            Begins = begins,
        };
        x.Backend.RgLruRecurrence(operands, starts?.On(x.Backend) ?? default, root, h.Re, shape);
        return Tape<T>.Of(x, recurrenceGate, inputGate, rate, initial) is { } tape
            ? tape.Record(h, RgLruPullback, [x, recurrenceGate, inputGate, rate, initial], nameof(RgLruRecurrence))
            : Constant(h);

        void RgLruPullback(NdArray<T> dh, Gradients<T> gradients)
        {
            NdArray<T> dx = NdArray<T>.Allocate(x.Shape, x.Backend), dr = NdArray<T>.Allocate(x.Shape, x.Backend);
            NdArray<T> di = NdArray<T>.Allocate(x.Shape, x.Backend);
            NdArray<T> drate = NdArray<T>.Allocate(rate.Shape, x.Backend);
            NdArray<T>? dinitial = initial?.Tape is null ? null : NdArray<T>.Allocate(initial.Shape, x.Backend);
            RgLruViews<T> written = new()
            {
                X = dx.Re,
                RecurrenceGate = dr.Re,
                InputGate = di.Re,
                Rate = drate.Re,
                Initial = dinitial?.Re ?? default,
            };
            x.Backend.RgLruRecurrenceAdjoint(
                operands, starts?.On(x.Backend) ?? default, root, h.Re, dh.Re, written, shape);
            gradients.Add(x, dx);
            gradients.Add(recurrenceGate, dr);
            gradients.Add(inputGate, di);
            gradients.Add(rate, drate);
            if (dinitial is not null)
            {
                gradients.Add(initial!, dinitial);
            }
        }
    }

    /// <summary><see cref="RgLruRecurrence"/> together with the state after the last step, to go on from.</summary>
    /// <remarks>
    /// Adjoint: that of the recurrence, the gradient of the last state being added to that of h[L − 1]. Without any
    /// steps the last state is the initial one.
    /// </remarks>
    /// <param name="x">Real, (B, L, C).</param>
    /// <param name="recurrenceGate">r, before σ: real, (B, L, C).</param>
    /// <param name="inputGate">i, before σ: real, (B, L, C).</param>
    /// <param name="rate">−log a where the recurrence gate is fully open, 0 or more: real, (C).</param>
    /// <param name="largestSlope">s, above 0; infinity for the true derivative.</param>
    /// <param name="epsilon">ε, 0 or more.</param>
    /// <param name="initial">The state before the first step: real, (B, C); zero where absent.</param>
    /// <param name="starts">(B, L), 1 at each step with which a sequence begins; none where absent.</param>
    /// <param name="begins">Whether all sequences begin with the first step, as if the flags said so.</param>
    /// <returns>All states, (B, L, C), and h[L − 1], (B, C).</returns>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit together, an operand is complex, the slope is not positive, or ε is negative.
    /// </exception>
    public static (Variable<T> States, Variable<T> Last) RgLruRecurrenceWithState<T>(
        Variable<T> x, Variable<T> recurrenceGate, Variable<T> inputGate, Variable<T> rate, T largestSlope,
        T epsilon = default, Variable<T>? initial = null, Indices? starts = null, bool begins = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> states = RgLruRecurrence(
            x, recurrenceGate, inputGate, rate, largestSlope, epsilon, initial, starts, begins);
        return (states, StateAt(states, states.Shape[1] - 1, initial));
    }

    private static ScanShape CheckRgLru<T>(
        Variable<T> x, Variable<T> recurrenceGate, Variable<T> inputGate, Variable<T> rate, Variable<T>? initial,
        Indices? starts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.Shape.Rank != 3)
        {
            throw new ArgumentException(
                $"{nameof(RgLruRecurrence)}: '{nameof(x)}' has shape {x.Shape}, expected (B, L, C).", nameof(x));
        }

        ScanShape shape = new(x.Shape[0], x.Shape[1], x.Shape[2]);
        Expect(nameof(x), x, x.Shape);
        Expect(nameof(recurrenceGate), recurrenceGate, x.Shape);
        Expect(nameof(inputGate), inputGate, x.Shape);
        Expect(nameof(rate), rate, [shape.Channels]);
        Expect(nameof(initial), initial, [shape.Batch, shape.Channels]);
        if (starts is not null && starts.Shape != new Shape(shape.Batch, shape.Length))
        {
            throw new ArgumentException(
                $"{nameof(RgLruRecurrence)}: '{nameof(starts)}' has shape {starts.Shape}, expected ({shape.Batch}, " +
                $"{shape.Length}).", nameof(starts));
        }

        starts?.RequireRange(nameof(RgLruRecurrence), 0, 2);
        return shape;

        void Expect(string argument, Variable<T>? operand, Shape expected)
        {
            if (operand is null)
            {
                return;
            }

            NdMath.RequireSameDevice(nameof(RgLruRecurrence), x.Array, operand.Array);
            NdMath.RequireReal(nameof(RgLruRecurrence), operand.Array);
            if (operand.Shape != expected)
            {
                throw new ArgumentException(
                    $"{nameof(RgLruRecurrence)}: '{argument}' has shape {operand.Shape}, expected {expected}.",
                    argument);
            }
        }
    }
}
