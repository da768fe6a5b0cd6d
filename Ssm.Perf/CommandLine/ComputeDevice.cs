using System.Numerics;
using Ssm.Kernels;
using Ssm.Kernels.Gpu;

namespace Ssm.Perf.CommandLine;

/// <summary>What a verb computes on: the one place where a device's name becomes a device.</summary>
internal sealed class ComputeDevice : IDisposable
{
    /// <summary>The host's processor.</summary>
    internal const string Cpu = "cpu";

    private readonly string _verb;
    private readonly GpuAccelerator? _accelerator;
    private readonly int _threads;
    private IBackend<float>? _single;
    private IBackend<double>? _double;

    private ComputeDevice(string verb, GpuAccelerator? accelerator, int threads) =>
        (_verb, _accelerator, _threads) = (verb, accelerator, threads);

    private ComputeDevice(string verb, IBackend<float> single, IBackend<double> inDouble)
        : this(verb, accelerator: null, threads: 1) => (_single, _double) = (single, inDouble);

    /// <summary>Opens the device that the command line names.</summary>
    /// <exception cref="UserException">It is not here, or it cannot be opened.</exception>
    internal static ComputeDevice Open(string verb, CommonSettings common, GpuOptions? options = null) =>
        Open(verb, common.Device, common.Threads, options);

    /// <summary>Opens a device by its name.</summary>
    /// <param name="verb">Who asks, for the message of an error.</param>
    /// <param name="name">The name.</param>
    /// <param name="threads">How many threads of the CPU to use.</param>
    /// <param name="options">How an accelerator is opened.</param>
    /// <exception cref="UserException">It is not here, or it cannot be opened.</exception>
    internal static ComputeDevice Open(string verb, string name, int threads, GpuOptions? options = null)
    {
        if (name == Cpu)
        {
            return new ComputeDevice(verb, accelerator: null, threads);
        }

        try
        {
            return new ComputeDevice(verb, GpuDevices.Open(name, options), threads);
        }
        catch (GpuException error)
        {
            throw new UserException($"{verb}: {error.Message}", error);
        }
    }

    /// <summary>A device that was made elsewhere.</summary>
    internal static ComputeDevice Of(string verb, IBackend<float> single, IBackend<double> inDouble) =>
        new(verb, single, inDouble);

    /// <summary>Whether a name has the form of a device's.</summary>
    internal static bool IsName(string device)
    {
        int colon = device.IndexOf(':', StringComparison.Ordinal);
        return device is Cpu or GpuDevices.Simulator
            || (colon > 0 && device[..colon] is ("cuda" or "opencl")
                && device.Length > colon + 1 && device.AsSpan(colon + 1).IndexOfAnyExceptInRange('0', '9') < 0);
    }

    /// <summary>What the driver of a device calls it; the processor's name for the CPU.</summary>
    /// <exception cref="UserException">The device is not here; the message says what is, and why others are not.
    /// </exception>
    internal static string Product(string verb, string device)
    {
        if (device == Cpu)
        {
            return ProcessorName.Find();
        }

        if (device == GpuDevices.Simulator)
        {
            return $"ILGPU on {ProcessorName.Find()}";
        }

        IReadOnlyList<GpuPlatform> platforms = GpuDevices.Find();
        GpuDevice[] found = [.. platforms.SelectMany(platform => platform.Devices)];
        if (Array.Find(found, gpu => gpu.Name == device) is { } here)
        {
            return here.Product;
        }

        string[] names = [Cpu, .. found.Select(gpu => gpu.Name), GpuDevices.Simulator];
        IEnumerable<string> reasons = platforms.SelectMany(
            platform => platform.Missing.Select(reason => $" {platform.Name}: {reason}."));
        throw new UserException(
            $"{verb}: '--device' is '{device}', which is not here; here is {string.Join(", ", names)}."
            + string.Concat(reasons));
    }

    /// <summary>The opened device; null for the processor.</summary>
    internal GpuAccelerator? Accelerator => _accelerator;

    /// <summary>Whether it computes with this type.</summary>
    internal bool Has(string dtype) => dtype == "f32" || _accelerator is null or { HasDouble: true };

    /// <summary>Bytes of the device's own memory that are taken; null where that is the host's.</summary>
    internal long? MemoryBytes => _accelerator?.Memory is { } memory ? memory.InUse + memory.Cached : null;

    /// <summary>The device in one precision, always the same one.</summary>
    /// <exception cref="UserException">The device does not compute in double precision.</exception>
    internal IBackend<T> Backend<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            return (IBackend<T>)(_single ??= Make<float>());
        }

        if (_accelerator is { HasDouble: false })
        {
            throw new UserException(
                $"{_verb}: '--device' is '{_accelerator.Name}' ({_accelerator.Product}), which does not compute in "
                + "double precision; pass --dtype f32, or another device.");
        }

        return (IBackend<T>)(_double ??= Make<double>());
    }

    /// <summary>Gives memory that nothing uses back, before another model is measured.</summary>
    internal void Trim() => _accelerator?.Trim();

    public void Dispose() => _accelerator?.Dispose();

    private IBackend<T> Make<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        _accelerator is null ? new CpuBackend<T>(_threads) : new GpuBackend<T>(_accelerator);
}
