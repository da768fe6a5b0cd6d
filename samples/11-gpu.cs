// A layer on a device: the same code, the same numbers. Without a GPU it runs on ILGPU's simulator, slowly.
#:project ../Ssm.Core/Ssm.Core.csproj
#:project ../Ssm.Kernels/Gpu/Ssm.Kernels.Gpu.csproj
#:property PublishAot=false

using Ssm.Autodiff;
using Ssm.Core.Models;
using Ssm.Kernels;
using Ssm.Kernels.Gpu;

// What is here, and why something is not.
foreach (GpuPlatform platform in GpuDevices.Find())
{
    foreach (GpuDevice found in platform.Devices)
    {
        Console.WriteLine($"{found.Name}: {found.Product}, {found.MemoryBytes >> 20} MB");
    }

    foreach (string reason in platform.Missing)
    {
        Console.WriteLine($"{platform.Name}: {reason}");
    }
}

string name = GpuDevices.Find().SelectMany(platform => platform.Devices).FirstOrDefault()?.Name ?? GpuDevices.Simulator;
using GpuAccelerator accelerator = GpuDevices.Open(name);
GpuBackend<float> device = new(accelerator);

// A backend is an argument; nothing else changes.
(float[] y, float[] slope) = Run(device);
(float[] expected, float[] expectedSlope) = Run(CpuBackend<float>.Default);
float worst = Math.Max(Distance(y, expected), Distance(slope, expectedSlope));
GpuCounters counters = accelerator.Counters;
Console.WriteLine($"{accelerator}: {counters.Launches} kernels started, {counters.Kernels} compiled in " +
    $"{counters.CompileTime.TotalSeconds:F1} s, {counters.Downloads} copies to the host");
Console.WriteLine($"largest difference from the CPU, output and gradient: {worst:E1}");
return worst < 1e-5f ? 0 : 1;

static (float[] Y, float[] Slope) Run(IBackend<float> backend)
{
    const int Batch = 2, Length = 24, Channels = 4;
    S5<float> layer = new(Channels, new S5Options { StateSize = 8 }, new RandomSource(1), backend);
    float[] signal = [.. Enumerable.Range(0, Batch * Length * Channels).Select(i => MathF.Sin(0.7f * i))];
    Variable<float> u = new(NdArray<float>.From(signal, [Batch, Length, Channels], backend));

    Tape<float> tape = new();
    tape.Watch([u]);
    Variable<float> y = layer.Forward(u);
    Variable<float> loss = Op.Mean(y * y);
    Gradients<float> gradients = tape.Backward(loss);
    return (y.Value.ToArray(), gradients[u]!.ToArray());
}

static float Distance(float[] a, float[] b) => a.Zip(b, (x, z) => MathF.Abs(x - z)).Max();
