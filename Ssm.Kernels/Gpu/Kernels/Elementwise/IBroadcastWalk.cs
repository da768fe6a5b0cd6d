namespace Ssm.Kernels.Gpu;

/// <summary>Where the operands of element i of a broadcast result lie.</summary>
internal interface IBroadcastWalk
{
    /// <summary>Where the left operand lies.</summary>
    int Left(int i);

    /// <summary>Where the right operand lies.</summary>
    int Right(int i);
}
