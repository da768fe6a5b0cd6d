using Ssm.Kernels;

namespace Ssm.Perf.Bench.Devices;

/// <summary>The long convolution of an S4D layer by transforms, and its adjoint.</summary>
internal sealed class DeviceConvolution() : DeviceWorkload(
    "conv.s4d", "causal convolution by transforms", "B8xL1024xH128", "B16xL4096xH256", "B4xL16384xH256")
{
    public override IReadOnlyList<string> Passes => ["fwd", "bwd"];

    internal override DeviceJob Prepare<T>(DeviceArrays<T> arrays, BenchRequest request)
    {
        int length = request.Size["L"];
        ConvolutionShape shape = new(request.Size["B"], length, request.Size["H"], length);
        IBackend<T> backend = arrays.Backend;
        View<T> u = arrays.Uniform(shape.Elements), k = arrays.Uniform(shape.WeightElements, -0.1, 0.1);

        // A real transform of twice the length is 2.5 n log₂ n, there and back.
        double transforms = 5.0 * 2.0 * shape.Elements * Math.Log2(2.0 * length);
        if (!request.Backward)
        {
            View<T> y = arrays.Result(shape.Elements);
            return new DeviceJob(
                () => backend.FftConvolution(u, k, y, shape),
                shape.Elements,
                Bytes<T>((2.0 * shape.Elements) + shape.WeightElements),
                transforms);
        }

        View<T> dy = arrays.Uniform(shape.Elements);
        View<T> du = arrays.Result(shape.Elements), dk = arrays.Result(shape.WeightElements);
        return new DeviceJob(
            () => backend.FftConvolutionAdjoint(u, k, dy, du, dk, shape),
            shape.Elements,
            Bytes<T>((3.0 * shape.Elements) + (2.0 * shape.WeightElements)),
            1.5 * transforms);
    }
}
