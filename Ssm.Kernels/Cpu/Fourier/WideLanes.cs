using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Ssm.Kernels;

/// <summary><see cref="Lanes{T}"/> of 512 bits each: all signals of a cache line in one point.</summary>
/// <remarks>
/// <see cref="Vector{T}"/> is no wider than 256 bits unless it is told to be, where the processor has registers of 512.
/// For signals in the cache, half as many instructions take half the time.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct WideLanes<T> : ILanes<WideLanes<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal readonly Vector512<T> Re;
    internal readonly Vector512<T> Im;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal WideLanes(Vector512<T> re, Vector512<T> im)
    {
        Re = re;
        Im = im;
    }

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<T>.Count;
    }

    /// <summary>i·conj(z): with it before and after a forward transform, the transform is the inverse one times n.
    /// </summary>
    public WideLanes<T> Swapped
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Im, Re);
    }

    /// <inheritdoc/>
    public WideLanes<T> Conjugate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Re, -Im);
    }

    /// <inheritdoc/>
    public WideLanes<T> NegativeConjugate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(-Re, Im);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator -(WideLanes<T> x) => new(-x.Re, -x.Im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator +(WideLanes<T> x, WideLanes<T> y) => new(x.Re + y.Re, x.Im + y.Im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator -(WideLanes<T> x, WideLanes<T> y) => new(x.Re - y.Re, x.Im - y.Im);

    /// <summary>x·y, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator *(WideLanes<T> x, WideLanes<T> y) =>
        new(Fused.MultiplyAdd(-x.Im, y.Im, x.Re * y.Re), Fused.MultiplyAdd(x.Im, y.Re, x.Re * y.Im));

    /// <summary>x + i·y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> AddTimesI(WideLanes<T> x, WideLanes<T> y) => new(x.Re - y.Im, x.Im + y.Re);

    /// <summary>x − i·y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> SubtractTimesI(WideLanes<T> x, WideLanes<T> y) => new(x.Re + y.Im, x.Im - y.Re);

    /// <summary>conj(x)·y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> ConjugateTimes(WideLanes<T> x, WideLanes<T> y) =>
        new(Fused.MultiplyAdd(x.Im, y.Im, x.Re * y.Re), Fused.MultiplyAdd(-x.Im, y.Re, x.Re * y.Im));

    /// <summary>The pair at <paramref name="w"/>, real part first, in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Broadcast(T* w) => new(Vector512.Create(w[0]), Vector512.Create(w[1]));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Scale(WideLanes<T> x, T real) =>
        new(x.Re * Vector512.Create(real), x.Im * Vector512.Create(real));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> MultiplyAdd(WideLanes<T> x, T real, WideLanes<T> y) => new(
        Fused.MultiplyAdd(x.Re, Vector512.Create(real), y.Re), Fused.MultiplyAdd(x.Im, Vector512.Create(real), y.Im));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> MultiplyAdd(WideLanes<T> x, WideLanes<T> y, WideLanes<T> z) => new(
        Fused.MultiplyAdd(-x.Im, y.Im, Fused.MultiplyAdd(x.Re, y.Re, z.Re)),
        Fused.MultiplyAdd(x.Re, y.Im, Fused.MultiplyAdd(x.Im, y.Re, z.Im)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> ConjugateMultiplyAdd(WideLanes<T> x, WideLanes<T> y, WideLanes<T> z) => new(
        Fused.MultiplyAdd(x.Im, y.Im, Fused.MultiplyAdd(x.Re, y.Re, z.Re)),
        Fused.MultiplyAdd(x.Re, y.Im, Fused.MultiplyAdd(-x.Im, y.Re, z.Im)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> AddConjugate(WideLanes<T> x, WideLanes<T> y) => new(x.Re + y.Re, x.Im - y.Im);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> SubtractConjugate(WideLanes<T> x, WideLanes<T> y) => new(x.Re - y.Re, x.Im + y.Im);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Load(T* re, T* im, int width) => new(Read(re, width), Read(im, width));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> LoadReal(T* re, int width) => new(Read(re, width), Vector512<T>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreReal(T* row, int width) => Write(Re, row, width);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreImaginary(T* row, int width) => Write(Im, row, width);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Read(T* row, int width) =>
        width == Vector512<T>.Count ? Vector512.Load(row) : ReadPart(row, width);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(Vector512<T> lanes, T* row, int width)
    {
        if (width == Vector512<T>.Count)
        {
            lanes.Store(row);
        }
        else
        {
            WritePart(lanes, row, width);
        }
    }

    // Out of line, so that the usual case stays small; the address of the local is taken here only.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<T> ReadPart(T* row, int width)
    {
        Vector512<T> lanes = Vector512<T>.Zero;
        new ReadOnlySpan<T>(row, width).CopyTo(new Span<T>(&lanes, Vector512<T>.Count));
        return lanes;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WritePart(Vector512<T> lanes, T* row, int width) =>
        new ReadOnlySpan<T>(&lanes, width).CopyTo(new Span<T>(row, width));
}
