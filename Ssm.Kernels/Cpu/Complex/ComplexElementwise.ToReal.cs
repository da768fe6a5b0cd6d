using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ssm.Kernels;

public static partial class ComplexElementwise
{
    /// <summary>y = f(x) for a function with real values.</summary>
    /// <param name="op">f.</param>
    /// <param name="x">Any length.</param>
    /// <param name="y">As long as <paramref name="x"/>; may be one of its planes.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void ToReal<T, TOp>(TOp op, ReadOnlyPlanar<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IComplexToRealOp<T>
    {
        Guard.Length(y.Length, x.Length, nameof(ComplexElementwise));
        PlanarOperand<T, SpanOperand<T>> px = Operand(x);
        ref T py = ref MemoryMarshal.GetReference(y);
        nuint width = (nuint)Vector<T>.Count, length = (nuint)y.Length, i = 0;
        for (; i + width <= length; i += width)
        {
            op.Invoke(px.Load(i)).StoreUnsafe(ref py, i);
        }

        if (i < length)
        {
            nuint rest = length - i;
            Tail.Store(op.Invoke(px.LoadTail(i, rest)), ref Unsafe.Add(ref py, i), rest);
        }
    }

    /// <summary>dx = dy ∇f(x): the adjoint of <see cref="ToReal"/>.</summary>
    /// <param name="op">f.</param>
    /// <param name="x">The argument.</param>
    /// <param name="y">f(x). An op whose gradient needs the argument alone ignores it.</param>
    /// <param name="dy">The gradient with respect to y, real.</param>
    /// <param name="dx">Receives the gradient with respect to x, overwriting; may be any of the inputs.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void ToRealAdjoint<T, TOp>(
        TOp op, ReadOnlyPlanar<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Planar<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IComplexToRealOp<T>
    {
        Guard.Length(y.Length, x.Length, nameof(ComplexElementwise));
        Guard.Length(dy.Length, x.Length, nameof(ComplexElementwise));
        Guard.Length(dx.Length, x.Length, nameof(ComplexElementwise));
        PlanarOperand<T, SpanOperand<T>> px = Operand(x);
        SpanOperand<T> py = new(y), pdy = new(dy);
        PlanarTarget<T> pdx = new(dx);
        nuint width = (nuint)Vector<T>.Count, length = (nuint)x.Length, i = 0;
        for (; i + width <= length; i += width)
        {
            pdx.Store(pdy.Load(i) * op.Gradient(px.Load(i), py.Load(i)), i);
        }

        if (i < length)
        {
            nuint rest = length - i;
            ComplexLanes<T> gradient = op.Gradient(px.LoadTail(i, rest), py.LoadTail(i, rest));
            pdx.StoreTail(pdy.LoadTail(i, rest) * gradient, i, rest);
        }
    }

    /// <summary>y = |x|, without overflow or underflow on the way.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Abs<T>(ReadOnlyPlanar<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => ToReal(default(ComplexAbs<T>), x, y);

    /// <summary>y = |x|².</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void AbsSquared<T>(ReadOnlyPlanar<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => ToReal(default(ComplexAbsSquared<T>), x, y);

    /// <summary>y = arg x, in [−π, π].</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Angle<T>(ReadOnlyPlanar<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => ToReal(default(ComplexAngle<T>), x, y);
}
