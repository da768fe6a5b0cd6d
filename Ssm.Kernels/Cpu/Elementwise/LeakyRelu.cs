using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>x above 0, slope · x elsewhere.</summary>
public readonly struct LeakyRelu<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _slope;

    /// <summary>Fixes the slope.</summary>
    /// <param name="slope">The derivative below 0; at <c>default</c> it is 0.</param>
    public LeakyRelu(T slope) => _slope = slope;

    /// <summary>With the usual slope, 0.01.</summary>
    public LeakyRelu()
        : this(VectorMath.Number<T>(0.01))
    {
    }

    /// <inheritdoc/>
    public T Invoke(T x) => x > T.Zero ? x : _slope * x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) =>
        Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), x, new Vector<T>(_slope) * x);

    /// <inheritdoc/>
    public T Derivative(T x, T y) => x > T.Zero ? T.One : _slope;

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) =>
        Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), Vector<T>.One, new Vector<T>(_slope));
}
