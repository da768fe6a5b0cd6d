using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>As many planar complex numbers as a vector has lanes.</summary>
/// <remarks>
/// A product and a sum are four fused operations. −(x·y) is written as (−x)·y, which costs no instruction: the sign
/// becomes a part of the fused one.
/// </remarks>
internal readonly unsafe struct ScanComplex<T> : IScanNumber<T, ScanComplex<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector<T> _re;
    private readonly Vector<T> _im;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ScanComplex(Vector<T> re, Vector<T> im)
    {
        _re = re;
        _im = im;
    }

    public static int Planes => 2;

    public static ScanComplex<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector<T>.Zero, Vector<T>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScanComplex<T> Load(PlanePointers<T> row, nint at) =>
        new(Vector.Load(row.Re + at), Vector.Load(row.Im + at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ScanComplex<T> x, PlanePointers<T> row, nint at)
    {
        x._re.Store(row.Re + at);
        x._im.Store(row.Im + at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePastCache(ScanComplex<T> x, PlanePointers<T> row, nint at)
    {
        x._re.StoreAlignedNonTemporal(row.Re + at);
        x._im.StoreAlignedNonTemporal(row.Im + at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScanComplex<T> Add(ScanComplex<T> x, ScanComplex<T> y) => new(x._re + y._re, x._im + y._im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScanComplex<T> Multiply(ScanComplex<T> a, ScanComplex<T> x) => new(
        Fused.MultiplyAdd(-a._im, x._im, a._re * x._re),
        Fused.MultiplyAdd(a._im, x._re, a._re * x._im));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScanComplex<T> ConjugateMultiply(ScanComplex<T> a, ScanComplex<T> x) => new(
        Fused.MultiplyAdd(a._im, x._im, a._re * x._re),
        Fused.MultiplyAdd(-a._im, x._re, a._re * x._im));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScanComplex<T> MultiplyAdd(ScanComplex<T> a, ScanComplex<T> x, ScanComplex<T> b) => new(
        Fused.MultiplyAdd(-a._im, x._im, Fused.MultiplyAdd(a._re, x._re, b._re)),
        Fused.MultiplyAdd(a._im, x._re, Fused.MultiplyAdd(a._re, x._im, b._im)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScanComplex<T> ConjugateMultiplyAdd(ScanComplex<T> a, ScanComplex<T> x, ScanComplex<T> b) => new(
        Fused.MultiplyAdd(a._im, x._im, Fused.MultiplyAdd(a._re, x._re, b._re)),
        Fused.MultiplyAdd(-a._im, x._re, Fused.MultiplyAdd(a._re, x._im, b._im)));
}
