using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The lanes of a <c>Vector</c>: as many as the processor's usual vectors have.</summary>
internal readonly struct VectorLanes(Vector<float> value) : ISingleLanes<VectorLanes>
{
    /// <summary>The lanes themselves.</summary>
    internal Vector<float> Value { get; } = value;

    /// <inheritdoc/>
    public static VectorLanes operator +(VectorLanes a, VectorLanes b) => new(a.Value + b.Value);

    /// <inheritdoc/>
    public static VectorLanes operator -(VectorLanes a, VectorLanes b) => new(a.Value - b.Value);

    /// <inheritdoc/>
    public static VectorLanes operator *(VectorLanes a, VectorLanes b) => new(a.Value * b.Value);

    /// <inheritdoc/>
    public static VectorLanes operator /(VectorLanes a, VectorLanes b) => new(a.Value / b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes Number(float value) => new(new Vector<float>(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes Bits(int value) => new(new Vector<float>(BitConverter.Int32BitsToSingle(value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes Fma(VectorLanes a, VectorLanes b, VectorLanes c) =>
        new(Vector.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes Min(VectorLanes a, VectorLanes b) => new(Vector.MinNative(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes Max(VectorLanes a, VectorLanes b) => new(Vector.MaxNative(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes Abs(VectorLanes a) => new(Vector.Abs(a.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes NegativeAbs(VectorLanes a) => new(a.Value | new Vector<float>(-0.0f));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes CopySign(VectorLanes size, VectorLanes a) =>
        new(size.Value | (a.Value & new Vector<float>(-0.0f)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes Negate(VectorLanes a) => new(-a.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes Less(VectorLanes a, VectorLanes b) =>
        new(Vector.LessThan(a.Value, b.Value).As<int, float>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes Equal(VectorLanes a, VectorLanes b) =>
        new(Vector.Equals(a.Value, b.Value).As<int, float>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes Select(VectorLanes mask, VectorLanes a, VectorLanes b) =>
        new(Vector.ConditionalSelect(mask.Value, a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes AddBits(VectorLanes a, VectorLanes b) =>
        new((a.Value.As<float, int>() + b.Value.As<float, int>()).As<int, float>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes SubtractBits(VectorLanes a, VectorLanes b) =>
        new((a.Value.As<float, int>() - b.Value.As<float, int>()).As<int, float>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes ShiftLeft(VectorLanes a, int count) =>
        new(Vector.ShiftLeft(a.Value.As<float, int>(), count).As<int, float>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes ShiftRight(VectorLanes a, int count) =>
        new(Vector.ShiftRightLogical(a.Value.As<float, int>(), count).As<int, float>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes ShiftRightSigned(VectorLanes a, int count) =>
        new(Vector.ShiftRightArithmetic(a.Value.As<float, int>(), count).As<int, float>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllNormal(VectorLanes a) =>
        Vector.LessThanAll(
            (a.Value.As<float, int>() - new Vector<int>(0x00800000)).As<int, uint>(), new Vector<uint>(0x7F000000u));
}
