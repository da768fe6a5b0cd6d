namespace Ssm.Kernels.Gpu;

/// <summary>conj(a) b.</summary>
internal readonly struct ConjugateProduct<T> : IComplexPairOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public ComplexNumber<T> Invoke(ComplexNumber<T> a, ComplexNumber<T> b) => a.Conjugate * b;
}
