using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>max(x, 0), with the derivative 1 above 0 and 0 elsewhere.</summary>
public readonly struct Relu<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => x <= T.Zero ? T.Zero : x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) =>
        Vector.ConditionalSelect(Vector.LessThanOrEqual(x, Vector<T>.Zero), Vector<T>.Zero, x);

    /// <inheritdoc/>
    public T Derivative(T x, T y) => x > T.Zero ? T.One : T.Zero;

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) =>
        Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), Vector<T>.One, Vector<T>.Zero);
}
