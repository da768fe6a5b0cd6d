using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>e^z, its own derivative.</summary>
/// <remarks>
/// Finite wherever the result is, also where e^(Re z) alone overflows; 0 for Re z far below 0.
/// </remarks>
public readonly struct ComplexExp<T> : IComplexUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public ComplexNumber<T> Invoke(ComplexNumber<T> z) => ComplexMath.Exp(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ComplexLanes<T> Invoke(ComplexLanes<T> z) => ComplexMath.Exp(z);

    /// <inheritdoc/>
    public ComplexNumber<T> Derivative(ComplexNumber<T> z, ComplexNumber<T> w) => w;

    /// <inheritdoc/>
    public ComplexLanes<T> Derivative(ComplexLanes<T> z, ComplexLanes<T> w) => w;
}
