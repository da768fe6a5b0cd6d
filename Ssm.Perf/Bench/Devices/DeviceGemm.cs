using Ssm.Kernels;

namespace Ssm.Perf.Bench.Devices;

/// <summary>A matrix product; K much larger than M and N is the gradient of a weight.</summary>
internal sealed class DeviceGemm() : DeviceWorkload(
    "gemm", "matrix product", "M512xN512xK512", "M4096xN4096xK4096", "M128xN128xK65536", "M65536xN128xK128")
{
    internal override DeviceJob Prepare<T>(DeviceArrays<T> arrays, BenchRequest request)
    {
        int m = request.Size["M"], n = request.Size["N"], k = request.Size["K"];
        MatMulShape shape = new(m, n, k);
        IBackend<T> backend = arrays.Backend;
        View<T> a = arrays.Uniform(m * k), b = arrays.Uniform(k * n), c = arrays.Result(m * n);
        return new DeviceJob(
            () => backend.MatMul(a, b, c, shape, MatMulStrides.One, accumulate: false),
            (double)m * n,
            Bytes<T>(((double)m * k) + ((double)k * n) + ((double)m * n)),
            2.0 * m * n * k);
    }
}
