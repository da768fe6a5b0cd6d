namespace Ssm.Kernels.Gpu;

/// <summary>A complex number, in two planes.</summary>
internal readonly struct DeviceComplex<T>(T re, T im) : IDeviceNumber<T, DeviceComplex<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _re = re;
    private readonly T _im = im;

    public static int Planes => 2;

    public static DeviceComplex<T> Zero => new(T.Zero, T.Zero);

    public static DeviceComplex<T> One => new(T.One, T.Zero);

    public static DeviceComplex<T> Load(ComplexPlanes<T> from, int at) => new(from.Re[at], from.Im[at]);

    public static void Store(ComplexPlanes<T> to, int at, DeviceComplex<T> value)
    {
        to.Re[at] = value._re;
        to.Im[at] = value._im;
    }

    public static DeviceComplex<T> Add(DeviceComplex<T> a, DeviceComplex<T> b) => new(a._re + b._re, a._im + b._im);

    // Written so that each product is one fused operation, on top of what was added before.
    public static DeviceComplex<T> MultiplyAdd(DeviceComplex<T> a, DeviceComplex<T> x, DeviceComplex<T> b) => new(
        (b._re + (a._re * x._re)) - (a._im * x._im), (b._im + (a._re * x._im)) + (a._im * x._re));

    public static DeviceComplex<T> ConjugateMultiplyAdd(DeviceComplex<T> a, DeviceComplex<T> x, DeviceComplex<T> b) =>
        new((b._re + (a._re * x._re)) + (a._im * x._im), (b._im + (a._re * x._im)) - (a._im * x._re));

    public static DeviceComplex<T> Conjugate(DeviceComplex<T> a) => new(a._re, -a._im);

    public static DeviceComplex<T> Select(bool first, DeviceComplex<T> a, DeviceComplex<T> b) =>
        new(first ? a._re : b._re, first ? a._im : b._im);
}
