using Ssm.Kernels;

namespace Ssm.Perf.Bench.Devices;

/// <summary>What works on rows of channels: norms, softmax, a loss.</summary>
internal sealed class DeviceRows(string name, string summary) : DeviceWorkload(
    name, summary, "R16384xH128", "R65536xH1024")
{
    internal static IEnumerable<DeviceRows> All =>
    [
        new("layernorm", "layer norm"),
        new("rmsnorm", "RMS norm"),
        new("softmax", "softmax of each row"),
        new("crossentropy", "cross-entropy and its gradient"),
    ];

    internal override DeviceJob Prepare<T>(DeviceArrays<T> arrays, BenchRequest request)
    {
        int rows = request.Size["R"], width = request.Size["H"], count = rows * width;
        IBackend<T> backend = arrays.Backend;
        T epsilon = T.CreateChecked(1e-5);
        View<T> x = arrays.Uniform(count), w = arrays.Uniform(width), b = arrays.Uniform(width);
        View<T> y = arrays.Result(count), mean = arrays.Scratch(rows), inverse = arrays.Scratch(rows);
        View<int> labels = Name == "crossentropy" ? arrays.Labels(rows, width) : default;
        Action run = Name switch
        {
            "layernorm" => () => backend.LayerNorm(x, w, b, y, mean, inverse, width, epsilon),
            "rmsnorm" => () => backend.RmsNorm(x, w, y, inverse, width, epsilon, T.Zero),
            "softmax" => () => backend.Softmax(x, y, width),
            _ => () => backend.CrossEntropy(x, labels, mean, y, width),
        };
        return new DeviceJob(run, count, Bytes<T>(2.0 * count), 8.0 * count);
    }
}
