using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>x², with the derivative 2x.</summary>
public readonly struct Square<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => x * x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) => x * x;

    /// <inheritdoc/>
    public T Derivative(T x, T y) => x + x;

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) => x + x;
}
