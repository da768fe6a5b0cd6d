namespace Ssm.Kernels.Gpu;

/// <summary>What is done with each pass of states of a selective scan.</summary>
internal interface ISelectiveJob<T, TNumber>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TNumber : unmanaged, IStateNumber<T, TNumber>
{
    /// <summary>Does it with the states of one pass in registers.</summary>
    void Pass<TBank>(in GpuWork work, SelectiveSizes sizes)
        where TBank : unmanaged, IStateBank<T, TNumber, TBank>;
}
