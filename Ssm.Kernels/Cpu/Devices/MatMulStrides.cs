namespace Ssm.Kernels;

/// <summary>How many matrices a batched product multiplies, and how far apart they lie.</summary>
/// <param name="Count">The number of products.</param>
/// <param name="LeftStride">From one left matrix to the next; 0 where all share one.</param>
/// <param name="RightStride">From one right matrix to the next; 0 where all share one.</param>
public readonly record struct MatMulStrides(int Count, int LeftStride, int RightStride)
{
    /// <summary>A single product.</summary>
    public static MatMulStrides One => new(1, 0, 0);
}
