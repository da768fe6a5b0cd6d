using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

public sealed class ScanPlanTests
{
    // Many sequences, wide rows in many tiles, short ones: there is work enough beside time.
    [TestCase(8, 4096, 256, ScanAlgorithm.Diagonal)]
    [TestCase(64, 1024, 8, ScanAlgorithm.Diagonal)]
    [TestCase(1, 65536, 4096, ScanAlgorithm.Diagonal)]
    [TestCase(1, 100, 100, ScanAlgorithm.Diagonal)]
    [TestCase(0, 100, 100, ScanAlgorithm.Diagonal)]
    [TestCase(1, 0, 0, ScanAlgorithm.Diagonal)]

    // One long sequence.
    [TestCase(1, 16384, 256, ScanAlgorithm.Blelloch)]
    [TestCase(1, 65536, 8, ScanAlgorithm.Chunked)]
    [TestCase(1, 1048576, 1, ScanAlgorithm.Chunked)]
    public void The_shape_decides(int batch, int length, int channels, ScanAlgorithm expected)
    {
        Assert.That(ScanPlan.Choose(new(batch, length, channels), invariant: true), Is.EqualTo(expected));
        Assert.That(ScanPlan.Choose(new(batch, length, channels), invariant: false), Is.EqualTo(expected));
    }
}
