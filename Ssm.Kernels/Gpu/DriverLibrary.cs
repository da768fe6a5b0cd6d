using System.Runtime.InteropServices;

namespace Ssm.Kernels.Gpu;

/// <summary>The native libraries that a driver installs, looked for under the names the operating system uses.</summary>
internal static class DriverLibrary
{
    internal static string Cuda => OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";

    internal static string OpenCL =>
        OperatingSystem.IsWindows() ? "OpenCL.dll"
        : OperatingSystem.IsMacOS() ? "/System/Library/Frameworks/OpenCL.framework/OpenCL"
        : "libOpenCL.so.1";

    internal static bool IsInstalled(string library)
    {
        // The handle is kept: a driver that has been loaded once does not always survive being unloaded.
        return NativeLibrary.TryLoad(library, out _);
    }
}
