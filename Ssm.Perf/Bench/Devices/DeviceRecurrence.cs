using Ssm.Kernels;

namespace Ssm.Perf.Bench.Devices;

/// <summary>The fused recurrences of S4D and S5: from input to output without an array of states.</summary>
internal sealed class DeviceRecurrence(bool shared) : DeviceWorkload(
    shared ? "recurrence.s5" : "recurrence.s4d",
    shared ? "x[t] = ā x[t−1] + B̄ u, y = Re C x + d u with modes that all channels share"
        : "the same with modes of each channel's own",
    "B16xL1024xH128xN64",
    "B16xL4096xH256xN64")
{
    internal override DeviceJob Prepare<T>(DeviceArrays<T> arrays, BenchRequest request)
    {
        RecurrenceShape shape = new(
            request.Size["B"], request.Size["L"], request.Size["H"], request.Size["N"]);
        IBackend<T> backend = arrays.Backend;
        int elements = shape.Batch * shape.Length * shape.Channels;
        int matrix = shape.Channels * shape.Modes;
        DiagonalSystemView<T> system = new(
            arrays.Poles(shared ? shape.Modes : matrix), arrays.UniformComplex(matrix), arrays.UniformComplex(matrix),
            arrays.Uniform(shape.Channels));
        View<T> u = arrays.Uniform(elements), y = arrays.Result(elements);
        T scale = T.One + T.One;
        double states = (double)shape.Batch * shape.Length * shape.Modes * (shared ? 1 : shape.Channels);
        double operations = shared ? (8.0 * elements * shape.Modes) + (8.0 * states) : 16.0 * states;
        return new DeviceJob(
            shared
                ? () => backend.S5Recurrence(
                    u, system, scale, default, default, y, default, default, shape, reversed: false)
                : () => backend.DiagonalRecurrence(u, system, scale, default, default, y, default, shape),
            states,
            Bytes<T>(2.0 * elements),
            operations);
    }
}
