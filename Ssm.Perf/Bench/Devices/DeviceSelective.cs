using Ssm.Kernels;

namespace Ssm.Perf.Bench.Devices;

/// <summary>The scan of a Mamba layer with softplus, skip and gate, and its recomputing adjoint.</summary>
internal sealed class DeviceSelective() : DeviceWorkload(
    "selective",
    "selective scan: discretise, scan, project and gate",
    "B2xD768xL1024xN16",
    "B8xD1536xL2048xN16",
    "B1xD1536xL65536xN16")
{
    public override IReadOnlyList<string> Passes => ["fwd", "bwd"];

    internal override DeviceJob Prepare<T>(DeviceArrays<T> arrays, BenchRequest request)
    {
        SelectiveScanShape shape = new(
            request.Size["B"], request.Size["L"], request.Size["D"], request.Size["N"]);
        IBackend<T> backend = arrays.Backend;
        SelectiveScanViews<T> operands = new()
        {
            U = arrays.Uniform(shape.Elements),
            Delta = arrays.Uniform(shape.Elements),
            A = arrays.Uniform(shape.RateElements, -16.0, -1.0),
            B = arrays.Uniform(shape.WeightElements),
            C = arrays.Uniform(shape.WeightElements),
            Skip = arrays.Uniform(shape.Channels),
            Gate = arrays.Uniform(shape.Elements),
            DeltaBias = arrays.Uniform(shape.Channels, -5.0, -2.0),
        };
        View<T> y = arrays.Result(shape.Elements), carries = arrays.Scratch(shape.CarryElements);
        double states = (double)shape.Elements * shape.States;
        double weights = 2.0 * shape.WeightElements;
        if (!request.Backward)
        {
            return new DeviceJob(
                () => backend.SelectiveScan(operands, default, softplus: true, y, default, default, shape),
                states,
                Bytes<T>((4.0 * shape.Elements) + weights),
                8.0 * states);
        }

        SelectiveScanViews<T> gradients = new()
        {
            U = arrays.Result(shape.Elements),
            Delta = arrays.Result(shape.Elements),
            A = arrays.Result(shape.RateElements),
            B = arrays.Result(shape.WeightElements),
            C = arrays.Result(shape.WeightElements),
            Skip = arrays.Result(shape.Channels),
            Gate = arrays.Result(shape.Elements),
            DeltaBias = arrays.Result(shape.Channels),
        };
        View<T> dy = arrays.Uniform(shape.Elements);
        backend.SelectiveScan(operands, default, softplus: true, y, default, carries, shape);
        return new DeviceJob(
            () => backend.SelectiveScanAdjoint(
                operands, default, softplus: true, carries, dy, default, gradients, shape),
            states,
            Bytes<T>((7.0 * shape.Elements) + (2.0 * weights) + shape.CarryElements),
            24.0 * states);
    }
}
