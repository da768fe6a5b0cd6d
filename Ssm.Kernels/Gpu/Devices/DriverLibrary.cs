using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>
/// The native libraries that a driver installs, found under the names the operating system gives them.
/// </summary>
internal static class DriverLibrary
{
    /// <summary>
    /// Linux drivers install versioned names (libOpenCL.so.1); the bare ones come with development packages only. ILGPU
    /// asks for the bare ones, so it is shown the way, once for the process and before its first call.
    /// </summary>
    static DriverLibrary()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, ResolveForIlgpu);
        }
        catch (InvalidOperationException)
        {
            // The host program has set a resolver of its own, and it has the word.
        }
    }

    internal static string Cuda => OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";

    internal static string OpenCL =>
        OperatingSystem.IsWindows() ? "OpenCL.dll"
        : OperatingSystem.IsMacOS() ? "/System/Library/Frameworks/OpenCL.framework/OpenCL"
        : "libOpenCL.so.1";

    // The handle is kept: a driver that has been loaded once does not always survive being unloaded.
    internal static bool IsInstalled(string library) => NativeLibrary.TryLoad(library, out _);

    private static nint ResolveForIlgpu(string name, Assembly assembly, DllImportSearchPath? path)
    {
        string? library = name switch
        {
            "cuda" => Cuda,
            "OpenCL" or "opencl" => OpenCL,
            _ => null,
        };

        // Zero sends the runtime on its usual way.
        return library is not null && NativeLibrary.TryLoad(library, out nint handle) ? handle : 0;
    }
}
