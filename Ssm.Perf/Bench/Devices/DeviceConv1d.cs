using Ssm.Kernels;

namespace Ssm.Perf.Bench.Devices;

/// <summary>The short depthwise convolution in front of a Mamba layer.</summary>
internal sealed class DeviceConv1d() : DeviceWorkload(
    "conv1d", "depthwise causal convolution of four taps", "B2xL1024xH768", "B8xL2048xH3072")
{
    internal override DeviceJob Prepare<T>(DeviceArrays<T> arrays, BenchRequest request)
    {
        const int Taps = 4;
        ConvolutionShape shape = new(request.Size["B"], request.Size["L"], request.Size["H"], Taps);
        IBackend<T> backend = arrays.Backend;
        View<T> x = arrays.Uniform(shape.Elements), w = arrays.Uniform(shape.WeightElements);
        View<T> bias = arrays.Uniform(shape.Channels), y = arrays.Result(shape.Elements);
        return new DeviceJob(
            () => backend.CausalConv1d(x, w, bias, default, y, shape),
            shape.Elements,
            Bytes<T>(2.0 * shape.Elements),
            2.0 * Taps * shape.Elements);
    }
}
