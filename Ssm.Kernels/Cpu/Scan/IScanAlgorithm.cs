namespace Ssm.Kernels;

/// <summary>A way to run a recurrence over whole arrays, which are checked, pinned and not empty.</summary>
internal interface IScanAlgorithm
{
    /// <summary>What errors call it.</summary>
    static abstract string Name { get; }

    /// <summary>All states.</summary>
    static abstract void Scan<T, TNumber>(in ScanArrays<T> arrays, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>;

    /// <summary>The last state of each sequence, (B, C), alone.</summary>
    static abstract void LastState<T, TNumber>(in ScanArrays<T> arrays, PlanePointers<T> last, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>;

    /// <summary>All gradients.</summary>
    static abstract void Adjoint<T, TNumber>(in ScanArrays<T> arrays, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>;
}
