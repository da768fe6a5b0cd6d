namespace Ssm.Kernels;

/// <content>Recurrences from inputs to outputs, and what stands around them.</content>
public partial interface IBackend<T>
{
    /// <summary>
    /// x[t] = ā x[t−1] + b̄ u[t], y[t] = scale·Re Σ c x[t] + d u[t] with (H, N) modes; <paramref name="x0"/> and
    /// <paramref name="last"/> (B, H, N) and <paramref name="resets"/> (B, L) may be nothing.
    /// </summary>
    void DiagonalRecurrence(
        View<T> u, in DiagonalSystemView<T> system, T scale, ComplexView<T> x0, View<int> resets, View<T> y,
        ComplexView<T> last, in RecurrenceShape shape);

    /// <summary>
    /// The adjoint of <see cref="DiagonalRecurrence"/>; <paramref name="dlast"/>, <paramref name="dx0"/> and the
    /// gradient of d may be nothing.
    /// </summary>
    void DiagonalRecurrenceAdjoint(
        View<T> u, in DiagonalSystemView<T> system, T scale, ComplexView<T> x0, View<int> resets, View<T> dy,
        ComplexView<T> dlast, View<T> du, in DiagonalSystemView<T> gradients, ComplexView<T> dx0,
        in RecurrenceShape shape);

    /// <summary>How many numbers the borders of <see cref="S5Recurrence"/> are.</summary>
    int S5RecurrenceBorders(in RecurrenceShape shape);

    /// <summary>
    /// x[t] = ā ⊙ x[t−1] + B̄ u[t], y[t] = scale·Re(C x[t]) + d ⊙ u[t] with P modes, or from x[t+1] where
    /// <paramref name="reversed"/>; <paramref name="x0"/>, <paramref name="last"/> (B, P),
    /// <paramref name="resets"/> (B, L) and <paramref name="borders"/> may be nothing.
    /// </summary>
    void S5Recurrence(
        View<T> u, in DiagonalSystemView<T> system, T scale, ComplexView<T> x0, View<int> resets, View<T> y,
        ComplexView<T> last, View<T> borders, in RecurrenceShape shape, bool reversed);

    /// <summary>
    /// The adjoint of <see cref="S5Recurrence"/>, from its borders; <paramref name="dlast"/>, <paramref name="dx0"/>
    /// and the gradient of d may be nothing.
    /// </summary>
    void S5RecurrenceAdjoint(
        View<T> u, in DiagonalSystemView<T> system, T scale, View<T> borders, View<int> resets, View<T> dy,
        ComplexView<T> dlast, View<T> du, in DiagonalSystemView<T> gradients, ComplexView<T> dx0,
        in RecurrenceShape shape, bool reversed);

    /// <summary>
    /// y = r + n ⊙ (W₁ x₁ + b₁) ⊙ σ(W₂ x₁ + b₂) with x₁ = m ⊙ f(x); the masks (B, H), (B, O), the residual, and what is
    /// kept for the adjoint, <paramref name="value"/> with <paramref name="gate"/>, may be nothing.
    /// </summary>
    void GatedLinearUnit<TOp>(
        TOp op, View<T> x, in GatedUnitView<T> weights, View<T> maskIn, View<T> maskOut, View<T> residual, View<T> y,
        View<T> value, View<T> gate, in GatedUnitShape shape)
        where TOp : struct, IUnaryOp<T>;

    /// <summary>The adjoint of <see cref="GatedLinearUnit"/>, from what it kept; the masks may be nothing.</summary>
    void GatedLinearUnitAdjoint<TOp>(
        TOp op, View<T> x, in GatedUnitView<T> weights, View<T> maskIn, View<T> maskOut, View<T> value, View<T> gate,
        View<T> dy, View<T> dx, in GatedUnitView<T> gradients, in GatedUnitShape shape)
        where TOp : struct, IUnaryOp<T>;
}
