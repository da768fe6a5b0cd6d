using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>1 / z, with the derivative −w².</summary>
public readonly struct ComplexReciprocal<T> : IComplexUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public ComplexNumber<T> Invoke(ComplexNumber<T> z) => ComplexNumber<T>.One / z;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ComplexLanes<T> Invoke(ComplexLanes<T> z) => ComplexLanes<T>.One / z;

    /// <inheritdoc/>
    public ComplexNumber<T> Derivative(ComplexNumber<T> z, ComplexNumber<T> w) => -(w * w);

    /// <inheritdoc/>
    public ComplexLanes<T> Derivative(ComplexLanes<T> z, ComplexLanes<T> w) => -(w * w);
}
