namespace Ssm.Kernels;

/// <summary>What the pieces of an adjoint share.</summary>
internal readonly struct AdjointWork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The scan of the adjoint: from dh to db, against the direction of the original.</summary>
    internal required ScanWork<T> Scan { get; init; }

    /// <summary>h, the outputs of the original scan.</summary>
    internal required PlanePointers<T> Outputs { get; init; }

    internal required PlanePointers<T> Da { get; init; }

    internal required PlanePointers<T> Dh0 { get; init; }

    /// <summary>(B, C): the sum of ā over a block of time.</summary>
    internal required PlanePointers<T> BlockSums { get; init; }

    /// <summary>(B, C): the sum of ā over all time.</summary>
    internal required PlanePointers<T> Sums { get; init; }
}
