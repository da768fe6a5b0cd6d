namespace Ssm.Kernels;

/// <summary>A block of A as a tile reads it: element (i, k) of tile t at t · TileStep + i · RowStep + k · DepthStep.
/// </summary>
internal readonly unsafe struct MatMulLeft<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal MatMulLeft(T* data, nint rowStep, nint depthStep, nint tileStep, int depth)
    {
        Data = data;
        RowStep = rowStep;
        DepthStep = depthStep;
        TileStep = tileStep;
        Depth = depth;
    }

    internal T* Data { get; }

    internal nint RowStep { get; }

    internal nint DepthStep { get; }

    internal nint TileStep { get; }

    internal int Depth { get; }
}
