using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>factor · x.</summary>
public readonly struct Scale<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _factor;

    /// <summary>Fixes the factor.</summary>
    /// <param name="factor">The factor.</param>
    public Scale(T factor) => _factor = factor;

    /// <inheritdoc/>
    public T Invoke(T x) => _factor * x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) => new Vector<T>(_factor) * x;

    /// <inheritdoc/>
    public T Derivative(T x, T y) => _factor;

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) => new Vector<T>(_factor);
}
