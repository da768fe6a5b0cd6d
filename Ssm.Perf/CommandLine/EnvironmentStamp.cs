using System.Numerics;
using System.Reflection;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ssm.Perf.CommandLine;

/// <summary>What a number was measured on; kept with every result.</summary>
/// <param name="Version">The version of Ssm.</param>
/// <param name="Commit">The revision it was built from, or null when the build did not know.</param>
/// <param name="DotNet">The version of .NET.</param>
/// <param name="Compilation">JIT or AOT.</param>
/// <param name="OperatingSystem">The system's name for itself.</param>
/// <param name="Processor">The processor's name for itself.</param>
/// <param name="VectorBits">The width of <see cref="Vector{T}"/>.</param>
/// <param name="Threads">Threads that the work was allowed.</param>
/// <param name="Gc">The mode of the garbage collector.</param>
/// <param name="Device">Where the models ran.</param>
/// <param name="Product">What its driver calls that device.</param>
internal sealed record EnvironmentStamp(
    string Version,
    string? Commit,
    string DotNet,
    string Compilation,
    string OperatingSystem,
    string Processor,
    int VectorBits,
    int Threads,
    string Gc,
    string Device,
    string Product)
{
    internal static EnvironmentStamp Take(CommonSettings common)
    {
        // The build appends the revision to the version: 0.1.0+abcdef.
        string informational = typeof(EnvironmentStamp).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        string[] parts = informational.Split('+', 2);
        return new EnvironmentStamp(
            parts[0],
            parts.Length == 2 ? parts[1] : null,
            Environment.Version.ToString(),
            RuntimeFeature.IsDynamicCodeCompiled ? "JIT" : "AOT",
            RuntimeInformation.OSDescription,
            ProcessorName.Find(),
            Vector<byte>.Count * 8,
            common.Threads,
            (GCSettings.IsServerGC ? "server" : "workstation")
                + (GCSettings.LatencyMode == GCLatencyMode.Batch ? ", not concurrent" : ", concurrent"),
            common.Device,
            common.Product ?? ComputeDevice.Product("devices", common.Device));
    }
}
