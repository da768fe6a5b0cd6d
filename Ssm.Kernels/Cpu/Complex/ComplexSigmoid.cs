using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>σ(z) = 1 / (1 + e^−z), with the derivative w (1 − w).</summary>
public readonly struct ComplexSigmoid<T> : IComplexUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public ComplexNumber<T> Invoke(ComplexNumber<T> z) => ComplexMath.Sigmoid(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ComplexLanes<T> Invoke(ComplexLanes<T> z) => ComplexMath.Sigmoid(z);

    /// <inheritdoc/>
    public ComplexNumber<T> Derivative(ComplexNumber<T> z, ComplexNumber<T> w) => w * (ComplexNumber<T>.One - w);

    /// <inheritdoc/>
    public ComplexLanes<T> Derivative(ComplexLanes<T> z, ComplexLanes<T> w) => w * (ComplexLanes<T>.One - w);
}
