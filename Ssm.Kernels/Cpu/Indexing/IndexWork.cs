namespace Ssm.Kernels;

/// <summary>What the pieces of <see cref="Gather"/> and <see cref="ScatterAddRows"/> share.</summary>
internal readonly unsafe struct IndexWork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>(V, H).</summary>
    internal required T* Table { get; init; }

    /// <summary>(R, H), one row for each index.</summary>
    internal required T* Rows { get; init; }

    internal required int* Indices { get; init; }

    /// <summary>R.</summary>
    internal required int Count { get; init; }

    /// <summary>H.</summary>
    internal required int Width { get; init; }
}
