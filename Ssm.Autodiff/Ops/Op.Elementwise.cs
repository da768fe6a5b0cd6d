namespace Ssm.Autodiff;

/// <content>Functions of one argument, element by element. Each is one struct in Ssm.Kernels.</content>
public static partial class Op
{
    /// <summary>e^x.</summary>
    /// <remarks>Adjoint: x̄ = conj(y)·ȳ.</remarks>
    public static Variable<T> Exp<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Unary(x, new Exp<T>(), new ComplexExp<T>());

    /// <summary>The natural logarithm; the principal branch for complex x.</summary>
    /// <remarks>Adjoint: x̄ = ȳ / conj(x).</remarks>
    public static Variable<T> Log<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Unary(x, new Log<T>(), new ComplexLog<T>());

    /// <summary>The square root; the principal branch for complex x.</summary>
    /// <remarks>Adjoint: x̄ = ȳ / (2·conj(y)).</remarks>
    public static Variable<T> Sqrt<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Unary(x, new Sqrt<T>(), new ComplexSqrt<T>());

    /// <summary>x².</summary>
    /// <remarks>Adjoint: x̄ = 2·conj(x)·ȳ.</remarks>
    public static Variable<T> Square<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Unary(x, new Square<T>(), new ComplexSquare<T>());

    /// <summary>1/x.</summary>
    /// <remarks>Adjoint: x̄ = −conj(y²)·ȳ.</remarks>
    public static Variable<T> Reciprocal<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Unary(x, new Reciprocal<T>(), new ComplexReciprocal<T>());

    /// <summary>The sine.</summary>
    /// <remarks>Adjoint: x̄ = conj(cos x)·ȳ.</remarks>
    public static Variable<T> Sin<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Unary(x, new Sin<T>(), new ComplexSin<T>());

    /// <summary>The cosine.</summary>
    /// <remarks>Adjoint: x̄ = −conj(sin x)·ȳ.</remarks>
    public static Variable<T> Cos<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Unary(x, new Cos<T>(), new ComplexCos<T>());

    /// <summary>The hyperbolic tangent.</summary>
    /// <remarks>Adjoint: x̄ = conj(1 − y²)·ȳ.</remarks>
    public static Variable<T> Tanh<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Unary(x, new Tanh<T>(), new ComplexTanh<T>());

    /// <summary>The hyperbolic sine.</summary>
    /// <remarks>Adjoint: x̄ = conj(cosh x)·ȳ.</remarks>
    public static Variable<T> Sinh<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Unary(x, new Sinh<T>(), new ComplexSinh<T>());

    /// <summary>The hyperbolic cosine.</summary>
    /// <remarks>Adjoint: x̄ = conj(sinh x)·ȳ.</remarks>
    public static Variable<T> Cosh<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Unary(x, new Cosh<T>(), new ComplexCosh<T>());

    /// <summary>1/(1 + e^−x).</summary>
    /// <remarks>Adjoint: x̄ = conj(y(1 − y))·ȳ.</remarks>
    public static Variable<T> Sigmoid<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Unary(x, new Sigmoid<T>(), new ComplexSigmoid<T>());

    /// <summary>e^x − 1, exact near 0. Real.</summary>
    /// <remarks>Adjoint: x̄ = (y + 1)·ȳ.</remarks>
    public static Variable<T> Expm1<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => RealUnary(nameof(Expm1), x, new Expm1<T>());

    /// <summary>log(1 + x), exact near 0. Real.</summary>
    /// <remarks>Adjoint: x̄ = ȳ / (1 + x).</remarks>
    public static Variable<T> Log1p<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => RealUnary(nameof(Log1p), x, new Log1p<T>());

    /// <summary>The logarithm to base 2. Real.</summary>
    /// <remarks>Adjoint: x̄ = ȳ / (x·ln 2).</remarks>
    public static Variable<T> Log2<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => RealUnary(nameof(Log2), x, new Log2<T>());

