namespace Ssm.Kernels;

/// <summary>The work-efficient inclusive scan of Blelloch's tree, over affine maps x ↦ a ⊙ x + b.</summary>
/// <remarks>
/// Composition, the earlier map i on the left of the later map j: (a_i, b_i) ∘ (a_j, b_j) = (a_j ⊙ a_i, a_j ⊙ b_i +
/// b_j), which is associative; a map that is cut off from what lies before it is the constant b. Blelloch, "Prefix Sums
/// and Their Applications", 1990, CMU-CS-90-190, section 1.4; the down-sweep is the inclusive variant, which needs no
/// power of two: about 2n compositions in 2·log n levels. Factors that do not change with time have one product at
/// each level.
/// </remarks>
internal readonly unsafe struct TreeJoin : ITimeJoin
{
    public static int PowerRows(int chunkRows) => BitOperations.Log2(TimeChunks.MostInGroup) + 1;

    public static void FillPowers<T, TNumber>(in TimeWork<T> work)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
    {
        // The product of a chunk, then of 2, 4, 8 … chunks.
        int channels = work.Arrays.Shape.Channels;
        ScanRecurrence.LastState<T, TNumber, PlainGate>(
            new()
            {
                A = work.Arrays.A,
                AStep = 0,
                B = work.Zeros,
                H = default,
                Step = 0,
                Rows = work.ChunkRows,
                Channels = channels,
            },
            before: default,
            product: work.Powers,
            x: work.Scratch(0, 0, 0));
        for (int level = 1; level < PowerRows(work.ChunkRows); level++)
        {
            PlanePointers<T> half = work.Powers.At((nint)(level - 1) * channels);
            ScanRows.MultiplyAdd<T, TNumber, PlainGate>(half, half, work.Zeros, half.At(channels), channels);
        }
    }

    public static void Join<T, TNumber, TGate>(in TimeWork<T> work, int count, int batch)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TGate : struct, IScanGate
    {
        // Up: the element at the end of each run of 2·stride becomes the composition of the run.
        int stride = 1;
        for (; 2 * stride <= count; stride *= 2)
        {
            for (int i = (2 * stride) - 1; i < count; i += 2 * stride)
            {
                Compose<T, TNumber, TGate>(work, i - stride, i, stride, batch);
            }
        }

        // Down: an element in the middle of a run gets all that lies before the run.
        for (; stride >= 1; stride /= 2)
        {
            for (int i = (3 * stride) - 1; i < count; i += 2 * stride)
            {
                Compose<T, TNumber, TGate>(work, i - stride, i, stride, batch);
            }
        }
    }

    private static void Compose<T, TNumber, TGate>(in TimeWork<T> work, int earlier, int later, int stride, int batch)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TGate : struct, IScanGate
    {
        bool* cut = work.Cuts + work.Flag(later, batch);
        if (*cut)
        {
            return;
        }

        int channels = work.Arrays.Shape.Channels;
        nint from = work.Summary(earlier, batch), to = work.Summary(later, batch);
        PlanePointers<T> product = work.Arrays.Invariant
            ? work.Powers.At((nint)BitOperations.Log2((uint)stride) * channels)
            : work.Products.At(to);
        ScanRows.MultiplyAdd<T, TNumber, TGate>(
            product, work.States.At(from), work.States.At(to), work.States.At(to), channels);
        *cut = work.Cuts[work.Flag(earlier, batch)];
        if (!*cut && !work.Arrays.Invariant)
        {
            ScanRows.MultiplyAdd<T, TNumber, PlainGate>(
                product, work.Products.At(from), work.Zeros, product, channels);
        }
    }
}
