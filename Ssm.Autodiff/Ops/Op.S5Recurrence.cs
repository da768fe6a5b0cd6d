namespace Ssm.Autodiff;

/// <content>One diagonal state space for all channels, from inputs to outputs.</content>
public static partial class Op
{
    /// <summary>
    /// x[t] = ā ⊙ x[t−1] + B̄ u[t], y[t] = scale·Re(C x[t]) + d ⊙ u[t], by chunks of time that keep no states.
    /// </summary>
    /// <remarks>
    /// Adjoint, with states computed again chunk by chunk, and λ[L] the gradient of the last states:
    /// <code>
    ///   λ[t] = scale·Cᴴ ȳ[t] + conj(ā) ⊙ λ[t+1]
    ///   ū[t] = Re(B̄ᴴ λ[t]) + d ⊙ ȳ[t]
    ///   ā̄    = Σ conj(x[t−1]) ⊙ λ[t],  B̄̄ = Σ λ[t] u[t]ᵀ,  C̄ = scale·Σ ȳ[t] x[t]ᴴ,  d̄ = Σ ȳ[t] ⊙ u[t]
    ///   x̄₀   = conj(ā) ⊙ λ[0]
    /// </code>
    /// Smith, Warrington and Linderman, "Simplified State Space Layers for Sequence Modeling", 2023, arXiv:2208.04933.
    /// </remarks>
    /// <param name="u">Real, (B, L, H).</param>
    /// <param name="a">ā, (P).</param>
    /// <param name="b">B̄, (P, H).</param>
    /// <param name="c">C, (H, P).</param>
    /// <param name="d">Real, (H); none where absent.</param>
    /// <param name="scale">2 where each mode stands for a conjugate pair, else 1.</param>
    /// <param name="initial">The state before the first step, (B, P); zero where absent.</param>
    /// <param name="resets">(B, L), not zero where a packed sequence begins: nothing passes from before it.</param>
    /// <returns>y, (B, L, H), and the complex state after the last step, (B, P).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together, or u or d is complex.</exception>
    public static (Variable<T> Y, Variable<T> Last) S5Recurrence<T>(
        Variable<T> u, Variable<T> a, Variable<T> b, Variable<T> c, Variable<T>? d, T scale,
        Variable<T>? initial = null, Indices? resets = null)
        where T : unmanaged, IFloatingPointIeee754<T> => S5(
            CheckRecurrence(nameof(S5Recurrence), single: false, u, a, b, c, d, scale, initial, resets), false);

    /// <summary>The recurrence that runs backwards in time: x[t] = ā ⊙ x[t+1] + B̄ u[t].</summary>
    /// <remarks>Adjoint: that of <see cref="S5Recurrence"/> with time reversed.</remarks>
    /// <param name="u">Real, (B, L, H).</param>
    /// <param name="a">ā, (P).</param>
    /// <param name="b">B̄, (P, H).</param>
    /// <param name="c">C, (H, P).</param>
    /// <param name="d">Real, (H); none where absent.</param>
    /// <param name="scale">2 where each mode stands for a conjugate pair, else 1.</param>
    /// <param name="initial">The state after the last step, (B, P); zero where absent.</param>
    /// <param name="resets">(B, L), not zero where a packed sequence begins: nothing passes to before it.</param>
    /// <returns>y, (B, L, H), and the complex state of the first step, (B, P).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together, or u or d is complex.</exception>
    public static (Variable<T> Y, Variable<T> First) ReverseS5Recurrence<T>(
        Variable<T> u, Variable<T> a, Variable<T> b, Variable<T> c, Variable<T>? d, T scale,
        Variable<T>? initial = null, Indices? resets = null)
        where T : unmanaged, IFloatingPointIeee754<T> => S5(
            CheckRecurrence(nameof(ReverseS5Recurrence), single: false, u, a, b, c, d, scale, initial, resets), true);

    private static (Variable<T> Y, Variable<T> Last) S5<T>(RecurrenceOperands<T> operands, bool reversed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (IBackend<T> backend, RecurrenceShape shape, Tape<T>? tape) = (operands.Backend, operands.Shape, operands.Tape);
        NdArray<T> u = operands.U.Array;
        NdArray<T> y = NdArray<T>.Allocate(u.Shape, backend);
        NdArray<T> last = NdArray<T>.Allocate([shape.Batch, shape.Modes], backend, complex: true);
        NdArray<T>? borders = tape is null
            ? null
            : NdArray<T>.Allocate([backend.S5RecurrenceBorders(shape)], backend);
        backend.S5Recurrence(
            u.Re, operands.System, operands.Scale, operands.Start, operands.Flags, y.Re, last.Planes,
            borders?.Re ?? default, shape, reversed);
        if (tape is null)
        {
            return (Constant(y), Constant(last));
        }

        return RecordRecurrence(
            tape, reversed ? nameof(ReverseS5Recurrence) : nameof(S5Recurrence), operands, y, last,
            S5RecurrencePullback);

        void S5RecurrencePullback(NdArray<T> dy, NdArray<T>? dlast, Gradients<T> gradients)
        {
            RecurrenceGradients<T> found = operands.Gradients();
            backend.S5RecurrenceAdjoint(
                u.Re, operands.System, operands.Scale, borders!.Re, operands.Flags, dy.Re, dlast?.Planes ?? default,
                found.Du.Re, found.System, found.Initial, shape, reversed);
            found.AddTo(gradients);
        }
    }
}
