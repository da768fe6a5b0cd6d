using System.Globalization;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Ssm.Kernels.Gpu;

/// <summary>Finds the accelerators of this machine, and says why one is missing.</summary>
/// <remarks>
/// Never throws for a machine without a driver, and never lists ILGPU's own simulator, which runs on the CPU: the
/// drivers are asked directly, with no ILGPU context that would fill an empty list by itself.
/// </remarks>
public static class GpuDevices
{
    /// <summary>All platforms that this library can use, each with its devices or the reason for having none.</summary>
    public static IReadOnlyList<GpuPlatform> Find() => [FindCuda(), FindOpenCL()];

    private static GpuPlatform FindCuda()
    {
        if (!DriverLibrary.IsInstalled(DriverLibrary.Cuda))
        {
            return NoDriver("CUDA", DriverLibrary.Cuda, "install the NVIDIA driver");
        }

        return List("CUDA", CudaDevice.GetDevices(_ => true), WhyNotCuda);
    }

    private static GpuPlatform FindOpenCL()
    {
        if (!DriverLibrary.IsInstalled(DriverLibrary.OpenCL))
        {
            return NoDriver("OpenCL", DriverLibrary.OpenCL, "install an OpenCL loader and the device's driver");
        }

        return List("OpenCL", CLDevice.GetDevices(_ => true), WhyNotOpenCL);
    }

    private static GpuPlatform NoDriver(string platform, string library, string remedy) =>
        new(platform, [], [$"the driver library {library} is not there; {remedy}"]);

    private static GpuPlatform List(string platform, IReadOnlyList<Device> found, Func<Device, string?> whyNot)
    {
        List<GpuDevice> devices = [];
        List<string> missing = [];
        foreach (Device device in found)
        {
            if (whyNot(device) is { } reason)
            {
                missing.Add($"{device.Name}: {reason}");
                continue;
            }

            string index = devices.Count.ToString(CultureInfo.InvariantCulture);
            devices.Add(new GpuDevice($"{platform.ToLowerInvariant()}:{index}", device.Name, device.MemorySize));
        }

        if (found.Count == 0)
        {
            missing.Add("the driver library is there, but reports no device that can be used");
        }

        return new GpuPlatform(platform, devices, missing);
    }

    private static string? WhyNotCuda(Device device) =>
        device is CudaDevice { InstructionSet: null } ? "no PTX version fits both this card and its driver" : null;

    // ILGPU's generated code needs it, and would refuse the device only when the first accelerator is made.
    private static string? WhyNotOpenCL(Device device) =>
        device is CLDevice cl && !cl.Capabilities.GenericAddressSpace
            ? $"OpenCL {cl.DeviceVersion.Major}.{cl.DeviceVersion.Minor} without the generic address space it takes"
            : null;
}
