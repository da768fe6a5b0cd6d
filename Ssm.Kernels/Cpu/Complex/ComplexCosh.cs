using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The hyperbolic cosine, with the derivative sinh z.</summary>
public readonly struct ComplexCosh<T> : IComplexUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public ComplexNumber<T> Invoke(ComplexNumber<T> z) => ComplexMath.Cosh(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ComplexLanes<T> Invoke(ComplexLanes<T> z) => ComplexMath.Cosh(z);

    /// <inheritdoc/>
    public ComplexNumber<T> Derivative(ComplexNumber<T> z, ComplexNumber<T> w) => ComplexMath.Sinh(z);

    /// <inheritdoc/>
    public ComplexLanes<T> Derivative(ComplexLanes<T> z, ComplexLanes<T> w) => ComplexMath.Sinh(z);
}
