using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>|z|, without overflow or underflow on the way; the gradient is z / |z|, and 0 at 0 as in PyTorch.</summary>
public readonly struct ComplexAbs<T> : IComplexToRealOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(ComplexNumber<T> z) => ComplexMath.Hypot(z.Re, z.Im);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(ComplexLanes<T> z) => VectorMath.Hypot(z.Re, z.Im);

    /// <inheritdoc/>
    public ComplexNumber<T> Gradient(ComplexNumber<T> z, T r) => r == T.Zero ? default : new(z.Re / r, z.Im / r);

    /// <inheritdoc/>
    public ComplexLanes<T> Gradient(ComplexLanes<T> z, Vector<T> r)
    {
        // 0 / 1 where z = 0.
        Vector<T> size = Vector.ConditionalSelect(Vector.Equals(r, Vector<T>.Zero), Vector<T>.One, r);
        return new(z.Re / size, z.Im / size);
    }
}
