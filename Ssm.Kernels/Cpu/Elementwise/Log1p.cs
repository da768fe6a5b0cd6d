using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>log(1 + x), also where x is tiny, with the derivative 1 / (1 + x).</summary>
public readonly struct Log1p<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => VectorMath.Log1p(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) => VectorMath.Log1p(x);

    /// <inheritdoc/>
    public T Derivative(T x, T y) => T.One / (T.One + x);

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) => Vector<T>.One / (Vector<T>.One + x);
}
