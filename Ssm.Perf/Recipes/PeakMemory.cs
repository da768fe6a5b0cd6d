using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Recipes;

/// <summary>
/// The most memory seen while a model was trained: a device's own; where that is the host's, the managed heap, garbage
/// that was not yet collected included.
/// </summary>
internal sealed class PeakMemory
{
    private readonly ComputeDevice _device;
    private readonly long _before;

    internal PeakMemory(ComputeDevice device)
    {
        _device = device;
        GC.Collect();
        GC.WaitForPendingFinalizers();
        device.Trim();
        _before = device.MemoryBytes ?? GC.GetTotalMemory(forceFullCollection: true);
    }

    /// <summary>Bytes above what was taken before.</summary>
    internal long Bytes { get; private set; }

    internal void Sample() => Bytes = Math.Max(
        Bytes, (_device.MemoryBytes ?? GC.GetTotalMemory(forceFullCollection: false)) - _before);
}
