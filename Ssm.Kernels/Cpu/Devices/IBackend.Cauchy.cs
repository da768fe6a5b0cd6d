namespace Ssm.Kernels;

/// <content>The kernels of systems that are diagonal plus low rank.</content>
public partial interface IBackend<T>
{
    /// <summary>
    /// c[i, k, h] = Σ_n v[i, h, n] / (2(1 − ω) − (1 + ω)·z[h, n]) and the same of the conjugates of v and z, with
    /// ω = exp(−2πi·k/L), k = 0 … ⌊L/2⌋.
    /// </summary>
    void Cauchy(ComplexView<T> v, ComplexView<T> z, ComplexView<T> c, in CauchyShape shape);

    /// <summary>The adjoint of <see cref="Cauchy"/>.</summary>
    void CauchyAdjoint(
        ComplexView<T> v, ComplexView<T> z, ComplexView<T> dc, ComplexView<T> dv, ComplexView<T> dz,
        in CauchyShape shape);
}
