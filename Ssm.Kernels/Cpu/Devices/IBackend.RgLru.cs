namespace Ssm.Kernels;

/// <content>The recurrence of RG-LRU.</content>
public partial interface IBackend<T>
{
    /// <summary>
    /// h[t] = a[t] ⊙ h[t−1] + root(2w[t]) ⊙ σ(i[t]) ⊙ x[t] with w[t] = rate ⊙ σ(r[t]), a[t] = e^−w[t]: see
    /// <see cref="Kernels.RgLruRecurrence"/>.
    /// </summary>
    /// <param name="operands">What is read.</param>
    /// <param name="starts">
    /// (B, L), not 0 where a sequence begins; or nothing. With <see cref="RgLruViews{T}.Begins"/> all begin with the
    /// first step, too.
    /// </param>
    /// <param name="root">√(1 − a² + ε) of 2w, and the bound of its slope.</param>
    /// <param name="h">(B, L, C).</param>
    /// <param name="shape">The sizes.</param>
    void RgLruRecurrence(
        in RgLruViews<T> operands, View<int> starts, SqrtOneMinusExp<T> root, View<T> h, in ScanShape shape);

    /// <summary>The adjoint of <see cref="RgLruRecurrence"/>, which computes its coefficients again.</summary>
    /// <param name="operands">As given.</param>
    /// <param name="starts">As given.</param>
    /// <param name="root">As given.</param>
    /// <param name="h">As written.</param>
    /// <param name="dh">(B, L, C).</param>
    /// <param name="gradients">What is written; that of the initial states may be nothing.</param>
    /// <param name="shape">The sizes.</param>
    void RgLruRecurrenceAdjoint(
        in RgLruViews<T> operands, View<int> starts, SqrtOneMinusExp<T> root, View<T> h, View<T> dh,
        in RgLruViews<T> gradients, in ScanShape shape);
}
