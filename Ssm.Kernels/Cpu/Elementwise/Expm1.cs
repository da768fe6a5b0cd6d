using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>e^x − 1, also where x is tiny, with the derivative y + 1.</summary>
public readonly struct Expm1<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => VectorMath.Expm1(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) => VectorMath.Expm1(x);

    /// <inheritdoc/>
    public T Derivative(T x, T y) => y + T.One;

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) => y + Vector<T>.One;
}
