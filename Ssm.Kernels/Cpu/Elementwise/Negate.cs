using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>−x.</summary>
public readonly struct Negate<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => -x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) => -x;

    /// <inheritdoc/>
    public T Derivative(T x, T y) => -T.One;

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) => -Vector<T>.One;
}
