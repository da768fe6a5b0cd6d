namespace Ssm.Kernels;

/// <summary>What the pieces of <see cref="CrossEntropy"/> share.</summary>
internal readonly unsafe struct CrossEntropyWork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The logits as X, the gradient as Y, the losses as Mean.</summary>
    internal required NormWork<T> Rows { get; init; }

    internal required int* Labels { get; init; }
}