    /// <summary>1/√x. Real.</summary>
    /// <remarks>Adjoint: x̄ = −½·y³·ȳ.</remarks>
    public static Variable<T> Rsqrt<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => RealUnary(nameof(Rsqrt), x, new Rsqrt<T>());

    /// <summary>The inverse hyperbolic sine. Real.</summary>
    /// <remarks>Adjoint: x̄ = ȳ / √(1 + x²).</remarks>
    public static Variable<T> Asinh<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => RealUnary(nameof(Asinh), x, new Asinh<T>());

    /// <summary>The inverse tangent. Real.</summary>
    /// <remarks>Adjoint: x̄ = ȳ / (1 + x²).</remarks>
    public static Variable<T> Atan<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => RealUnary(nameof(Atan), x, new Atan<T>());

    /// <summary>The error function 2/√π ∫₀ˣ e^(−t²) dt. Real.</summary>
    /// <remarks>Adjoint: x̄ = 2/√π·e^(−x²)·ȳ.</remarks>
    public static Variable<T> Erf<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => RealUnary(nameof(Erf), x, new Erf<T>());

    /// <summary>max(x, 0). Real.</summary>
    /// <remarks>Adjoint: x̄ = ȳ where x > 0, else 0.</remarks>
    public static Variable<T> Relu<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => RealUnary(nameof(Relu), x, new Relu<T>());

    /// <summary>x·σ(x). Real.</summary>
    /// <remarks>Adjoint: x̄ = σ(1 + x(1 − σ))·ȳ.</remarks>
    public static Variable<T> Silu<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => RealUnary(nameof(Silu), x, new Silu<T>());

    /// <summary>x·Φ(x), with the normal distribution function by erf: PyTorch's default GELU. Real.</summary>
    /// <remarks>Adjoint: x̄ = (Φ(x) + x·φ(x))·ȳ.</remarks>
    public static Variable<T> GeluErf<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => RealUnary(nameof(GeluErf), x, new GeluErf<T>());

    /// <summary>x/2·(1 + tanh(√(2/π)(x + 0.044715 x³))): Flax's default GELU. Real.</summary>
    /// <remarks>Adjoint: x̄ = y'(x)·ȳ.</remarks>
    public static Variable<T> GeluTanh<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => RealUnary(nameof(GeluTanh), x, new GeluTanh<T>());

    /// <summary>log(1 + e^x), taken as x above 20. Real.</summary>
    /// <remarks>Adjoint: x̄ = σ(x)·ȳ, and ȳ above 20.</remarks>
    public static Variable<T> Softplus<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => RealUnary(nameof(Softplus), x, new Softplus<T>());

    /// <summary>x + log(1 − e^−x) for x > 0: what softplus takes to x. Real.</summary>
    /// <remarks>Adjoint: x̄ = ȳ / (1 − e^−x).</remarks>
    public static Variable<T> InverseSoftplus<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => RealUnary(nameof(InverseSoftplus), x,
            new InverseSoftplus<T>());

    /// <summary>log σ(x). Real.</summary>
    /// <remarks>Adjoint: x̄ = σ(−x)·ȳ.</remarks>
    public static Variable<T> LogSigmoid<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => RealUnary(nameof(LogSigmoid), x, new LogSigmoid<T>());

    /// <summary>The larger of a and b, broadcast. Real.</summary>
    /// <remarks>Adjoint: ȳ to the larger operand, half to each where they are equal.</remarks>
    public static Variable<T> Maximum<T>(Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => Binary(nameof(Maximum), a, b, new Maximum<T>());

    /// <summary>The smaller of a and b, broadcast. Real.</summary>
    /// <remarks>Adjoint: ȳ to the smaller operand, half to each where they are equal.</remarks>
    public static Variable<T> Minimum<T>(Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => Binary(nameof(Minimum), a, b, new Minimum<T>());
}
