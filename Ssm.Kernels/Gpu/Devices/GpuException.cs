namespace Ssm.Kernels.Gpu;

/// <summary>A device could not do what it was asked for.</summary>
public class GpuException : Exception
{
    /// <summary>Makes an error without a message.</summary>
    public GpuException()
    {
    }

    /// <summary>Makes an error.</summary>
    public GpuException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error with what the driver or the compiler said.</summary>
    public GpuException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
