namespace Ssm.Kernels;

/// <summary>The innermost loop of a product: a tile of C that stays in registers over the whole depth.</summary>
/// <remarks>
/// a[i, k] is at a + i · rowStep + k · depthStep, so that A is read where it lies or where it was copied to,
/// transposed or not; B is packed, <see cref="Columns"/> elements a term. Every form adds the terms in the same order
/// with the same roundings.
/// </remarks>
internal unsafe interface IMatMulTile<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Rows of a tile.</summary>
    static abstract int Rows { get; }

    /// <summary>Rows of a tile for what is left at the lower edge; it divides <see cref="Rows"/>.</summary>
    static abstract int FewRows { get; }

    /// <summary>Columns of a tile.</summary>
    static abstract int Columns { get; }

    /// <summary>The most terms of a sum between two visits of C, a multiple of 8.</summary>
    static abstract int MostDepth { get; }

    /// <summary>Computes <see cref="Rows"/> rows of Σ over depth of a[k] ⊗ b[k], and stores or adds them.</summary>
    static abstract void Multiply(
        int depth, T* a, nint rowStep, nint depthStep, T* b, T* c, nint stride, bool add);

    /// <summary>The same for <see cref="FewRows"/> rows.</summary>
    static abstract void MultiplyFew(
        int depth, T* a, nint rowStep, nint depthStep, T* b, T* c, nint stride, bool add);
}
