using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The principal logarithm log |z| + i arg z, with the derivative 1 / z.</summary>
public readonly struct ComplexLog<T> : IComplexUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public ComplexNumber<T> Invoke(ComplexNumber<T> z) => ComplexMath.Log(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ComplexLanes<T> Invoke(ComplexLanes<T> z) => ComplexMath.Log(z);

    /// <inheritdoc/>
    public ComplexNumber<T> Derivative(ComplexNumber<T> z, ComplexNumber<T> w) => ComplexNumber<T>.One / z;

    /// <inheritdoc/>
    public ComplexLanes<T> Derivative(ComplexLanes<T> z, ComplexLanes<T> w) => ComplexLanes<T>.One / z;
}
