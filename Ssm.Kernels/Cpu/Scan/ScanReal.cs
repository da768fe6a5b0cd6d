using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>As many real numbers as a vector has lanes.</summary>
internal readonly unsafe struct ScanReal<T> : IScanNumber<T, ScanReal<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector<T> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ScanReal(Vector<T> value) => _value = value;

    public static int Planes => 1;

    public static ScanReal<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector<T>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScanReal<T> Load(PlanePointers<T> row, nint at) => new(Vector.Load(row.Re + at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ScanReal<T> x, PlanePointers<T> row, nint at) => x._value.Store(row.Re + at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePastCache(ScanReal<T> x, PlanePointers<T> row, nint at) =>
        x._value.StoreAlignedNonTemporal(row.Re + at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScanReal<T> Add(ScanReal<T> x, ScanReal<T> y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScanReal<T> Multiply(ScanReal<T> a, ScanReal<T> x) => new(a._value * x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScanReal<T> ConjugateMultiply(ScanReal<T> a, ScanReal<T> x) => new(a._value * x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScanReal<T> MultiplyAdd(ScanReal<T> a, ScanReal<T> x, ScanReal<T> b) =>
        new(Fused.MultiplyAdd(a._value, x._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScanReal<T> ConjugateMultiplyAdd(ScanReal<T> a, ScanReal<T> x, ScanReal<T> b) =>
        new(Fused.MultiplyAdd(a._value, x._value, b._value));
}
