using System.Numerics;
using Ssm.Kernels;
using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Conformance;

/// <summary>A device that cases run on, open until it is disposed of.</summary>
internal sealed class ConformanceDevice : IDisposable
{
    private readonly int _threads;

    private ConformanceDevice(string name, int threads) => (Name, _threads) = (name, threads);

    internal string Name { get; }

    /// <summary>Opens a device by its name.</summary>
    internal static ConformanceDevice Open(string name, int threads) => name == "cpu"
        ? new ConformanceDevice(name, threads)
        : throw new UserException($"verify: '--device' is '{name}', expected cpu.");

    /// <summary>The device for one element type.</summary>
    internal IBackend<T> Backend<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => new CpuBackend<T>(_threads);

    public void Dispose()
    {
    }
}
