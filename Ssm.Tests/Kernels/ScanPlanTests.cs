using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

public sealed class ScanPlanTests
{
    // Many sequences, wide rows in many tiles, short ones: there is work enough beside time.
    [TestCase(8, 4096, 256)]
    [TestCase(64, 1024, 8)]
    [TestCase(1, 65536, 4096)]
    [TestCase(1, 100, 100)]
    [TestCase(0, 100, 100)]
    [TestCase(1, 0, 0)]
    public void Where_there_is_work_beside_time_it_goes_step_after_step(int batch, int length, int channels) =>
        Check(new(batch, length, channels), ScanAlgorithm.Diagonal, ScanAlgorithm.Diagonal);

    // One long sequence: with changing factors two threads are slower than one that goes step after step.
    [TestCase(16384, 256, ScanAlgorithm.Blelloch, ScanAlgorithm.Diagonal)]
    [TestCase(32768, 32, ScanAlgorithm.Blelloch, ScanAlgorithm.Diagonal)]
    [TestCase(65536, 8, ScanAlgorithm.Blelloch, ScanAlgorithm.Diagonal)]
    [TestCase(65536, 5, ScanAlgorithm.Chunked, ScanAlgorithm.Chunked)]
    [TestCase(1048576, 1, ScanAlgorithm.Chunked, ScanAlgorithm.Chunked)]
    public void One_long_sequence_is_cut_where_two_threads_do_not_lose_by_it(
        int length, int channels, ScanAlgorithm invariant, ScanAlgorithm varying) =>
        Check(new(1, length, channels), invariant, varying);

    private static void Check(ScanShape shape, ScanAlgorithm invariant, ScanAlgorithm varying)
    {
        Assert.That(ScanPlan.Choose(shape, invariant: true), Is.EqualTo(invariant));
        Assert.That(ScanPlan.Choose(shape, invariant: false), Is.EqualTo(varying));
    }
}
