using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>1 / √x, with the derivative −y / (2x).</summary>
public readonly struct Rsqrt<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => T.One / T.Sqrt(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) => Vector<T>.One / Vector.SquareRoot(x);

    /// <inheritdoc/>
    public T Derivative(T x, T y) => VectorMath.Number<T>(-0.5) * y / x;

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) => VectorMath.Lanes<T>(-0.5) * y / x;
}
