using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>x^exponent, with the derivative exponent · x^(exponent − 1).</summary>
public readonly struct PowerBy<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _exponent;

    /// <summary>Fixes the exponent.</summary>
    /// <param name="exponent">The exponent.</param>
    public PowerBy(T exponent) => _exponent = exponent;

    /// <inheritdoc/>
    public T Invoke(T x) => T.Pow(x, _exponent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) => VectorMath.Pow(x, new Vector<T>(_exponent));

    /// <inheritdoc/>
    public T Derivative(T x, T y) => _exponent == T.Zero ? T.Zero : _exponent * T.Pow(x, _exponent - T.One);

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) =>
        _exponent == T.Zero
            ? Vector<T>.Zero
            : new Vector<T>(_exponent) * VectorMath.Pow(x, new Vector<T>(_exponent - T.One));
}
