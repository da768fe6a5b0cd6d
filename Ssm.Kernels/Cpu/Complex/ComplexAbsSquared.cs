using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>|z|², the sum of the squares of both parts; the gradient is 2z.</summary>
public readonly struct ComplexAbsSquared<T> : IComplexToRealOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(ComplexNumber<T> z) => (z.Re * z.Re) + (z.Im * z.Im);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(ComplexLanes<T> z) => VectorMath.Fma(z.Im, z.Im, z.Re * z.Re);

    /// <inheritdoc/>
    public ComplexNumber<T> Gradient(ComplexNumber<T> z, T r) => z + z;

    /// <inheritdoc/>
    public ComplexLanes<T> Gradient(ComplexLanes<T> z, Vector<T> r) => z + z;
}
