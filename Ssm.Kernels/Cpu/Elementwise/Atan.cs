using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The arc tangent, with the derivative 1 / (1 + x²).</summary>
public readonly struct Atan<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => T.Atan(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) => VectorMath.Atan(x);

    /// <inheritdoc/>
    public T Derivative(T x, T y) => T.One / (T.One + (x * x));

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) => Vector<T>.One / (Vector<T>.One + (x * x));
}
