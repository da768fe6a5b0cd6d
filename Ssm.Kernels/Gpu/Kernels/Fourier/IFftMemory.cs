namespace Ssm.Kernels.Gpu;

/// <summary>How much memory a group has for the points of its transforms, as a constant that kernels are compiled with.
/// </summary>
/// <remarks>
/// Not chosen at the launch: on OpenCL, ILGPU 1.5.3 keeps the address of such memory in one variable for all groups.
/// </remarks>
internal interface IFftMemory
{
    /// <summary>In units of eight bytes.</summary>
    static abstract int Words { get; }
}
