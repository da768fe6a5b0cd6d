namespace Ssm.Kernels;

/// <summary>Host memory: a managed array.</summary>
public sealed class CpuBuffer<TElement> : Buffer<TElement>
    where TElement : unmanaged
{
    internal CpuBuffer(TElement[] array)
        : base(array.Length) => Array = array;

    /// <summary>The memory itself.</summary>
    internal TElement[] Array { get; }
}
