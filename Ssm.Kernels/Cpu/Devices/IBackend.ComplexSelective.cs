namespace Ssm.Kernels;

/// <content>The selective scan with complex rates.</content>
public partial interface IBackend<T>
{
    /// <summary>
    /// h[t] = e^(ΔA) ⊙ h[t−1] + Δu B, y = (2 Re⟨C, h⟩ + D u) ⊙ SiLU(z): see <see cref="Kernels.ComplexSelectiveScan"/>.
    /// </summary>
    /// <param name="operands">What is read.</param>
    /// <param name="resets">(B, L), not 0 where a sequence starts over; or nothing.</param>
    /// <param name="softplus">Whether Δ is softplus(δ + bias) or δ + bias.</param>
    /// <param name="y">(B, L, D).</param>
    /// <param name="final">(B, D, N) or nothing.</param>
    /// <param name="carries">What the adjoint needs, (B, ⌈L/32⌉, 2, N, D), or nothing.</param>
    /// <param name="shape">The sizes.</param>
    void ComplexSelectiveScan(
        in ComplexSelectiveScanViews<T> operands, View<int> resets, bool softplus, View<T> y, ComplexView<T> final,
        View<T> carries, in SelectiveScanShape shape);

    /// <summary>The adjoint of <see cref="ComplexSelectiveScan"/>.</summary>
    /// <param name="operands">As given.</param>
    /// <param name="resets">As given.</param>
    /// <param name="softplus">As given.</param>
    /// <param name="carries">As written.</param>
    /// <param name="dy">(B, L, D).</param>
    /// <param name="dfinal">(B, D, N) or nothing.</param>
    /// <param name="gradients">What is written.</param>
    /// <param name="shape">The sizes.</param>
    void ComplexSelectiveScanAdjoint(
        in ComplexSelectiveScanViews<T> operands, View<int> resets, bool softplus, View<T> carries, View<T> dy,
        ComplexView<T> dfinal, in ComplexSelectiveScanViews<T> gradients, in SelectiveScanShape shape);
}
