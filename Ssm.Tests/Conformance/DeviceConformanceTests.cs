using System.Numerics;
using ILGPU.Runtime;
using Ssm.Perf.Conformance;

namespace Ssm.Tests.Conformance;

/// <summary>Every primitive of the contract on every accelerator of this machine.</summary>
[Category("Device")]
[NonParallelizable]
public sealed class DeviceConformanceTests
{
    // The simulator runs the same source for both precisions, slowly: of the doubles it takes every so manieth case.
    private const int SimulatedDoubles = 8;

    private static IEnumerable<TestCaseData> Singles() => Cases<float>((_, _) => true);

    private static IEnumerable<TestCaseData> Doubles() => Cases<double>(
        (device, index) => device != ConformanceDevices.Simulator || index % SimulatedDoubles == 0);

    private static IEnumerable<TestCaseData> Cases<T>(Func<string, int, bool> wanted)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from device in ConformanceDevices.Accelerators
        from row in ConformanceTable<T>.Cases(Sizes(device)).Where((_, index) => wanted(device, index))
        select new TestCaseData(device, row).SetArgDisplayNames(device, row.Name);

    private static IEnumerable<string> Accelerators() => ConformanceDevices.Accelerators;

    private static IEnumerable<string> Expected() => ConformanceDevices.Required.Append(ConformanceDevices.Simulator);

    [TestCaseSource(nameof(Singles))]
    public void A_device_agrees_with_the_reference_in_single_precision(string device, object row) =>
        Run<float>(device, row);

    [TestCaseSource(nameof(Doubles))]
    public void A_device_agrees_with_the_reference_in_double_precision(string device, object row)
    {
        if (ConformanceDevices.Get(device).Has("f64"))
        {
            Run<double>(device, row);
        }
    }

    [TestCaseSource(nameof(Expected))]
    public void A_device_that_is_asked_for_is_here(string device) =>
        Assert.That(ConformanceDevices.Accelerators, Does.Contain(device));

    [TestCaseSource(nameof(Accelerators))]
    public void A_device_is_of_the_kind_that_its_name_says(string device)
    {
        // A context without the device that was asked for is given one on the processor, and would pass every test.
        AcceleratorType kind = device switch
        {
            ConformanceDevices.Simulator => AcceleratorType.CPU,
            _ when device.StartsWith("opencl:", StringComparison.Ordinal) => AcceleratorType.OpenCL,
            _ => AcceleratorType.Cuda,
        };
        Assert.That(ConformanceDevices.Get(device).Accelerator!.Kind, Is.EqualTo(kind));
    }

    // Where a device is a CPU, the real sizes take a quarter of an hour; SSM_TEST_SIZES=tiny leaves them out.
    private static ConformanceSizes Sizes(string device) =>
        device == ConformanceDevices.Simulator || Environment.GetEnvironmentVariable("SSM_TEST_SIZES") == "tiny"
            ? ConformanceSizes.Tiny
            : ConformanceSizes.Real;

    private static void Run<T>(string device, object row)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ConformanceRow result = ConformanceRunner.Run(
            ConformanceDevices.Get(device).Backend<T>(), device, Sizes(device), (ConformanceCase<T>)row);
        Assert.That(result.Message, Is.Empty);
    }
}
