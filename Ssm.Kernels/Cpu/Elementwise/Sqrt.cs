using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>√x, with the derivative 1 / (2y).</summary>
public readonly struct Sqrt<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => T.Sqrt(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) => Vector.SquareRoot(x);

    /// <inheritdoc/>
    public T Derivative(T x, T y) => VectorMath.Number<T>(0.5) / y;

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) => VectorMath.Lanes<T>(0.5) / y;
}
