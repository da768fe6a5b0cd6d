using System.Globalization;

namespace Ssm.Kernels.Gpu;

/// <summary>
/// A device has no memory left for a buffer. The device goes on working: smaller buffers may still fit.
/// </summary>
public sealed class GpuOutOfMemoryException : GpuException
{
    /// <summary>Makes an error without a message.</summary>
    public GpuOutOfMemoryException()
    {
    }

    /// <summary>Makes an error.</summary>
    public GpuOutOfMemoryException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error with its cause.</summary>
    public GpuOutOfMemoryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal GpuOutOfMemoryException(string device, long requested, GpuMemory memory)
        : base(Describe(device, requested, memory))
    {
        Requested = requested;
        Memory = memory;
    }

    /// <summary>The bytes that were asked for; 0 where the driver ran out of memory of its own.</summary>
    public long Requested { get; }

    /// <summary>What the device's memory was used for at that moment.</summary>
    public GpuMemory Memory { get; }

    private static string Describe(string device, long requested, GpuMemory memory)
    {
        string asked = requested.ToString("N0", CultureInfo.InvariantCulture);
        string used = memory.InUse.ToString("N0", CultureInfo.InvariantCulture);
        string total = memory.Total.ToString("N0", CultureInfo.InvariantCulture);
        string free = Math.Max(0, memory.Total - memory.InUse).ToString("N0", CultureInfo.InvariantCulture);
        return $"{device}: no memory for {asked} bytes; {used} of {total} are in use, {free} are free. " +
            "Use a smaller batch or shorter sequences, or let the tape recompute (Recompute).";
    }
}
