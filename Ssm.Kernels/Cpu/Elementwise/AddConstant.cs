using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>x + constant.</summary>
public readonly struct AddConstant<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _constant;

    /// <summary>Fixes the constant.</summary>
    /// <param name="constant">What is added.</param>
    public AddConstant(T constant) => _constant = constant;

    /// <inheritdoc/>
    public T Invoke(T x) => x + _constant;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) => x + new Vector<T>(_constant);

    /// <inheritdoc/>
    public T Derivative(T x, T y) => T.One;

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) => Vector<T>.One;
}
