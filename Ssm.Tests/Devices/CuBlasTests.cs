using Ssm.Kernels.Gpu;

namespace Ssm.Tests.Devices;

/// <summary>The option to multiply by NVIDIA's library.</summary>
public sealed class CuBlasTests
{
    [Test]
    public void A_device_that_is_none_of_NVIDIAs_cannot_use_its_library() =>
        Assert.That(
            () => GpuDevices.Open("simulator", new GpuOptions { UseCuBlas = true }),
            Throws.InstanceOf<GpuException>().With.Message.Contains("UseCuBlas"));
}
