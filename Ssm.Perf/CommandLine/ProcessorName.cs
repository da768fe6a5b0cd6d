using System.Runtime.InteropServices;

namespace Ssm.Perf.CommandLine;

/// <summary>Asks the operating system what the processor is called.</summary>
internal static class ProcessorName
{
    /// <summary>The processor's name, or its architecture where the system does not tell.</summary>
    internal static string Find() =>
        (OperatingSystem.IsLinux()
            ? FromCpuInfo("/proc/cpuinfo")
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER"))
        ?? RuntimeInformation.ProcessArchitecture.ToString();

    internal static string? FromCpuInfo(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        foreach (string line in File.ReadLines(file))
        {
            if (line.StartsWith("model name", StringComparison.Ordinal) && line.Split(':', 2) is [_, string name])
            {
                return string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            }
        }

        return null;
    }
}
