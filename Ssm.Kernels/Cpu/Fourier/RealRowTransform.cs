namespace Ssm.Kernels;

/// <summary>Real signals along rows: a few of them, from memory to memory.</summary>
internal abstract unsafe class RealRowTransform<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>How many rows one call transforms.</summary>
    internal abstract int RowsAtOnce { get; }

    /// <summary>How many elements of scratch memory a call needs, aligned to a cache line.</summary>
    internal abstract long ScratchLength { get; }

    /// <summary>From signals to their bins 0 … n/2, rows following each other in both.</summary>
    internal abstract void Forward(T* x, T* re, T* im, int rows, T* scratch, int threads);

    /// <summary>From bins back to signals, with 1/n.</summary>
    internal abstract void Inverse(T* re, T* im, T* x, int rows, T* scratch, int threads);
}
