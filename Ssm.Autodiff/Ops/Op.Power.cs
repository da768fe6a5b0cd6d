namespace Ssm.Autodiff;

/// <content>Powers.</content>
public static partial class Op
{
    /// <summary>x^p for a constant real p; the principal branch, exp(p·log x), for complex x.</summary>
    /// <remarks>Adjoint: x̄ = conj(p·x^(p−1))·ȳ. A complex x must not be 0.</remarks>
    public static Variable<T> PowerBy<T>(Variable<T> x, T exponent)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        x.IsComplex ? Exp(Scale(Log(x), exponent)) : RealUnary(nameof(PowerBy), x, new PowerBy<T>(exponent));

    /// <summary>xⁿ for a whole n, by repeated squaring; defined at 0 for n ≥ 0, real or complex.</summary>
    /// <remarks>Adjoint: x̄ = conj(n·x^(n−1))·ȳ, by that of the products it is made of.</remarks>
    public static Variable<T> IntegerPower<T>(Variable<T> x, int exponent)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (exponent == 0)
        {
            return AddConstant(Scale(x, T.Zero), T.One);
        }

        // From the leading binary digit down: square for each digit, and multiply by x where it is 1.
        uint n = (uint)Math.Abs((long)exponent);
        Variable<T> y = x;
        for (int bit = BitOperations.Log2(n) - 1; bit >= 0; bit--)
        {
            y = Square(y);
            if (((n >> bit) & 1) != 0)
            {
                y = Multiply(y, x);
            }
        }

        return exponent < 0 ? Reciprocal(y) : y;
    }

    /// <summary>
    /// a^b, broadcast: real for a ≥ 0 (or whole b), and the principal branch exp(b·log a) where one is complex.
    /// </summary>
    /// <remarks>Adjoint: ā = conj(b·a^(b−1))·ȳ, b̄ = conj(y·log a)·ȳ. In the complex case a must not be 0.</remarks>
    public static Variable<T> Power<T>(Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        a.IsComplex || b.IsComplex
            ? Exp(Multiply(b, Log(AsComplex(a))))
            : Binary(nameof(Power), a, b, new Power<T>());

    /// <summary>x plus a real constant.</summary>
    /// <remarks>Adjoint: x̄ = ȳ.</remarks>
    public static Variable<T> AddConstant<T>(Variable<T> x, T constant)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Add(x, Constant(NdArray<T>.AllocateFull(Shape.Scalar, constant, x.Backend)));
}
