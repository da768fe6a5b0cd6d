namespace Ssm.Kernels;

/// <summary>The work-efficient inclusive scan of Blelloch's tree, over rows of affine maps x ↦ a ⊙ x + b.</summary>
/// <remarks>
/// Composition, the earlier map i on the left of the later map j: (a_i, b_i) ∘ (a_j, b_j) = (a_j ⊙ a_i, a_j ⊙ b_i +
/// b_j), which is associative. Blelloch, "Prefix Sums and Their Applications", 1990, CMU-CS-90-190, section 1.4; the
/// down-sweep is the inclusive variant, which needs no power of two: about 2n compositions in 2·log n levels.
/// </remarks>
internal static class BlellochTree
{
    /// <summary>Replaces b[i] by the b of element 0 ∘ … ∘ element i, row by row; leaves a unspecified.</summary>
    /// <param name="a">(count, row).</param>
    /// <param name="b">(count, row).</param>
    /// <param name="count">How many elements.</param>
    /// <param name="walk">The numbers of a row.</param>
    internal static void InclusiveScan<T, TRows>(PlanePointers<T> a, PlanePointers<T> b, int count, LaneWalk walk)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, IScanRows<T>
    {
        nint row = walk.Channels;

        // Up: the element at the end of each run of 2·stride becomes the composition of the run.
        int stride = 1;
        for (; 2 * stride <= count; stride *= 2)
        {
            for (int i = (2 * stride) - 1; i < count; i += 2 * stride)
            {
                PlanePointers<T> later = a.At(i * row), earlier = a.At((i - stride) * row);
                TRows.MultiplyAdd<PlainGate<T>>(walk, later, b.At((i - stride) * row), b.At(i * row), b.At(i * row));
                TRows.Multiply<PlainGate<T>>(walk, later, earlier, later);
            }
        }

        // Down: an element in the middle of a run gets all that lies before the run.
        for (; stride >= 1; stride /= 2)
        {
            for (int i = (3 * stride) - 1; i < count; i += 2 * stride)
            {
                PlanePointers<T> later = b.At(i * row);
                TRows.MultiplyAdd<PlainGate<T>>(walk, a.At(i * row), b.At((i - stride) * row), later, later);
            }
        }
    }
}
