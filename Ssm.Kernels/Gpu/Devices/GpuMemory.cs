namespace Ssm.Kernels.Gpu;

/// <summary>How much memory of a device is used, in bytes.</summary>
/// <param name="InUse">In buffers that somebody may still reference.</param>
/// <param name="Cached">Kept by the pool for the next one that asks.</param>
/// <param name="Peak">The greatest <paramref name="InUse"/> so far.</param>
/// <param name="Total">What the device has, or the limit it was opened with.</param>
public readonly record struct GpuMemory(long InUse, long Cached, long Peak, long Total);
