namespace Ssm.Kernels.Gpu;

/// <summary>How an accelerator is opened.</summary>
public sealed record GpuOptions
{
    /// <summary>The most bytes of device memory to use; the device's own size where it is less.</summary>
    public long MemoryLimit { get; init; } = long.MaxValue;

    /// <summary>Whether <see cref="GpuAccelerator.Mark"/> can measure times on the device.</summary>
    public bool Profiling { get; init; }

    /// <summary>
    /// Whether every kernel is waited for, so that an error names the kernel that made it. Slow; for finding faults.
    /// </summary>
    public bool Debug { get; init; }

    /// <summary>
    /// Whether <c>MatMul</c> goes through NVIDIA's cuBLAS instead of this library's kernels; an error where that is not
    /// installed. For comparison: nothing needs it.
    /// </summary>
    public bool UseCuBlas { get; init; }
}
