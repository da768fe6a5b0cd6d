using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Elementwise functions of planar complex spans.</summary>
/// <remarks>
/// As in <see cref="Elementwise"/>: the tail is a vector padded with ones, so that an element's bits depend on its
/// value alone; an output may be the same planes as an input, element for element, and may not overlap one otherwise.
/// </remarks>
public static partial class ComplexElementwise
{
    /// <summary>y = f(x).</summary>
    /// <param name="op">f.</param>
    /// <param name="x">Any length.</param>
    /// <param name="y">As long as <paramref name="x"/>; may be <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    // Not inlined: a caller that the profile finds hot would take the loop in, and its op would no longer fit.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Unary<T, TOp>(TOp op, ReadOnlyPlanar<T> x, Planar<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IComplexUnaryOp<T>
    {
        Guard.Length(y.Length, x.Length, nameof(ComplexElementwise));
        PlanarOperand<T, SpanOperand<T>> px = Operand(x);
        PlanarTarget<T> py = new(y);
        nuint width = (nuint)Vector<T>.Count, length = (nuint)x.Length, i = 0;
        for (; i + width <= length; i += width)
        {
            py.Store(op.Invoke(px.Load(i)), i);
        }

        if (i < length)
        {
            py.StoreTail(op.Invoke(px.LoadTail(i, length - i)), i, length - i);
        }
    }

    /// <summary>dx = conj(f'(x)) dy: the adjoint of <see cref="Unary"/>.</summary>
    /// <param name="op">f, holomorphic.</param>
    /// <param name="x">The argument. An op whose derivative needs the output alone ignores it.</param>
    /// <param name="y">f(x). An op whose derivative needs the argument alone ignores it.</param>
    /// <param name="dy">The gradient with respect to y, ∂L/∂Re y + i ∂L/∂Im y.</param>
    /// <param name="dx">Receives the gradient with respect to x, overwriting; may be any of the inputs.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void UnaryAdjoint<T, TOp>(
        TOp op, ReadOnlyPlanar<T> x, ReadOnlyPlanar<T> y, ReadOnlyPlanar<T> dy, Planar<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IComplexUnaryOp<T>
    {
        Guard.Length(y.Length, x.Length, nameof(ComplexElementwise));
        Guard.Length(dy.Length, x.Length, nameof(ComplexElementwise));
        Guard.Length(dx.Length, x.Length, nameof(ComplexElementwise));
        PlanarOperand<T, SpanOperand<T>> px = Operand(x), py = Operand(y), pdy = Operand(dy);
        PlanarTarget<T> pdx = new(dx);
        nuint width = (nuint)Vector<T>.Count, length = (nuint)x.Length, i = 0;
        for (; i + width <= length; i += width)
        {
            pdx.Store(op.Derivative(px.Load(i), py.Load(i)).Conjugate * pdy.Load(i), i);
        }

        if (i < length)
        {
            nuint rest = length - i;
            ComplexLanes<T> slope = op.Derivative(px.LoadTail(i, rest), py.LoadTail(i, rest));
            pdx.StoreTail(slope.Conjugate * pdy.LoadTail(i, rest), i, rest);
        }
    }

    private static PlanarOperand<T, SpanOperand<T>> Operand<T>(ReadOnlyPlanar<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(new SpanOperand<T>(x.Re), new SpanOperand<T>(x.Im));

    private static PlanarOperand<T, ScalarOperand<T>> Operand<T>(ComplexNumber<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(new ScalarOperand<T>(x.Re), new ScalarOperand<T>(x.Im));
}
