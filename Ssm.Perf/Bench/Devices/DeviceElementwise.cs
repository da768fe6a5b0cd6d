using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Devices;

/// <summary>What reads and writes arrays from end to end.</summary>
internal sealed class DeviceElementwise(string name, string summary) : DeviceWorkload(
    name, summary, "1x1048576", "1x67108864")
{
    internal static IEnumerable<DeviceElementwise> All =>
    [
        new("copy", "y = x"),
        new("add", "y = a + b"),
        new("exp", "y = exp x"),
        new("gelu", "y = x Φ(x)"),
        new("adamw", "one AdamW step"),
    ];

    internal override DeviceJob Prepare<T>(DeviceArrays<T> arrays, BenchRequest request)
    {
        int count = request.Size[0] * request.Size[1];
        IBackend<T> backend = arrays.Backend;
        View<T> x = arrays.Uniform(count);
        if (Name == "add")
        {
            BroadcastPlan plan = BroadcastPlan.Create([count], [count]);
            View<T> b = arrays.Uniform(count), sum = arrays.Result(count);
            return Job<T>(() => backend.Binary(default(Add<T>), plan, x, b, sum), count, 3);
        }

        if (Name == "adamw")
        {
            AdamSettings settings = new(1e-3, WeightDecay: 0.01);
            View<T> gradient = arrays.Uniform(count), m = arrays.Scratch(count), v = arrays.Scratch(count);
            backend.Fill(m, T.Zero);
            backend.Fill(v, T.Zero);
            return Job<T>(() => backend.AdamW(x, gradient, m, v, settings, 1), count, 7);
        }

        View<T> y = arrays.Result(count);
        return Name switch
        {
            "copy" => Job<T>(() => backend.Copy(x, y), count, 2),
            "exp" => Job<T>(() => backend.Unary(default(Exp<T>), x, y), count, 2),
            _ => Job<T>(() => backend.Unary(default(GeluErf<T>), x, y), count, 2),
        };
    }

    private static DeviceJob Job<T>(Action run, int count, int arrays)
        where T : unmanaged, INumber<T> => new(run, count, Bytes<T>((double)arrays * count), count);
}
