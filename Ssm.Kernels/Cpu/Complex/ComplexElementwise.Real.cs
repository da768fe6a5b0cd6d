using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ssm.Kernels;

public static partial class ComplexElementwise
{
    /// <summary>y = a s with a complex a and a real s, element by element.</summary>
    /// <param name="a">Any length.</param>
    /// <param name="s">As long as <paramref name="a"/>.</param>
    /// <param name="y">As long as <paramref name="a"/>; may be <paramref name="a"/>, and a plane of it may be <paramref
    /// name="s"/>.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void MultiplyReal<T>(ReadOnlyPlanar<T> a, ReadOnlySpan<T> s, Planar<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Guard.Length(s.Length, a.Length, nameof(ComplexElementwise));
        Guard.Length(y.Length, a.Length, nameof(ComplexElementwise));
        RealLoop(Operand(a), new SpanOperand<T>(s), y);
    }

    /// <summary>y = a s with one complex number a for all elements of a real s.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void MultiplyRealLeftScalar<T>(ComplexNumber<T> a, ReadOnlySpan<T> s, Planar<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Guard.Length(y.Length, s.Length, nameof(ComplexElementwise));
        RealLoop(Operand(a), new SpanOperand<T>(s), y);
    }

    /// <summary>y = a s with one real number s for all elements of a complex a.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void MultiplyRealRightScalar<T>(ReadOnlyPlanar<T> a, T s, Planar<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Guard.Length(y.Length, a.Length, nameof(ComplexElementwise));
        RealLoop(Operand(a), new ScalarOperand<T>(s), y);
    }

    /// <summary>y = Re(conj(a) b), element by element: the gradient of a real factor, a being the complex
    /// one.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void RealOfMultiplyConjugate<T>(ReadOnlyPlanar<T> a, ReadOnlyPlanar<T> b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Guard.Length(b.Length, a.Length, nameof(ComplexElementwise));
        Guard.Length(y.Length, a.Length, nameof(ComplexElementwise));
        PlanarOperand<T, SpanOperand<T>> pa = Operand(a), pb = Operand(b);
        ref T py = ref MemoryMarshal.GetReference(y);
        nuint width = (nuint)Vector<T>.Count, length = (nuint)y.Length, i = 0;
        for (; i + width <= length; i += width)
        {
            Inner(pa.Load(i), pb.Load(i)).StoreUnsafe(ref py, i);
        }

        if (i < length)
        {
            nuint rest = length - i;
            Tail.Store(Inner(pa.LoadTail(i, rest), pb.LoadTail(i, rest)), ref Unsafe.Add(ref py, i), rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Inner<T>(ComplexLanes<T> a, ComplexLanes<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => VectorMath.Fma(a.Im, b.Im, a.Re * b.Re);

    private static void RealLoop<T, TLeft, TRight>(PlanarOperand<T, TLeft> a, TRight s, Planar<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLeft : IOperand<T>, allows ref struct
        where TRight : IOperand<T>, allows ref struct
    {
        PlanarTarget<T> py = new(y);
        nuint width = (nuint)Vector<T>.Count, length = (nuint)y.Length, i = 0;
        for (; i + width <= length; i += width)
        {
            py.Store(s.Load(i) * a.Load(i), i);
        }

        if (i < length)
        {
            nuint rest = length - i;
            py.StoreTail(s.LoadTail(i, rest) * a.LoadTail(i, rest), i, rest);
        }
    }
}
