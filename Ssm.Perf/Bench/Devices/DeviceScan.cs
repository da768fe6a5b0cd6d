using Ssm.Kernels;

namespace Ssm.Perf.Bench.Devices;

/// <summary>A complex diagonal recurrence and its adjoint.</summary>
internal sealed class DeviceScan(bool invariant) : DeviceWorkload(
    invariant ? "scan.lti" : "scan.ltv",
    invariant ? "complex scan with one factor for all steps" : "complex scan with a factor of its own at every step",
    "B8xL4096xP256",
    "B32xL4096xP512",
    "B1xL262144xP64")
{
    public override IReadOnlyList<string> Passes => ["fwd", "bwd"];

    internal override DeviceJob Prepare<T>(DeviceArrays<T> arrays, BenchRequest request)
    {
        ScanShape shape = new(request.Size["B"], request.Size["L"], request.Size["P"]);
        ScanForm form = invariant ? ScanForm.Invariant : ScanForm.None;
        IBackend<T> backend = arrays.Backend;
        int factors = invariant ? shape.Channels : shape.Elements;
        ComplexView<T> a = arrays.Poles(factors), b = arrays.UniformComplex(shape.Elements);
        ComplexView<T> h = arrays.ComplexResult(shape.Elements);
        if (!request.Backward)
        {
            return new DeviceJob(
                () => backend.DiagonalScan(a, b, default, h, shape, form),
                shape.Elements,
                Bytes<T>((invariant ? 4.0 : 6.0) * shape.Elements),
                8.0 * shape.Elements);
        }

        ComplexView<T> dh = arrays.UniformComplex(shape.Elements);
        ComplexView<T> db = arrays.ComplexResult(shape.Elements), da = arrays.ComplexResult(factors);
        backend.DiagonalScan(a, b, default, h, shape, form);
        return new DeviceJob(
            () => backend.DiagonalScanAdjoint(a, h, default, dh, da, db, default, shape, form),
            shape.Elements,
            Bytes<T>((invariant ? 6.0 : 10.0) * shape.Elements),
            14.0 * shape.Elements);
    }
}
