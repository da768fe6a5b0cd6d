using System.Collections.Concurrent;
using Ssm.Kernels.Gpu;
using Ssm.Perf.CommandLine;

namespace Ssm.Tests.Conformance;

/// <summary>The devices of this machine, each opened once, at its first use, for all tests.</summary>
/// <remarks>
/// The variable SSM_TEST_DEVICES names devices, with commas, that have to be here: without one of them the suite fails
/// instead of testing less.
/// </remarks>
[SetUpFixture]
public sealed class ConformanceDevices
{
    /// <summary>ILGPU's simulator is always here, and is slow.</summary>
    internal const string Simulator = GpuDevices.Simulator;

    private static readonly ConcurrentDictionary<string, Lazy<ComputeDevice>> Opened = new();

    /// <summary>The names of devices that are not the processor.</summary>
    internal static IReadOnlyList<string> Accelerators { get; } =
        [Simulator, .. GpuDevices.Find().SelectMany(platform => platform.Devices).Select(device => device.Name)];

    /// <summary>The names of the devices that are asked for.</summary>
    internal static IReadOnlyList<string> Required { get; } =
        (Environment.GetEnvironmentVariable("SSM_TEST_DEVICES") ?? "")
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The opened device of a name.</summary>
    internal static ComputeDevice Get(string name, int threads = 1) => Opened.GetOrAdd(
        $"{name}/{threads}", _ => new Lazy<ComputeDevice>(() => ComputeDevice.Open("verify", name, threads))).Value;

    [OneTimeTearDown]
    public void Close()
    {
        foreach (Lazy<ComputeDevice> device in Opened.Values.Where(device => device.IsValueCreated))
        {
            device.Value.Dispose();
        }

        Opened.Clear();
    }
}
