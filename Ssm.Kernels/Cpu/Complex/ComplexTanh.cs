using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The hyperbolic tangent, with the derivative (1 − w)(1 + w).</summary>
public readonly struct ComplexTanh<T> : IComplexUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public ComplexNumber<T> Invoke(ComplexNumber<T> z) => ComplexMath.Tanh(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ComplexLanes<T> Invoke(ComplexLanes<T> z) => ComplexMath.Tanh(z);

    /// <inheritdoc/>
    public ComplexNumber<T> Derivative(ComplexNumber<T> z, ComplexNumber<T> w) =>
        (ComplexNumber<T>.One - w) * (ComplexNumber<T>.One + w);

    /// <inheritdoc/>
    public ComplexLanes<T> Derivative(ComplexLanes<T> z, ComplexLanes<T> w) =>
        (ComplexLanes<T>.One - w) * (ComplexLanes<T>.One + w);
}
