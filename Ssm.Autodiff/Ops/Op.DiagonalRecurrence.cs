namespace Ssm.Autodiff;

/// <content>One diagonal state space for each channel, from inputs to outputs.</content>
public static partial class Op
{
    /// <summary>
    /// x[t] = ā ⊙ x[t−1] + b̄ u[t], y[t] = scale·Re Σ_n c_n x_n[t] + d u[t] in each channel, keeping no states.
    /// </summary>
    /// <remarks>
    /// Adjoint, with states computed again tile by tile, and λ[L] the gradient of the last states:
    /// <code>
    ///   λ[t] = scale·conj(c)·ȳ[t] + conj(ā) ⊙ λ[t+1]
    ///   ū[t] = Re Σ conj(b̄)·λ[t] + d·ȳ[t]
    ///   ā̄    = Σ conj(x[t−1]) ⊙ λ[t],  b̄̄ = Σ λ[t]·u[t],  c̄ = scale·Σ ȳ[t]·conj(x[t]),  d̄ = Σ ȳ[t]·u[t]
    ///   x̄₀   = conj(ā) ⊙ λ[0]
    /// </code>
    /// Gu, Gupta, Goel and Ré, "On the Parameterization and Initialization of Diagonal State Space Models", 2022,
    /// arXiv:2206.11893.
    /// </remarks>
    /// <param name="u">Real, (B, L, H).</param>
    /// <param name="a">ā, (H, N).</param>
    /// <param name="b">b̄, (H, N).</param>
    /// <param name="c">c, (H, N).</param>
    /// <param name="d">Real, (H); none where absent.</param>
    /// <param name="scale">2 where each mode stands for a conjugate pair, else 1.</param>
    /// <param name="initial">The states before the first step, (B, H, N); zero where absent.</param>
    /// <param name="resets">(B, L), not zero where a packed sequence begins: nothing passes from before it.</param>
    /// <returns>y, (B, L, H), and the complex states after the last step, (B, H, N).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together, or u or d is complex.</exception>
    public static (Variable<T> Y, Variable<T> Last) DiagonalRecurrence<T>(
        Variable<T> u, Variable<T> a, Variable<T> b, Variable<T> c, Variable<T>? d, T scale,
        Variable<T>? initial = null, Indices? resets = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RecurrenceOperands<T> operands = CheckRecurrence(
            nameof(DiagonalRecurrence), single: true, u, a, b, c, d, scale, initial, resets);
        RecurrenceShape shape = operands.Shape;
        NdArray<T> y = NdArray<T>.Allocate(u.Shape, operands.Backend);
        NdArray<T> last = NdArray<T>.Allocate(
            [shape.Batch, shape.Channels, shape.Modes], operands.Backend, complex: true);
        operands.Backend.DiagonalRecurrence(
            u.Array.Re, operands.System, scale, operands.Start, operands.Flags, y.Re, last.Planes, shape);
        return operands.Tape is { } tape
            ? RecordRecurrence(tape, nameof(DiagonalRecurrence), operands, y, last, DiagonalRecurrencePullback)
            : (Constant(y), Constant(last));

        void DiagonalRecurrencePullback(NdArray<T> dy, NdArray<T>? dlast, Gradients<T> gradients)
        {
            RecurrenceGradients<T> found = operands.Gradients();
            dy.Backend.DiagonalRecurrenceAdjoint(
                u.Array.Re, operands.System, scale, operands.Start, operands.Flags, dy.Re, dlast?.Planes ?? default,
                found.Du.Re, found.System, found.Initial, operands.Shape);
            found.AddTo(gradients);
        }
    }
}
