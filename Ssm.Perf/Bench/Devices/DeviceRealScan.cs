using Ssm.Kernels;

namespace Ssm.Perf.Bench.Devices;

/// <summary>A real diagonal recurrence as of RG-LRU, and its adjoint.</summary>
internal sealed class DeviceRealScan() : DeviceWorkload(
    "scan.real", "real scan with a factor of its own at every step", "B8xL4096xP256", "B32xL4096xP1024")
{
    public override IReadOnlyList<string> Passes => ["fwd", "bwd"];

    internal override DeviceJob Prepare<T>(DeviceArrays<T> arrays, BenchRequest request)
    {
        ScanShape shape = new(request.Size["B"], request.Size["L"], request.Size["P"]);
        IBackend<T> backend = arrays.Backend;
        View<T> a = arrays.Uniform(shape.Elements, 0.9, 0.999), b = arrays.Uniform(shape.Elements);
        View<T> h = arrays.Result(shape.Elements);
        if (!request.Backward)
        {
            return new DeviceJob(
                () => backend.DiagonalScan(a, b, default, h, shape, ScanForm.None),
                shape.Elements,
                Bytes<T>(3.0 * shape.Elements),
                2.0 * shape.Elements);
        }

        View<T> dh = arrays.Uniform(shape.Elements);
        View<T> db = arrays.Result(shape.Elements), da = arrays.Result(shape.Elements);
        backend.DiagonalScan(a, b, default, h, shape, ScanForm.None);
        return new DeviceJob(
            () => backend.DiagonalScanAdjoint(a, h, default, dh, da, db, default, shape, ScanForm.None),
            shape.Elements,
            Bytes<T>(5.0 * shape.Elements),
            3.0 * shape.Elements);
    }
}
