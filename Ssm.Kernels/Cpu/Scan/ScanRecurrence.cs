using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Runs a recurrence over a stretch of rows: which of the loops fits the number of channels.</summary>
internal static unsafe class ScanRecurrence
{
    /// <summary>h = gate(a) ⊙ (the row before) + b.</summary>
    /// <param name="stretch">The rows.</param>
    /// <param name="before">The state before the first row, or nothing for zero: then its factor is not read.</param>
    /// <param name="carry">A row to keep the state in, for wide rows that are streamed.</param>
    /// <param name="streaming">Whether states of wide rows are stored past the caches.</param>
    internal static void Run<T, TNumber, TGate>(
        ScanStretch<T> stretch, PlanePointers<T> before, PlanePointers<T> carry, bool streaming)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TGate : struct, IScanGate
    {
        int channels = stretch.Channels;
        if (!before.Exists)
        {
            ScanRows.Copy<T, TNumber>(stretch.B, stretch.H, channels);
            before = stretch.H;
            stretch = stretch.Part(1, stretch.Rows - 1);
        }

        if (stretch.Rows == 0)
        {
            return;
        }

        if (channels < Vector<T>.Count)
        {
            Spread<T, TNumber, TGate>(stretch, before, default, default, keep: true);
        }
        else if (channels <= ScanNarrowLoops.MostChannels<T>())
        {
            ScanNarrowLoops.Recur<T, TNumber, TGate, CachedStore>(stretch, before, default);
        }
        else if (streaming)
        {
            ScanRows.Copy<T, TNumber>(before, carry, channels);
            ScanRowLoops.Recur<T, TNumber, TGate, StreamingStore>(stretch, carry);
        }
        else
        {
            ScanRowLoops.Recur<T, TNumber, TGate, CachedStore>(stretch, before);
        }
    }

    /// <summary>The last state alone, in <paramref name="x"/>, and the product of all factors, if wanted.</summary>
    /// <param name="stretch">The rows; their states are not written.</param>
    /// <param name="before">The state before, or nothing for zero; with a product it is nothing.</param>
    /// <param name="product">A row for the product of the plain factors, or nothing.</param>
    /// <param name="x">A row for the state.</param>
    internal static void LastState<T, TNumber, TGate>(
        ScanStretch<T> stretch, PlanePointers<T> before, PlanePointers<T> product, PlanePointers<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TGate : struct, IScanGate
    {
        int channels = stretch.Channels;
        if (before.Exists)
        {
            ScanRows.Copy<T, TNumber>(before, x, channels);
        }
        else
        {
            ScanRows.Copy<T, TNumber>(stretch.B, x, channels);
            if (product.Exists)
            {
                ScanRows.Copy<T, TNumber>(stretch.A, product, channels);
            }

            stretch = stretch.Part(1, stretch.Rows - 1);
        }

        if (stretch.Rows == 0)
        {
            return;
        }

        if (channels < Vector<T>.Count)
        {
            Spread<T, TNumber, TGate>(stretch, x, product, x, keep: false);
        }
        else if (product.Exists)
        {
            if (channels <= 2 * Vector<T>.Count)
            {
                ScanNarrowLoops.Summarize<T, TNumber, TGate>(stretch, product, x);
            }
            else
            {
                ScanRowLoops.Summarize<T, TNumber, TGate>(stretch, product, x);
            }
        }
        else if (channels <= ScanNarrowLoops.MostChannels<T>())
        {
            ScanNarrowLoops.Recur<T, TNumber, TGate, NoStore>(stretch, x, x);
        }
        else
        {
            ScanRowLoops.Recur<T, TNumber, TGate, NoStore>(stretch, x);
        }
    }

    // Fewer channels than lanes: in blocks of rows that are spread to whole vectors, and run there.
    [SkipLocalsInit]
    private static void Spread<T, TNumber, TGate>(
        in ScanStretch<T> stretch,
        PlanePointers<T> before,
        PlanePointers<T> product,
        PlanePointers<T> after,
        bool keep)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TGate : struct, IScanGate
    {
        int channels = stretch.Channels, most = Math.Min(stretch.Rows, ScanPadding.BlockRows);
        int row = ScanPadding.Size<T, TNumber>(1), block = ScanPadding.Size<T, TNumber>(most);
        T* memory = stackalloc T[(2 * row) + (2 * block)];
        PlanePointers<T> state = ScanPadding.Planes<T, TNumber>(memory, 1);
        PlanePointers<T> products = ScanPadding.Planes<T, TNumber>(memory + row, 1);
        PlanePointers<T> a = ScanPadding.Planes<T, TNumber>(memory + (2 * row), most);
        PlanePointers<T> b = ScanPadding.Planes<T, TNumber>(memory + (2 * row) + block, most);
        ScanPadding.Spread<T, TNumber>(before, state, 1, channels);
        if (product.Exists)
        {
            ScanPadding.Spread<T, TNumber>(product, products, 1, channels);
        }

        if (stretch.AStep == 0)
        {
            ScanPadding.Spread<T, TNumber>(stretch.A, a, 1, channels);
        }

        for (int done = 0; done < stretch.Rows; done += most)
        {
            int rows = Math.Min(most, stretch.Rows - done);
            nint lowest = (stretch.Step < 0 ? done + rows - 1 : done) * stretch.Step;
            ScanPadding.Spread<T, TNumber>(stretch.B.At(lowest), b, rows, channels);
            if (stretch.AStep != 0)
            {
                ScanPadding.Spread<T, TNumber>(stretch.A.At(lowest), a, rows, channels);
            }

            nint first = stretch.Step < 0 ? (nint)(rows - 1) * Vector<T>.Count : 0;
            nint step = stretch.Step < 0 ? -Vector<T>.Count : Vector<T>.Count;
            ScanStretch<T> spread = new()
            {
                A = stretch.AStep == 0 ? a : a.At(first),
                AStep = stretch.AStep == 0 ? 0 : step,
                B = b.At(first),
                H = b.At(first),
                Step = step,
                Rows = rows,
                Channels = Vector<T>.Count,
            };
            if (product.Exists)
            {
                ScanNarrowLoops.Summarize<T, TNumber, TGate>(spread, products, state);
            }
            else
            {
                ScanNarrowLoops.Recur<T, TNumber, TGate, CachedStore>(spread, state, state);
            }

            if (keep)
            {
                ScanPadding.Gather<T, TNumber>(b, stretch.H.At(lowest), rows, channels);
            }
        }

        if (after.Exists)
        {
            ScanPadding.Gather<T, TNumber>(state, after, 1, channels);
        }

        if (product.Exists)
        {
            ScanPadding.Gather<T, TNumber>(products, product, 1, channels);
        }
    }
}
