using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ssm.Kernels;

/// <summary>The lanes of a vector of 512 bits, where <c>Vector</c> is shorter.</summary>
internal readonly unsafe struct WideGateLanes(Vector512<float> value) : IGateLanes<float, WideGateLanes>
{
    private readonly Vector512<float> _value = value;

    /// <inheritdoc/>
    public static int Count => Vector512<float>.Count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideGateLanes operator +(WideGateLanes a, WideGateLanes b) => new(a._value + b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideGateLanes operator -(WideGateLanes a, WideGateLanes b) => new(a._value - b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideGateLanes operator *(WideGateLanes a, WideGateLanes b) => new(a._value * b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideGateLanes operator /(WideGateLanes a, WideGateLanes b) => new(a._value / b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideGateLanes Number(float value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideGateLanes Load(float* from) => new(Vector512.Load(from));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(WideGateLanes x, float* to) => x._value.Store(to);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideGateLanes MultiplyAdd(WideGateLanes a, WideGateLanes b, WideGateLanes c) =>
        new(Fused.MultiplyAdd(a._value, b._value, c._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideGateLanes Min(WideGateLanes a, WideGateLanes b) => new(Vector512.MinNative(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideGateLanes SquareRoot(WideGateLanes x) => new(Vector512.Sqrt(x._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideGateLanes Sigmoid(WideGateLanes x) =>
        new(SingleMath.Sigmoid(new WideLanes(x._value)).Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideGateLanes Decay(WideGateLanes x, out WideGateLanes less)
    {
        WideLanes decay = SingleMath.Decay(new WideLanes(x._value), out WideLanes difference);
        less = new WideGateLanes(difference.Value);
        return new WideGateLanes(decay.Value);
    }
}
