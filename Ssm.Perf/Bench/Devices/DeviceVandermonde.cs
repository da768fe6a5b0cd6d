using Ssm.Kernels;

namespace Ssm.Perf.Bench.Devices;

/// <summary>The kernel of an S4D layer from its modes.</summary>
internal sealed class DeviceVandermonde() : DeviceWorkload(
    "vandermonde", "k[l] = 2 Re Σ v exp(l z)", "L1024xH128xN32", "L16384xH512xN32")
{
    internal override DeviceJob Prepare<T>(DeviceArrays<T> arrays, BenchRequest request)
    {
        VandermondeShape shape = new(request.Size["L"], request.Size["H"], request.Size["N"]);
        IBackend<T> backend = arrays.Backend;
        int modes = shape.Channels * shape.Modes;
        ComplexView<T> v = arrays.UniformComplex(modes);
        ComplexView<T> z = new(arrays.Uniform(modes, -0.05, -0.001), arrays.Uniform(modes, -3.0, 3.0));
        View<T> k = arrays.Result(shape.Length * shape.Channels);
        T scale = T.One + T.One;
        double terms = (double)shape.Length * modes;
        return new DeviceJob(
            () => backend.Vandermonde(v, z, k, shape, scale),
            terms,
            Bytes<T>((double)shape.Length * shape.Channels),
            8.0 * terms);
    }
}
