using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ssm.Kernels;

/// <summary>
/// The lanes of a vector of 512 bits, for processors whose <c>Vector</c> is shorter than their widest one.
/// </summary>
internal readonly struct WideLanes(Vector512<float> value) : ISingleLanes<WideLanes>
{
    /// <summary>The lanes themselves.</summary>
    internal Vector512<float> Value { get; } = value;

    /// <inheritdoc/>
    public static WideLanes operator +(WideLanes a, WideLanes b) => new(a.Value + b.Value);

    /// <inheritdoc/>
    public static WideLanes operator -(WideLanes a, WideLanes b) => new(a.Value - b.Value);

    /// <inheritdoc/>
    public static WideLanes operator *(WideLanes a, WideLanes b) => new(a.Value * b.Value);

    /// <inheritdoc/>
    public static WideLanes operator /(WideLanes a, WideLanes b) => new(a.Value / b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes Number(float value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes Bits(int value) => new(Vector512.Create(BitConverter.Int32BitsToSingle(value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes Fma(WideLanes a, WideLanes b, WideLanes c) =>
        new(Vector512.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes Min(WideLanes a, WideLanes b) => new(Vector512.MinNative(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes Max(WideLanes a, WideLanes b) => new(Vector512.MaxNative(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes Abs(WideLanes a) => new(Vector512.Abs(a.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes NegativeAbs(WideLanes a) => new(a.Value | Vector512.Create(-0.0f));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes CopySign(WideLanes size, WideLanes a) =>
        new(size.Value | (a.Value & Vector512.Create(-0.0f)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes Negate(WideLanes a) => new(-a.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes Less(WideLanes a, WideLanes b) => new(Vector512.LessThan(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes Equal(WideLanes a, WideLanes b) => new(Vector512.Equals(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes Select(WideLanes mask, WideLanes a, WideLanes b) =>
        new(Vector512.ConditionalSelect(mask.Value, a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes AddBits(WideLanes a, WideLanes b) =>
        new((a.Value.AsInt32() + b.Value.AsInt32()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes SubtractBits(WideLanes a, WideLanes b) =>
        new((a.Value.AsInt32() - b.Value.AsInt32()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes ShiftLeft(WideLanes a, int count) =>
        new(Vector512.ShiftLeft(a.Value.AsInt32(), count).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes ShiftRight(WideLanes a, int count) =>
        new(Vector512.ShiftRightLogical(a.Value.AsInt32(), count).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes ShiftRightSigned(WideLanes a, int count) =>
        new(Vector512.ShiftRightArithmetic(a.Value.AsInt32(), count).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllNormal(WideLanes a) =>
        Vector512.LessThanAll(
            (a.Value.AsInt32() - Vector512.Create(0x00800000)).AsUInt32(), Vector512.Create(0x7F000000u));
}
