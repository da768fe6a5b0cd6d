using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>a + weight·(b − a): a moved towards b by a share of the way.</summary>
/// <remarks>
/// In this form a and b that are equal stay so for every weight: the error of rounded weights that do not add up to 1
/// would, in a long moving average, grow by one over the weight.
/// </remarks>
public readonly struct Interpolate<T> : IBinaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _weight;

    /// <summary>Fixes the weight.</summary>
    /// <param name="weight">The share of the way: 0 stays at a.</param>
    public Interpolate(T weight) => _weight = weight;

    /// <inheritdoc/>
    public T Invoke(T a, T b) => a + (_weight * (b - a));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> a, Vector<T> b) => a + (new Vector<T>(_weight) * (b - a));

    /// <inheritdoc/>
    public T DerivativeLeft(T a, T b, T y) => T.One - _weight;

    /// <inheritdoc/>
    public Vector<T> DerivativeLeft(Vector<T> a, Vector<T> b, Vector<T> y) => new(T.One - _weight);

    /// <inheritdoc/>
    public T DerivativeRight(T a, T b, T y) => _weight;

    /// <inheritdoc/>
    public Vector<T> DerivativeRight(Vector<T> a, Vector<T> b, Vector<T> y) => new(_weight);
}
