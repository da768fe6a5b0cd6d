using System.Globalization;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Ssm.Kernels.Gpu;

/// <summary>Finds the accelerators of this machine, says why one is missing, and opens them.</summary>
/// <remarks>
/// Finding never throws for a machine without a driver, and never lists ILGPU's own simulator, which runs on the CPU:
/// the drivers are asked directly, with no ILGPU context that would fill an empty list by itself.
/// </remarks>
public static class GpuDevices
{
    /// <summary>The name of ILGPU's own accelerator, which runs kernels on the CPU, slowly, to test them.</summary>
    public const string Simulator = "simulator";

    /// <summary>All platforms that this library can use, each with its devices or the reason for having none.</summary>
    public static IReadOnlyList<GpuPlatform> Find() => [List(Cuda()), List(OpenCL())];

    /// <summary>Opens a device.</summary>
    /// <param name="name">
    /// <c>cuda:0</c>, <c>opencl:1</c> as listed by <see cref="Find"/>, or <see cref="Simulator"/>.
    /// </param>
    /// <param name="options">How; left out, with all of the device's memory.</param>
    /// <exception cref="GpuException">There is no such device; the message lists what there is.</exception>
    public static GpuAccelerator Open(string name, GpuOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        options ??= new GpuOptions();
        if (options.MemoryLimit < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                $"GpuDevices.Open: 'MemoryLimit' is {options.MemoryLimit}, expected 1 or more.");
        }

        if (name == Simulator)
        {
            return GpuAccelerator.OpenSimulator(name, options);
        }

        if (Cuda().Named(name) is CudaDevice cuda)
        {
            return GpuAccelerator.Open(
                name, builder => builder.Cuda(device => device.DeviceId == cuda.DeviceId), AcceleratorType.Cuda,
                options);
        }

        if (OpenCL().Named(name) is CLDevice cl)
        {
            return GpuAccelerator.Open(
                name, builder => builder.OpenCL(device => device.DeviceId == cl.DeviceId), AcceleratorType.OpenCL,
                options);
        }

        throw new GpuException(NotHere(name));
    }

    private static string NotHere(string name)
    {
        IReadOnlyList<GpuPlatform> platforms = Find();
        IEnumerable<string> names = platforms.SelectMany(platform => platform.Devices).Select(device => device.Name);
        IEnumerable<string> missing = platforms.SelectMany(
            platform => platform.Missing.Select(reason => $" {platform.Name}: {reason}."));
        return $"GpuDevices.Open: '{name}' is not here; here is {string.Join(", ", names.Append(Simulator))}."
            + string.Concat(missing);
    }

    private static DriverDevices Cuda() =>
        DriverLibrary.IsInstalled(DriverLibrary.Cuda)
            ? new DriverDevices("CUDA", CudaDevice.GetDevices(_ => true), WhyNotCuda)
            : DriverDevices.NoDriver("CUDA", DriverLibrary.Cuda, "install the NVIDIA driver");

    private static DriverDevices OpenCL() =>
        DriverLibrary.IsInstalled(DriverLibrary.OpenCL)
            ? new DriverDevices("OpenCL", CLDevice.GetDevices(_ => true), WhyNotOpenCL)
            : DriverDevices.NoDriver(
                "OpenCL", DriverLibrary.OpenCL, "install an OpenCL loader and the device's driver");

    private static GpuPlatform List(DriverDevices devices)
    {
        List<GpuDevice> usable = [];
        List<string> missing = [];
        if (devices.Reason is not null)
        {
            missing.Add(devices.Reason);
        }
        else if (devices.Found.Count == 0)
        {
            missing.Add("the driver library is there, but reports no device that can be used");
        }

        foreach (Device device in devices.Found)
        {
            if (devices.WhyNot(device) is { } reason)
            {
                missing.Add($"{device.Name}: {reason}");
                continue;
            }

            usable.Add(new GpuDevice(
                devices.NameOf(usable.Count), device.Name, device.MemorySize,
                device is not CLDevice cl || cl.Capabilities.Float64, device.NumMultiprocessors));
        }

        return new GpuPlatform(devices.Platform, usable, missing);
    }

    private static string? WhyNotCuda(Device device) =>
        device is CudaDevice { InstructionSet: null } ? "no PTX version fits both this card and its driver" : null;

    // ILGPU's generated code needs it, and would refuse the device only when the first accelerator is made.
    private static string? WhyNotOpenCL(Device device) =>
        device is CLDevice cl && !cl.Capabilities.GenericAddressSpace
            ? $"OpenCL {cl.DeviceVersion.Major}.{cl.DeviceVersion.Minor} without the generic address space it takes"
            : null;

    /// <summary>What a driver reports, or why there is none.</summary>
    private sealed record DriverDevices(
        string Platform, IReadOnlyList<Device> Found, Func<Device, string?> WhyNot, string? Reason = null)
    {
        internal static DriverDevices NoDriver(string platform, string library, string remedy) =>
            new(platform, [], _ => null, $"the driver library {library} is not there; {remedy}");

        internal string NameOf(int index) =>
            string.Create(CultureInfo.InvariantCulture, $"{Platform.ToLowerInvariant()}:{index}");

        internal Device? Named(string name) =>
            Found.Where(device => WhyNot(device) is null).Where((_, index) => NameOf(index) == name).FirstOrDefault();
    }
}
