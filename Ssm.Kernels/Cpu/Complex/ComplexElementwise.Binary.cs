namespace Ssm.Kernels;

public static partial class ComplexElementwise
{
    /// <summary>y = a b, element by element.</summary>
    /// <param name="a">Any length.</param>
    /// <param name="b">As long as <paramref name="a"/>.</param>
    /// <param name="y">As long as <paramref name="a"/>; may be an input.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Multiply<T>(ReadOnlyPlanar<T> a, ReadOnlyPlanar<T> b, Planar<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Guard.Length(b.Length, a.Length, nameof(ComplexElementwise));
        Guard.Length(y.Length, a.Length, nameof(ComplexElementwise));
        Loop(default(ComplexMultiply<T>), Operand(a), Operand(b), y);
    }

    /// <summary>y = a b with one number a for all elements.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void MultiplyLeftScalar<T>(ComplexNumber<T> a, ReadOnlyPlanar<T> b, Planar<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Guard.Length(y.Length, b.Length, nameof(ComplexElementwise));
        Loop(default(ComplexMultiply<T>), Operand(a), Operand(b), y);
    }

    /// <summary>y = a b with one number b for all elements.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void MultiplyRightScalar<T>(ReadOnlyPlanar<T> a, ComplexNumber<T> b, Planar<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Guard.Length(y.Length, a.Length, nameof(ComplexElementwise));
        Loop(default(ComplexMultiply<T>), Operand(a), Operand(b), y);
    }

    /// <summary>y = conj(a) b, element by element. With a an argument of a product and b the gradient of the product,
    /// this is the gradient of the
    /// other argument.</summary>
    /// <param name="a">Any length.</param>
    /// <param name="b">As long as <paramref name="a"/>.</param>
    /// <param name="y">As long as <paramref name="a"/>; may be an input.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void MultiplyConjugate<T>(ReadOnlyPlanar<T> a, ReadOnlyPlanar<T> b, Planar<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Guard.Length(b.Length, a.Length, nameof(ComplexElementwise));
        Guard.Length(y.Length, a.Length, nameof(ComplexElementwise));
        Loop(default(ComplexMultiplyConjugate<T>), Operand(a), Operand(b), y);
    }

    /// <summary>y = conj(a) b with one number a for all elements.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void MultiplyConjugateLeftScalar<T>(ComplexNumber<T> a, ReadOnlyPlanar<T> b, Planar<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Guard.Length(y.Length, b.Length, nameof(ComplexElementwise));
        Loop(default(ComplexMultiplyConjugate<T>), Operand(a), Operand(b), y);
    }

    /// <summary>y = conj(a) b with one number b for all elements.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void MultiplyConjugateRightScalar<T>(ReadOnlyPlanar<T> a, ComplexNumber<T> b, Planar<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Guard.Length(y.Length, a.Length, nameof(ComplexElementwise));
        Loop(default(ComplexMultiplyConjugate<T>), Operand(a), Operand(b), y);
    }

    /// <summary>y = a / b, element by element. By Smith's method, see <see cref="ComplexLanes{T}"/>: no overflow on the
    /// way; division by zero gives NaN.</summary>
    /// <param name="a">Any length.</param>
    /// <param name="b">As long as <paramref name="a"/>.</param>
    /// <param name="y">As long as <paramref name="a"/>; may be an input.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Divide<T>(ReadOnlyPlanar<T> a, ReadOnlyPlanar<T> b, Planar<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Guard.Length(b.Length, a.Length, nameof(ComplexElementwise));
        Guard.Length(y.Length, a.Length, nameof(ComplexElementwise));
        Loop(default(ComplexDivide<T>), Operand(a), Operand(b), y);
    }

    /// <summary>y = a / b with one number a for all elements.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void DivideLeftScalar<T>(ComplexNumber<T> a, ReadOnlyPlanar<T> b, Planar<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Guard.Length(y.Length, b.Length, nameof(ComplexElementwise));
        Loop(default(ComplexDivide<T>), Operand(a), Operand(b), y);
    }

    /// <summary>y = a / b with one number b for all elements.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void DivideRightScalar<T>(ReadOnlyPlanar<T> a, ComplexNumber<T> b, Planar<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Guard.Length(y.Length, a.Length, nameof(ComplexElementwise));
        Loop(default(ComplexDivide<T>), Operand(a), Operand(b), y);
    }

    private static void Loop<T, TOp, TLeft, TRight>(
        TOp op, PlanarOperand<T, TLeft> a, PlanarOperand<T, TRight> b, Planar<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IComplexBinaryOp<T>
        where TLeft : IOperand<T>, allows ref struct
        where TRight : IOperand<T>, allows ref struct
    {
        PlanarTarget<T> py = new(y);
        nuint width = (nuint)Vector<T>.Count, length = (nuint)y.Length, i = 0;
        for (; i + width <= length; i += width)
        {
            py.Store(op.Invoke(a.Load(i), b.Load(i)), i);
        }

        if (i < length)
        {
            nuint rest = length - i;
            py.StoreTail(op.Invoke(a.LoadTail(i, rest), b.LoadTail(i, rest)), i, rest);
        }
    }
}
