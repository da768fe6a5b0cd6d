using Ssm.Kernels.Gpu;

namespace Ssm.Tests.Conformance;

/// <summary>Names of devices that are not here.</summary>
public sealed class DeviceNameTests
{
    [TestCase("cuda:77")]
    [TestCase("opencl:x")]
    [TestCase("")]
    public void A_name_that_is_not_here_is_answered_with_those_that_are(string name)
    {
        GpuException? error = Assert.Throws<GpuException>(() => GpuDevices.Open(name));
        Assert.That(error!.Message, Does.StartWith($"GpuDevices.Open: '{name}' is not here; here is "));
        foreach (string here in ConformanceDevices.Accelerators)
        {
            Assert.That(error.Message, Does.Contain(here));
        }
    }

    [Test]
    public void The_simulator_is_opened_by_its_name_alone() => Assert.That(
        GpuDevices.Find().SelectMany(platform => platform.Devices).Select(device => device.Name),
        Has.None.EqualTo(GpuDevices.Simulator));

    [Test]
    public void A_limit_of_no_memory_is_refused() => Assert.That(
        () => GpuDevices.Open(GpuDevices.Simulator, new GpuOptions { MemoryLimit = 0 }),
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("'MemoryLimit' is 0, expected 1 or more"));
}
