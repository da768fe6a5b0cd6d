using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The largest whole number not above x. The derivative is 0.</summary>
public readonly struct Floor<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => T.Floor(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) =>
        typeof(T) == typeof(float)
            ? Vector.Floor(x.As<T, float>()).As<float, T>()
            : Vector.Floor(x.As<T, double>()).As<double, T>();

    /// <inheritdoc/>
    public T Derivative(T x, T y) => T.Zero;

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) => Vector<T>.Zero;
}
