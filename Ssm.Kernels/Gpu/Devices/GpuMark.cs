using ILGPU.Runtime;

namespace Ssm.Kernels.Gpu;

/// <summary>A point of a device's queue, whose time the device notes when it gets there.</summary>
public sealed class GpuMark : IDisposable
{
    private readonly ProfilingMarker _marker;

    internal GpuMark(ProfilingMarker marker) => _marker = marker;

    /// <summary>The time that the device took from an earlier mark to this one; waits for both.</summary>
    public TimeSpan Since(GpuMark earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        earlier._marker.Synchronize();
        _marker.Synchronize();
        return _marker.MeasureFrom(earlier._marker);
    }

    /// <inheritdoc/>
    public void Dispose() => _marker.Dispose();
}
