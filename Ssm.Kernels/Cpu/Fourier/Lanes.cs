using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ssm.Kernels;

/// <summary>One point of a block of signals: a vector of real parts, then a vector of imaginary parts.</summary>
/// <remarks>
/// Each signal keeps to its own lane, so a transform needs no shuffle. With both parts side by side a point of 8
/// floats is one cache line and a butterfly needs half the streams that two planes would.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Lanes<T>
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

    /// <summary>i·conj(z): with it before and after a forward transform, the transform is the inverse one times n.
    /// </summary>
    internal Lanes<T> Swapped
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Im, Re);
    }

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
    internal static Lanes<T> AddTimesI(Lanes<T> x, Lanes<T> y) => new(x.Re - y.Im, x.Im + y.Re);

    /// <summary>x − i·y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Lanes<T> SubtractTimesI(Lanes<T> x, Lanes<T> y) => new(x.Re + y.Im, x.Im - y.Re);

    /// <summary>x·real + y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Lanes<T> MultiplyAdd(Lanes<T> x, Vector<T> real, Lanes<T> y) =>
        new(Fused.MultiplyAdd(x.Re, real, y.Re), Fused.MultiplyAdd(x.Im, real, y.Im));

    /// <summary>conj(x)·y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Lanes<T> ConjugateTimes(Lanes<T> x, Lanes<T> y) =>
        new(Fused.MultiplyAdd(x.Im, y.Im, x.Re * y.Re), Fused.MultiplyAdd(-x.Im, y.Re, x.Re * y.Im));

    /// <summary>The pair at <paramref name="w"/>, real part first, in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe Lanes<T> Broadcast(T* w) => new(new Vector<T>(w[0]), new Vector<T>(w[1]));
}
