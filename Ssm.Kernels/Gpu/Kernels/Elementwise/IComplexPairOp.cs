namespace Ssm.Kernels.Gpu;

/// <summary>A function of two complex numbers.</summary>
internal interface IComplexPairOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>f(a, b).</summary>
    ComplexNumber<T> Invoke(ComplexNumber<T> a, ComplexNumber<T> b);
}
