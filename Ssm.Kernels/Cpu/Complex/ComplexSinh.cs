using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The hyperbolic sine, with the derivative cosh z.</summary>
public readonly struct ComplexSinh<T> : IComplexUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public ComplexNumber<T> Invoke(ComplexNumber<T> z) => ComplexMath.Sinh(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ComplexLanes<T> Invoke(ComplexLanes<T> z) => ComplexMath.Sinh(z);

    /// <inheritdoc/>
    public ComplexNumber<T> Derivative(ComplexNumber<T> z, ComplexNumber<T> w) => ComplexMath.Cosh(z);

    /// <inheritdoc/>
    public ComplexLanes<T> Derivative(ComplexLanes<T> z, ComplexLanes<T> w) => ComplexMath.Cosh(z);
}
