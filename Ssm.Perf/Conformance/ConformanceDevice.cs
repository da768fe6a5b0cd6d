using System.Numerics;
using Ssm.Kernels;
using Ssm.Kernels.Gpu;
using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Conformance;

/// <summary>A device that cases run on, open until it is disposed of.</summary>
internal sealed class ConformanceDevice : IDisposable
{
    private readonly int _threads;

    private ConformanceDevice(string name, int threads, GpuAccelerator? accelerator) =>
        (Name, _threads, Accelerator) = (name, threads, accelerator);

    internal string Name { get; }

    /// <summary>The opened device; null for the processor.</summary>
    internal GpuAccelerator? Accelerator { get; }

    /// <summary>Whether it computes with this type.</summary>
    internal bool Has(string dtype) => dtype == "f32" || Accelerator is null or { HasDouble: true };

    /// <summary>Opens a device by its name.</summary>
    internal static ConformanceDevice Open(string name, int threads)
    {
        if (name == "cpu")
        {
            return new ConformanceDevice(name, threads, accelerator: null);
        }

        try
        {
            return new ConformanceDevice(name, threads, GpuDevices.Open(name));
        }
        catch (GpuException exception)
        {
            throw new UserException($"verify: {exception.Message}");
        }
    }

    /// <summary>The device for one element type.</summary>
    internal IBackend<T> Backend<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Accelerator is null ? new CpuBackend<T>(_threads) : new GpuBackend<T>(Accelerator);

    public void Dispose() => Accelerator?.Dispose();
}
