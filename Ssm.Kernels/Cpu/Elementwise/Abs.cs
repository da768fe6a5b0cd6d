using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>|x|, with the derivative sign(x): 0 at 0.</summary>
public readonly struct Abs<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => T.Abs(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) => Vector.Abs(x);

    /// <inheritdoc/>
    public T Derivative(T x, T y) => default(Sign<T>).Invoke(x);

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) => default(Sign<T>).Invoke(x);
}
