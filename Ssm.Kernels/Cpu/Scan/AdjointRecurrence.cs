using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Runs an adjoint over a stretch of rows: which of the loops fits the number of channels.</summary>
internal static unsafe class AdjointRecurrence
{
    /// <summary>λ, and ā as the factors need it.</summary>
    /// <param name="stretch">The rows.</param>
    /// <param name="before">λ before the first row.</param>
    /// <param name="carry">A row to keep λ in, for wide rows that are streamed; may be the one before.</param>
    /// <param name="sum">The row that the sum of ā is added to, where factors do not change with time.</param>
    /// <param name="streaming">Whether gradients are stored past the caches.</param>
    internal static void Run<T, TNumber, TFactor>(
        in AdjointStretch<T> stretch,
        PlanePointers<T> before,
        PlanePointers<T> carry,
        PlanePointers<T> sum,
        bool streaming)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TFactor : struct, IFactorGradient
    {
        if (stretch.Rows == 0)
        {
            return;
        }

        if (stretch.Channels < Vector<T>.Count)
        {
            Spread<T, TNumber, TFactor>(stretch, before, sum);
        }
        else if (stretch.Channels <= AdjointLoops.MostNarrowChannels<T>())
        {
            AdjointLoops.Narrow<T, TNumber, TFactor, CachedStore>(stretch, before, sum);
        }
        else if (streaming)
        {
            if (before.Re != carry.Re)
            {
                ScanRows.Copy<T, TNumber>(before, carry, stretch.Channels);
            }

            AdjointLoops.Rows<T, TNumber, TFactor, StreamingStore>(stretch, carry, sum);
        }
        else
        {
            AdjointLoops.Rows<T, TNumber, TFactor, CachedStore>(stretch, before, sum);
        }
    }

    // Fewer channels than lanes: in blocks of rows that are spread to whole vectors, and run there in place.
    [SkipLocalsInit]
    private static void Spread<T, TNumber, TFactor>(
        in AdjointStretch<T> stretch, PlanePointers<T> before, PlanePointers<T> sum)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TFactor : struct, IFactorGradient
    {
        int channels = stretch.Channels, most = Math.Min(stretch.Rows, ScanPadding.BlockRows);
        int row = ScanPadding.Size<T, TNumber>(1), block = ScanPadding.Size<T, TNumber>(most);
        T* memory = stackalloc T[(2 * row) + (3 * block)];
        PlanePointers<T> state = ScanPadding.Planes<T, TNumber>(memory, 1);
        PlanePointers<T> sums = ScanPadding.Planes<T, TNumber>(memory + row, 1);
        PlanePointers<T> a = ScanPadding.Planes<T, TNumber>(memory + (2 * row), most);
        PlanePointers<T> dh = ScanPadding.Planes<T, TNumber>(memory + (2 * row) + block, most);
        PlanePointers<T> h = ScanPadding.Planes<T, TNumber>(memory + (2 * row) + (2 * block), most);
        ScanPadding.Spread<T, TNumber>(before, state, 1, channels);
        if (TFactor.Sum)
        {
            ScanPadding.Spread<T, TNumber>(sum, sums, 1, channels);
        }

        if (stretch.AStep == 0)
        {
            ScanPadding.Spread<T, TNumber>(stretch.A, a, 1, channels);
        }

        for (int done = 0; done < stretch.Rows; done += most)
        {
            int rows = Math.Min(most, stretch.Rows - done);
            nint lowest = (stretch.Step < 0 ? done + rows - 1 : done) * stretch.Step;
            ScanPadding.Spread<T, TNumber>(stretch.Dh.At(lowest), dh, rows, channels);
            if (stretch.AStep != 0)
            {
                ScanPadding.Spread<T, TNumber>(stretch.A.At(lowest), a, rows, channels);
            }

            if (TFactor.EachRow || TFactor.Sum)
            {
                ScanPadding.Spread<T, TNumber>(stretch.Before.At(lowest), h, rows, channels);
            }

            nint first = stretch.Step < 0 ? (nint)(rows - 1) * Vector<T>.Count : 0;
            nint step = stretch.Step < 0 ? -Vector<T>.Count : Vector<T>.Count;
            AdjointStretch<T> spread = new()
            {
                A = stretch.AStep == 0 ? a : a.At(first),
                AStep = stretch.AStep == 0 ? 0 : step,
                Dh = dh.At(first),
                Before = h.At(first),
                Db = dh.At(first),
                Da = h.At(first),
                Step = step,
                Rows = rows,
                Channels = Vector<T>.Count,
            };
            AdjointLoops.Narrow<T, TNumber, TFactor, CachedStore>(spread, state, sums);
            ScanPadding.Gather<T, TNumber>(dh, stretch.Db.At(lowest), rows, channels);
            if (TFactor.EachRow)
            {
                ScanPadding.Gather<T, TNumber>(h, stretch.Da.At(lowest), rows, channels);
            }

            ScanRows.Copy<T, TNumber>(dh.At(first + ((rows - 1) * step)), state, Vector<T>.Count);
        }

        if (TFactor.Sum)
        {
            ScanPadding.Gather<T, TNumber>(sums, sum, 1, channels);
        }
    }
}
