using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>φ1(z) = (e^z − 1) / z, continued by φ1(0) = 1: the input factor of the zero-order hold, divided by the
/// step.</summary>
/// <remarks>
/// φ1' = (e^z − φ1) / z = φ1 + (1 − φ1) / z, by its power series near 0. Hochbruck and Ostermann, "Exponential
/// integrators", Acta Numerica 19, 2010, equation (2.10).
/// </remarks>
public readonly struct Expm1OverX<T> : IComplexUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public ComplexNumber<T> Invoke(ComplexNumber<T> z) => ComplexMath.Expm1OverX(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ComplexLanes<T> Invoke(ComplexLanes<T> z) => ComplexMath.Expm1OverX(z);

    /// <inheritdoc/>
    public ComplexNumber<T> Derivative(ComplexNumber<T> z, ComplexNumber<T> w) => ComplexMath.Expm1OverXSlope(z, w);

    /// <inheritdoc/>
    public ComplexLanes<T> Derivative(ComplexLanes<T> z, ComplexLanes<T> w) => ComplexMath.Expm1OverXSlope(z, w);
}
