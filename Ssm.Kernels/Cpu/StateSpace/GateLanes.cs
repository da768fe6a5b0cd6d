using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The lanes of a <c>Vector</c>.</summary>
internal readonly unsafe struct GateLanes<T>(Vector<T> value) : IGateLanes<T, GateLanes<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector<T> _value = value;

    /// <inheritdoc/>
    public static int Count => Vector<T>.Count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GateLanes<T> operator +(GateLanes<T> a, GateLanes<T> b) => new(a._value + b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GateLanes<T> operator -(GateLanes<T> a, GateLanes<T> b) => new(a._value - b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GateLanes<T> operator *(GateLanes<T> a, GateLanes<T> b) => new(a._value * b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GateLanes<T> operator /(GateLanes<T> a, GateLanes<T> b) => new(a._value / b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GateLanes<T> Number(T value) => new(new Vector<T>(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GateLanes<T> Load(T* from) => new(Vector.Load(from));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(GateLanes<T> x, T* to) => x._value.Store(to);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GateLanes<T> MultiplyAdd(GateLanes<T> a, GateLanes<T> b, GateLanes<T> c) =>
        new(Fused.MultiplyAdd(a._value, b._value, c._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GateLanes<T> Min(GateLanes<T> a, GateLanes<T> b) => new(Vector.MinNative(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GateLanes<T> SquareRoot(GateLanes<T> x) => new(Vector.SquareRoot(x._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GateLanes<T> Sigmoid(GateLanes<T> x) => new(VectorMath.Sigmoid(x._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GateLanes<T> Decay(GateLanes<T> x, out GateLanes<T> less)
    {
        Vector<T> decay = VectorMath.Decay(x._value, out Vector<T> difference);
        less = new GateLanes<T>(difference);
        return new GateLanes<T>(decay);
    }
}
