using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The cosine, with the derivative −sin x.</summary>
public readonly struct Cos<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => T.Cos(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) => VectorMath.Cos(x);

    /// <inheritdoc/>
    public T Derivative(T x, T y) => -T.Sin(x);

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) => -VectorMath.Sin(x);
}
