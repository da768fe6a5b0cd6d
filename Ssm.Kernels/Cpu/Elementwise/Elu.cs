using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>x above 0, α (e^x − 1) elsewhere, with the derivative 1 and y + α.</summary>
public readonly struct Elu<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _alpha;

    /// <summary>Fixes the alpha.</summary>
    /// <param name="alpha">Minus the limit at −∞; at <c>default</c> it is 0.</param>
    public Elu(T alpha) => _alpha = alpha;

    /// <summary>With the usual α, 1.</summary>
    public Elu()
        : this(T.One)
    {
    }

    /// <inheritdoc/>
    public T Invoke(T x) => x > T.Zero ? x : _alpha * VectorMath.Expm1(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) =>
        Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), x, new Vector<T>(_alpha) * VectorMath.Expm1(x));

    /// <inheritdoc/>
    public T Derivative(T x, T y) => x > T.Zero ? T.One : y + _alpha;

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) =>
        Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), Vector<T>.One, y + new Vector<T>(_alpha));
}
