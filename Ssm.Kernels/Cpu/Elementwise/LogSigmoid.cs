using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>log σ(x) = min(x, 0) − log(1 + e^−|x|), with the derivative σ(−x).</summary>
public readonly struct LogSigmoid<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => T.Min(x, T.Zero) - VectorMath.Log1p(T.Exp(-T.Abs(x)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) =>
        Vector.Min(x, Vector<T>.Zero) - VectorMath.Log1p(VectorMath.Exp(-Vector.Abs(x)));

    /// <inheritdoc/>
    public T Derivative(T x, T y) => VectorMath.Sigmoid(-x);

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) => VectorMath.Sigmoid(-x);
}
