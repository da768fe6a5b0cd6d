using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>arg z in [−π, π]; the gradient is i z / |z|², and 0 at 0.</summary>
public readonly struct ComplexAngle<T> : IComplexToRealOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(ComplexNumber<T> z) => T.Atan2(z.Im, z.Re);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(ComplexLanes<T> z) => VectorMath.Atan2(z.Im, z.Re);

    /// <inheritdoc/>
    public ComplexNumber<T> Gradient(ComplexNumber<T> z, T r)
    {
        T size = ComplexMath.Hypot(z.Re, z.Im);
        return size == T.Zero ? default : new(-(z.Im / size) / size, z.Re / size / size);
    }

    /// <inheritdoc/>
    public ComplexLanes<T> Gradient(ComplexLanes<T> z, Vector<T> r)
    {
        // Divided twice by |z|: its square may overflow or vanish. 0 / 1 where z = 0.
        Vector<T> size = VectorMath.Hypot(z.Re, z.Im);
        size = Vector.ConditionalSelect(Vector.Equals(size, Vector<T>.Zero), Vector<T>.One, size);
        return new(-(z.Im / size) / size, z.Re / size / size);
    }
}
