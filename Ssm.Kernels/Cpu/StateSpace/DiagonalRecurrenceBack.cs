using System.Buffers;

namespace Ssm.Kernels;

/// <summary>
/// The pieces of the adjoint of <see cref="DiagonalRecurrence"/>: a block of channels of some sequences.
/// </summary>
internal static unsafe class DiagonalRecurrenceBack
{
    internal static void Pieces<T>(DiagonalRecurrenceWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int piece = start; piece < end; piece++)
        {
            (int group, int block) = (piece / work.Blocks, piece % work.Blocks);
            int first = group * work.GroupSize;
            Piece(work, group, block, first, Math.Min(work.Shape.Batch, first + work.GroupSize));
        }
    }

    private static void Piece<T>(in DiagonalRecurrenceWork<T> work, int group, int block, int first, int last)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int w = Vector<T>.Count;
        int tile = DiagonalRecurrenceWork<T>.TileSteps * w;
        int tiles = 1;
        for (int batch = first; batch < last; batch++)
        {
            tiles = Math.Max(tiles, Tiles(work, batch));
        }

        int[] starts = ArrayPool<int>.Shared.Rent(tiles);
        T[] buffer = RecurrenceScratch.Rent<T>(
            ((tiles + 1L) * work.BlockStates) + work.BlockConstants + (3L * tile) + (2L * (tile + w)) + (2L * w));
        fixed (T* memory = buffer)
        {
            T* sums = RecurrenceScratch.Align(memory);
            T* mu = sums + work.BlockConstants;
            T* u = mu + work.BlockStates;
            T* kept = u + (3 * tile);
            T* d = kept + (2 * (tile + w));
            new Span<T>(sums, work.BlockConstants).Clear();
            new Span<T>(d, 2 * w).Clear();
            Memory<T> scratch = new(sums, mu, u, u + tile, u + (2 * tile), kept, d, d + (2 * w));
            for (int batch = first; batch < last; batch++)
            {
                Sequence(work, batch, block, starts, scratch);
            }

            Store(work, group, block, scratch);
        }

        RecurrenceScratch.Return(buffer);
        ArrayPool<int>.Shared.Return(starts);
    }

    private static void Sequence<T>(
        in DiagonalRecurrenceWork<T> work, int batch, int block, int[] starts, in Memory<T> scratch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int width, int modes, nint stride) = (work.Width(block), work.Shape.Modes, work.Shape.Channels);
        nint state = work.State(batch, block);
        int w = Vector<T>.Count;
        T* constants = work.Constants + ((nint)block * work.BlockConstants);
        T* factor = null;
        if (work.D != null)
        {
            factor = scratch.D;
            DiagonalRecurrenceTiles.LoadLanes(work.D + ((nint)block * w), width, factor);
        }

        int tiles = Borders(work, batch, block, starts, scratch);
        DiagonalRecurrenceTiles.LoadStates(work.Dlast.AtIfExists(state), width, modes, scratch.Mu);
        for (int tile = tiles - 1; tile >= 0; tile--)
        {
            int t = starts[tile];
            int steps = (tile + 1 < tiles ? starts[tile + 1] : work.Shape.Length) - t;
            nint row = work.Row(batch, t, block);
            DiagonalRecurrenceTiles.Load(work.U + row, stride, width, steps, scratch.U);
            DiagonalRecurrenceTiles.Load(work.Dy + row, stride, width, steps, scratch.Dy);
            DiagonalRecurrenceTiles.Scaled(scratch.Dy, factor, steps, scratch.Du);
            DiagonalRecurrenceLoops.AddProducts(scratch.U, scratch.Dy, scratch.D + w, steps);
            T* border = scratch.Borders + ((nint)tile * work.BlockStates);
            for (int n = 0; n < modes; n++)
            {
                T* p = constants + (6 * n * w);
                DiagonalRecurrenceLoops.Keep(p, border + (2 * n * w), scratch.U, scratch.Kept, steps);
                DiagonalRecurrenceLoops.Back(
                    p, scratch.Kept, scratch.U, scratch.Dy, scratch.Du, scratch.Mu + (2 * n * w),
                    scratch.Sums + (6 * n * w), steps);
            }

            if (work.Begins(batch, t))
            {
                new Span<T>(scratch.Mu, work.BlockStates).Clear();
            }

            DiagonalRecurrenceTiles.Store(scratch.Du, steps, work.Du + row, stride, width);
        }

        if (work.Dx0.Exists)
        {
            DiagonalRecurrenceTiles.StoreStates(scratch.Mu, width, modes, work.Dx0.At(state));
        }
    }

    // The states before each tile, and where the tiles start.
    private static int Borders<T>(
        in DiagonalRecurrenceWork<T> work, int batch, int block, int[] starts, in Memory<T> scratch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int width, int modes, int w) = (work.Width(block), work.Shape.Modes, Vector<T>.Count);
        T* constants = work.Constants + ((nint)block * work.BlockConstants);
        T* border = scratch.Borders;
        DiagonalRecurrenceTiles.LoadStates(
            work.X0.AtIfExists(work.State(batch, block)), width, modes, border);
        int tiles = 0;
        for (int t = 0, end; t < work.Shape.Length; t = end, tiles++)
        {
            end = work.TileEnd(batch, t);
            starts[tiles] = t;
            if (work.Begins(batch, t))
            {
                new Span<T>(border, work.BlockStates).Clear();
            }

            if (end < work.Shape.Length)
            {
                int steps = end - t;
                DiagonalRecurrenceTiles.Load(
                    work.U + work.Row(batch, t, block), work.Shape.Channels, width, steps, scratch.U);
                T* next = border + work.BlockStates;
                for (int n = 0; n < modes; n++)
                {
                    T* x = border + (2 * n * w);
                    DiagonalRecurrenceLoops.Keep(constants + (6 * n * w), x, scratch.U, scratch.Kept, steps);
                    Vector.Load(scratch.Kept + (2 * steps * w)).Store(next + (2 * n * w));
                    Vector.Load(scratch.Kept + (((2 * steps) + 1) * w)).Store(next + (((2 * n) + 1) * w));
                }

                border = next;
            }
        }

        return tiles;
    }

    private static int Tiles<T>(in DiagonalRecurrenceWork<T> work, int batch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int tiles = 0;
        for (int t = 0; t < work.Shape.Length; t = work.TileEnd(batch, t))
        {
            tiles++;
        }

        return tiles;
    }

    private static void Store<T>(in DiagonalRecurrenceWork<T> work, int group, int block, in Memory<T> scratch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int width, int modes, int w) = (work.Width(block), work.Shape.Modes, Vector<T>.Count);
        nint count = (nint)work.Shape.Channels * modes;
        for (int j = 0; j < width; j++)
        {
            nint channel = ((nint)block * w) + j;
            work.PartialsOfD[((nint)group * work.Shape.Channels) + channel] = scratch.D[w + j];
            T* to = work.Partials + (6 * group * count) + (channel * modes);
            for (int n = 0; n < modes; n++)
            {
                for (int part = 0; part < 6; part++)
                {
                    to[(part * count) + n] = scratch.Sums[(((6 * n) + part) * w) + j];
                }
            }
        }
    }

    /// <summary>A piece's scratch: sums of gradients, μ, tiles of u, ȳ and ū, a mode's states, d and its gradient,
    /// the states before each tile.</summary>
    private readonly struct Memory<T>(T* sums, T* mu, T* u, T* dy, T* du, T* kept, T* d, T* borders)
        where T : unmanaged
    {
        internal readonly T* Sums = sums;
        internal readonly T* Mu = mu;
        internal readonly T* U = u;
        internal readonly T* Dy = dy;
        internal readonly T* Du = du;
        internal readonly T* Kept = kept;
        internal readonly T* D = d;
        internal readonly T* Borders = borders;
    }
}
