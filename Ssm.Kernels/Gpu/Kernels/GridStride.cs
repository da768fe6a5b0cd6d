using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>
/// How threads share the elements of an array: each takes every n-th one, n being the number of all threads.
/// </summary>
internal static class GridStride
{
    /// <summary>The first element of this thread.</summary>
    internal static int Start => (Grid.IdxX * Group.DimX) + Group.IdxX;

    /// <summary>From one element of this thread to its next.</summary>
    internal static int Step => Grid.DimX * Group.DimX;
}
