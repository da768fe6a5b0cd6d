using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ssm.Kernels;

/// <summary>One point of a block of signals: a vector of real parts, then a vector of imaginary parts.</summary>
/// <remarks>
/// Each signal keeps to its own lane, so a transform needs no shuffle. With both parts side by side a point of 8
/// floats is one cache line and a butterfly needs half the streams that two planes would.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct Lanes<T> : ILanes<Lanes<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal readonly Vector<T> Re;
    internal readonly Vector<T> Im;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Lanes(Vector<T> re, Vector<T> im)
    {
        Re = re;
        Im = im;
    }

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector<T>.Count;
    }

    /// <summary>i·conj(z): with it before and after a forward transform, the transform is the inverse one times n.
    /// </summary>
    public Lanes<T> Swapped
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Im, Re);
    }

    /// <inheritdoc/>
    public Lanes<T> Conjugate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Re, -Im);
    }

    /// <inheritdoc/>
    public Lanes<T> NegativeConjugate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(-Re, Im);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> operator -(Lanes<T> x) => new(-x.Re, -x.Im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> operator +(Lanes<T> x, Lanes<T> y) => new(x.Re + y.Re, x.Im + y.Im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> operator -(Lanes<T> x, Lanes<T> y) => new(x.Re - y.Re, x.Im - y.Im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> operator *(Lanes<T> x, Vector<T> real) => new(x.Re * real, x.Im * real);

    /// <summary>x·y, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> operator *(Lanes<T> x, Lanes<T> y) =>
        new(Fused.MultiplyAdd(-x.Im, y.Im, x.Re * y.Re), Fused.MultiplyAdd(x.Im, y.Re, x.Re * y.Im));

    /// <summary>x + i·y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> AddTimesI(Lanes<T> x, Lanes<T> y) => new(x.Re - y.Im, x.Im + y.Re);

    /// <summary>x − i·y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> SubtractTimesI(Lanes<T> x, Lanes<T> y) => new(x.Re + y.Im, x.Im - y.Re);

    /// <summary>conj(x)·y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> ConjugateTimes(Lanes<T> x, Lanes<T> y) =>
        new(Fused.MultiplyAdd(x.Im, y.Im, x.Re * y.Re), Fused.MultiplyAdd(-x.Im, y.Re, x.Re * y.Im));

    /// <summary>The pair at <paramref name="w"/>, real part first, in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> Broadcast(T* w) => new(new Vector<T>(w[0]), new Vector<T>(w[1]));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> Scale(Lanes<T> x, T real) => x * new Vector<T>(real);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> MultiplyAdd(Lanes<T> x, T real, Lanes<T> y) =>
        new(Fused.MultiplyAdd(x.Re, new Vector<T>(real), y.Re), Fused.MultiplyAdd(x.Im, new Vector<T>(real), y.Im));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> MultiplyAdd(Lanes<T> x, Lanes<T> y, Lanes<T> z) => new(
        Fused.MultiplyAdd(-x.Im, y.Im, Fused.MultiplyAdd(x.Re, y.Re, z.Re)),
        Fused.MultiplyAdd(x.Re, y.Im, Fused.MultiplyAdd(x.Im, y.Re, z.Im)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> ConjugateMultiplyAdd(Lanes<T> x, Lanes<T> y, Lanes<T> z) => new(
        Fused.MultiplyAdd(x.Im, y.Im, Fused.MultiplyAdd(x.Re, y.Re, z.Re)),
        Fused.MultiplyAdd(x.Re, y.Im, Fused.MultiplyAdd(-x.Im, y.Re, z.Im)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> AddConjugate(Lanes<T> x, Lanes<T> y) => new(x.Re + y.Re, x.Im - y.Im);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> SubtractConjugate(Lanes<T> x, Lanes<T> y) => new(x.Re - y.Re, x.Im + y.Im);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> Load(T* re, T* im, int width) => new(LaneBlock.Read(re, width), LaneBlock.Read(im, width));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> LoadReal(T* re, int width) => new(LaneBlock.Read(re, width), Vector<T>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreReal(T* row, int width) => LaneBlock.Write(Re, row, width);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreImaginary(T* row, int width) => LaneBlock.Write(Im, row, width);
}
