namespace Ssm.Perf.Bench.Devices;

/// <summary>What was found out about one case on a device.</summary>
/// <param name="Request">Workload, size, element type, pass.</param>
/// <param name="Sample">Times of the device, by marks in its queue.</param>
/// <param name="HostMs">Median time that the host took to ask for a run.</param>
/// <param name="Runs">Runs in a round.</param>
/// <param name="CompileMs">Time to compile the kernels of the first run; 0 where cases before it had them.</param>
/// <param name="UploadGbPerS">Rate at which a large array goes to the device, measured once.</param>
/// <param name="DownloadGbPerS">Rate at which the results came back; not a number where there are none.</param>
/// <param name="Job">What a run does.</param>
/// <param name="CopyGbPerS">The device's own copy, bytes read and written.</param>
/// <param name="Launches">Kernels of a run.</param>
/// <param name="Waits">Times that the host waited in a run.</param>
/// <param name="Error">Against the same on the CPU in double, relative to the largest magnitude.</param>
internal sealed record DeviceRow(
    BenchRequest Request,
    BenchSample Sample,
    double HostMs,
    int Runs,
    double CompileMs,
    double UploadGbPerS,
    double DownloadGbPerS,
    DeviceJob Job,
    double CopyGbPerS,
    double Launches,
    double Waits,
    double Error)
{
    internal double GbPerS => Job.Bytes / Sample.MedianMs / 1e6;

    internal double GflopPerS => Job.Operations / Sample.MedianMs / 1e6;

    /// <summary>States, samples or points in a second, in thousands of millions.</summary>
    internal double GigaElementsPerS => Job.Elements / Sample.MedianMs / 1e6;

    internal double ShareOfCopy => GbPerS / CopyGbPerS;
}
