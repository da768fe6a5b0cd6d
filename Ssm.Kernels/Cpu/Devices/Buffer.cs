namespace Ssm.Kernels;

/// <summary>Memory of one device. Only its backend reads or writes it.</summary>
public abstract class Buffer<TElement>
    where TElement : unmanaged
{
    /// <summary>Makes a buffer of <paramref name="length"/> elements.</summary>
    protected Buffer(int length) => Length = length;

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>What a pool that hands the buffer out more than once remembers of it; null without one.</summary>
    public object? Tenant { get; set; }
}
