using Ssm.Kernels;

namespace Ssm.Perf.Bench.Devices;

/// <summary>The recurrence of RG-LRU from the logits of its gates, and its adjoint.</summary>
internal sealed class DeviceGated() : DeviceWorkload(
    "gated", "RG-LRU's recurrence: gates, decay, root and scan", "B8xL2048xE256", "B8xL4096xE2560")
{
    public override IReadOnlyList<string> Passes => ["fwd", "bwd"];

    internal override DeviceJob Prepare<T>(DeviceArrays<T> arrays, BenchRequest request)
    {
        ScanShape shape = new(request.Size["B"], request.Size["L"], request.Size["E"]);
        IBackend<T> backend = arrays.Backend;
        RgLruViews<T> operands = new()
        {
            X = arrays.Uniform(shape.Elements),
            RecurrenceGate = arrays.Uniform(shape.Elements, -3.0, 3.0),
            InputGate = arrays.Uniform(shape.Elements, -3.0, 3.0),
            Rate = arrays.Uniform(shape.Channels, 0.008, 0.84),
        };
        SqrtOneMinusExp<T> root = new(T.CreateChecked(1000), T.Zero);
        View<T> h = arrays.Result(shape.Elements);
        backend.RgLruRecurrence(operands, default, root, h, shape);
        if (!request.Backward)
        {
            return new DeviceJob(
                () => backend.RgLruRecurrence(operands, default, root, h, shape),
                shape.Elements,
                Bytes<T>(4.0 * shape.Elements),
                90.0 * shape.Elements);
        }

        View<T> dh = arrays.Uniform(shape.Elements);
        RgLruViews<T> gradients = new()
        {
            X = arrays.Result(shape.Elements),
            RecurrenceGate = arrays.Result(shape.Elements),
            InputGate = arrays.Result(shape.Elements),
            Rate = arrays.Result(shape.Channels),
        };
        return new DeviceJob(
            () => backend.RgLruRecurrenceAdjoint(operands, default, root, h, dh, gradients, shape),
            shape.Elements,
            Bytes<T>(8.0 * shape.Elements),
            116.0 * shape.Elements);
    }
}
