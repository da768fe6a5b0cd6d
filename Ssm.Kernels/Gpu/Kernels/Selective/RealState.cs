namespace Ssm.Kernels.Gpu;

/// <summary>A real number.</summary>
internal readonly struct RealState<T>(T value) : IStateNumber<T, RealState<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _value = value;

    public static int Planes => 1;

    public static RealState<T> Zero => new(T.Zero);

    public T Real => _value;

    public T Imaginary => T.Zero;

    public static RealState<T> Of(T real, T imaginary) => new(real);

    public static RealState<T> Load(ComplexPlanes<T> from, int at) => new(from.Re[at]);

    public static void Store(ComplexPlanes<T> to, int at, RealState<T> value) => to.Re[at] = value._value;

    public static RealState<T> Power(T delta, RealState<T> rate) => new(T.Exp(delta * rate._value));

    public static RealState<T> Multiply(RealState<T> a, RealState<T> b) => new(a._value * b._value);

    public static RealState<T> MultiplyConjugate(RealState<T> a, RealState<T> b) => new(a._value * b._value);

    public static RealState<T> MultiplyAdd(RealState<T> a, RealState<T> b, RealState<T> c) =>
        new((a._value * b._value) + c._value);

    public static RealState<T> AddScaled(RealState<T> sum, T s, RealState<T> b) => new((s * b._value) + sum._value);

    public static T AddOutput(T sum, RealState<T> c, RealState<T> h) => (c._value * h._value) + sum;

    public static RealState<T> AddOutputGradient(RealState<T> sum, RealState<T> c, T dy) =>
        new((c._value * dy) + sum._value);

    public static RealState<T> WeightGradient(RealState<T> h) => h;

    public static T AddRealProduct(T sum, RealState<T> a, RealState<T> b) => (a._value * b._value) + sum;
}
