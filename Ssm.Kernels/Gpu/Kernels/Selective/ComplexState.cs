namespace Ssm.Kernels.Gpu;

/// <summary>A complex number.</summary>
internal readonly struct ComplexState<T>(T re, T im) : IStateNumber<T, ComplexState<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _re = re;
    private readonly T _im = im;

    public static int Planes => 2;

    public static ComplexState<T> Zero => new(T.Zero, T.Zero);

    public T Real => _re;

    public T Imaginary => _im;

    public static ComplexState<T> Of(T real, T imaginary) => new(real, imaginary);

    public static ComplexState<T> Load(ComplexPlanes<T> from, int at) => new(from.Re[at], from.Im[at]);

    public static void Store(ComplexPlanes<T> to, int at, ComplexState<T> value)
    {
        to.Re[at] = value._re;
        to.Im[at] = value._im;
    }

    public static ComplexState<T> Power(T delta, ComplexState<T> rate)
    {
        T size = T.Exp(delta * rate._re), angle = delta * rate._im;
        return new(size * T.Cos(angle), size * T.Sin(angle));
    }

    public static ComplexState<T> Multiply(ComplexState<T> a, ComplexState<T> b) =>
        new((a._re * b._re) - (a._im * b._im), (a._re * b._im) + (a._im * b._re));

    public static ComplexState<T> MultiplyConjugate(ComplexState<T> a, ComplexState<T> b) =>
        new((a._re * b._re) + (a._im * b._im), (a._re * b._im) - (a._im * b._re));

    public static ComplexState<T> MultiplyAdd(ComplexState<T> a, ComplexState<T> b, ComplexState<T> c) =>
        new(c._re + (a._re * b._re) - (a._im * b._im), c._im + (a._re * b._im) + (a._im * b._re));

    public static ComplexState<T> AddScaled(ComplexState<T> sum, T s, ComplexState<T> b) =>
        new((s * b._re) + sum._re, (s * b._im) + sum._im);

    public static T AddOutput(T sum, ComplexState<T> c, ComplexState<T> h)
    {
        T re = (c._re * h._re) - (c._im * h._im);
        return sum + re + re;
    }

    public static ComplexState<T> AddOutputGradient(ComplexState<T> sum, ComplexState<T> c, T dy)
    {
        T twice = dy + dy;
        return new((c._re * twice) + sum._re, sum._im - (c._im * twice));
    }

    public static ComplexState<T> WeightGradient(ComplexState<T> h) => new(h._re + h._re, -(h._im + h._im));

    public static T AddRealProduct(T sum, ComplexState<T> a, ComplexState<T> b) =>
        sum + (a._re * b._re) + (a._im * b._im);
}
