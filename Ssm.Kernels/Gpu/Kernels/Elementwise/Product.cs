namespace Ssm.Kernels.Gpu;

/// <summary>a b.</summary>
internal readonly struct Product<T> : IComplexPairOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public ComplexNumber<T> Invoke(ComplexNumber<T> a, ComplexNumber<T> b) => a * b;
}
