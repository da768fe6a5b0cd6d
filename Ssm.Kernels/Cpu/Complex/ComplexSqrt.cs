using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The principal square root, in the right half plane, with the derivative 1 / (2w).</summary>
public readonly struct ComplexSqrt<T> : IComplexUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public ComplexNumber<T> Invoke(ComplexNumber<T> z) => ComplexMath.Sqrt(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ComplexLanes<T> Invoke(ComplexLanes<T> z) => ComplexMath.Sqrt(z);

    /// <inheritdoc/>
    public ComplexNumber<T> Derivative(ComplexNumber<T> z, ComplexNumber<T> w) =>
        new ComplexNumber<T>(VectorMath.Number<T>(0.5), T.Zero) / w;

    /// <inheritdoc/>
    public ComplexLanes<T> Derivative(ComplexLanes<T> z, ComplexLanes<T> w) =>
        new ComplexLanes<T>(VectorMath.Lanes<T>(0.5), Vector<T>.Zero) / w;
}
