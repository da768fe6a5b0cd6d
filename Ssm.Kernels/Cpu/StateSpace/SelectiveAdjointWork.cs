namespace Ssm.Kernels;

/// <summary>What the pieces of the adjoint share; null is a gradient that is not there or not wanted.</summary>
internal readonly unsafe struct SelectiveAdjointWork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal required SelectiveWork<T> Scan { get; init; }

    internal required T* Dy { get; init; }

    internal required T* FinalGradient { get; init; }

    internal required T* Du { get; init; }

    internal required T* Ddelta { get; init; }

    internal required T* Dgate { get; init; }

    internal required T* Dinitial { get; init; }

    /// <summary>The imaginary planes, of a complex scan only.</summary>
    internal T* FinalGradientIm { get; init; }

    internal T* DinitialIm { get; init; }

    /// <summary>
    /// For each sequence its part of what is summed over sequences: Ā, B̄ and C̄ where these are the same at every
    /// step, the skip's, the bias's. The imaginary plane of a complex scan's Ā, B̄ and C̄ is behind the real one.
    /// </summary>
    internal required T* Sums { get; init; }

    /// <summary>(B, G, pieces of a group, L, planes, N): each piece's part of the gradient of the input weights.
    /// </summary>
    internal required T* BParts { get; init; }

    /// <summary>The same for the output weights.</summary>
    internal required T* CParts { get; init; }

    /// <summary>Elements of one sequence's part of <see cref="Sums"/>, by the sizes with each plane counted.
    /// </summary>
    internal static int SumElements(SelectiveScanShape shape) =>
        checked((BiasOffset(shape) + shape.Channels));

    internal static int BOffset(SelectiveScanShape shape) => shape.RateElements;

    internal static int COffset(SelectiveScanShape shape) =>
        checked(BOffset(shape) + (shape.ConstantInput ? shape.RateElements : 0));

    internal static int SkipOffset(SelectiveScanShape shape) =>
        checked(COffset(shape) + (shape.ConstantOutput ? shape.RateElements : 0));

    internal static int BiasOffset(SelectiveScanShape shape) => checked(SkipOffset(shape) + shape.Channels);

    /// <summary>A sequence's part of the sums.</summary>
    internal T* SumsOf(int batch) => Sums + ((nint)batch * SumElements(Scan.Packed));

    /// <summary>Where a piece's part of the gradient of the weights begins.</summary>
    internal nint Part(int piece) => (nint)piece * Scan.Shape.Length * Scan.Packed.States;
}
