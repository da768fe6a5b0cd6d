using Ssm.Kernels;

namespace Ssm.Perf.Bench.Devices;

/// <summary>A complex transform along time with channels beside each other.</summary>
internal sealed class DeviceFft() : DeviceWorkload(
    "fft.c2c", "complex transform of the middle axis", "B8xL1024xH128", "B8xL4096xH512", "B1xL1048576xH8")
{
    internal override DeviceJob Prepare<T>(DeviceArrays<T> arrays, BenchRequest request)
    {
        AxisShape shape = new(request.Size["B"], request.Size["L"], request.Size["H"]);
        IBackend<T> backend = arrays.Backend;
        ComplexView<T> x = arrays.UniformComplex(shape.Count), y = arrays.ComplexResult(shape.Count);
        return new DeviceJob(
            () => backend.Fft(x, y, shape),
            shape.Count,
            Bytes<T>(4.0 * shape.Count),
            5.0 * shape.Count * Math.Log2(shape.Length));
    }
}
