namespace Ssm.Kernels.Gpu;

/// <summary>A real number, in the plane of the real parts.</summary>
internal readonly struct DeviceReal<T>(T value) : IDeviceNumber<T, DeviceReal<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _value = value;

    public static int Planes => 1;

    public static DeviceReal<T> Zero => new(T.Zero);

    public static DeviceReal<T> One => new(T.One);

    public static DeviceReal<T> Load(ComplexPlanes<T> from, int at) => new(from.Re[at]);

    public static void Store(ComplexPlanes<T> to, int at, DeviceReal<T> value) => to.Re[at] = value._value;

    public static DeviceReal<T> Add(DeviceReal<T> a, DeviceReal<T> b) => new(a._value + b._value);

    public static DeviceReal<T> MultiplyAdd(DeviceReal<T> a, DeviceReal<T> x, DeviceReal<T> b) =>
        new((a._value * x._value) + b._value);

    public static DeviceReal<T> ConjugateMultiplyAdd(DeviceReal<T> a, DeviceReal<T> x, DeviceReal<T> b) =>
        new((a._value * x._value) + b._value);

    public static DeviceReal<T> Conjugate(DeviceReal<T> a) => a;

    public static DeviceReal<T> Select(bool first, DeviceReal<T> a, DeviceReal<T> b) =>
        new(first ? a._value : b._value);
}
