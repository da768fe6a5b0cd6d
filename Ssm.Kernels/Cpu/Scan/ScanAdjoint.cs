using System.Buffers;

namespace Ssm.Kernels;

/// <summary>The one loop behind all adjoints of <see cref="DiagonalScan"/>.</summary>
internal static unsafe class ScanAdjoint
{
    /// <summary>
    /// Rows of λ that are still in cache when ā is made from them; also the length of ā's inner sums.
    /// </summary>
    private const int BlockRows = 32;

    internal static void Run<T, TRows>(
        ReadOnlySpan<T> aRe,
        ReadOnlySpan<T> aIm,
        ReadOnlySpan<T> hRe,
        ReadOnlySpan<T> hIm,
        ReadOnlySpan<T> h0Re,
        ReadOnlySpan<T> h0Im,
        ReadOnlySpan<T> dhRe,
        ReadOnlySpan<T> dhIm,
        Span<T> dbRe,
        Span<T> dbIm,
        Span<T> daRe,
        Span<T> daIm,
        Span<T> dh0Re,
        Span<T> dh0Im,
        ScanShape shape,
        bool reversed,
        bool invariant,
        int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, IScanRows<T>
    {
        const string kernel = nameof(DiagonalScan);
        int factors = invariant ? shape.Channels : shape.Elements;
        ScanChecks.Shape(shape, threads, kernel);
        Guard.Length(aRe.Length, factors, kernel, "a");
        Guard.Length(hRe.Length, shape.Elements, kernel, "h");
        Guard.Length(dhRe.Length, shape.Elements, kernel, "dh");
        Guard.Length(dbRe.Length, shape.Elements, kernel, "db");
        ScanChecks.Optional(h0Re.Length, shape.StateElements, kernel, "h0");
        ScanChecks.Optional(daRe.Length, factors, kernel, "da");
        ScanChecks.Optional(dh0Re.Length, shape.StateElements, kernel, "dh0");
        if (shape.Elements == 0)
        {
            // No time step: nothing depends on a or on h0.
            daRe.Clear();
            daIm.Clear();
            dh0Re.Clear();
            dh0Im.Clear();
            return;
        }

        // Sums of ā over time: for each sequence a block's and the whole one's, in one or two planes.
        T[] sums = invariant && !daRe.IsEmpty ? ArrayPool<T>.Shared.Rent(checked(4 * shape.StateElements)) : [];
        fixed (T* ar = aRe, ai = aIm, hr = hRe, hi = hIm, sr = h0Re, si = h0Im, gr = dhRe, gi = dhIm)
        fixed (T* br = dbRe, bi = dbIm, dr = daRe, di = daIm, er = dh0Re, ei = dh0Im, sum = sums)
        {
            ScanWork<T> scan = new()
            {
                A = new(ar, ai),
                B = new(gr, gi),
                H0 = new(sr, si),
                H = new(br, bi),
                Shape = shape,
                Reversed = !reversed,
                Invariant = invariant,
            };
            int state = shape.StateElements;
            AdjointWork<T> work = new()
            {
                Scan = scan,
                Outputs = new(hr, hi),
                Da = new(dr, di),
                Dh0 = new(er, ei),
                BlockSums = new(sum, sum + state),
                Sums = new(sum + (2 * state), sum + (3 * state)),
            };
            WorkSplit.Run(scan.Tiles.Count, 1, 4L * TRows.Planes * shape.Elements, threads, work, Pieces<T, TRows>);
            if (invariant && work.Da.Exists)
            {
                SumOverBatch<T, TRows>(work);
            }
        }

        if (sums.Length > 0)
        {
            ArrayPool<T>.Shared.Return(sums);
        }
    }

    private static void Pieces<T, TRows>(AdjointWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, IScanRows<T>
    {
        for (int piece = start; piece < end; piece++)
        {
            (int batch, int channel, int channels) = work.Scan.Tiles[piece];
            Sequence<T, TRows>(work, batch, channel, new LaneWalk(channels, Vector<T>.Count, work.Scan.Reversed));
        }
    }

    // The walk goes against the scan's: its first row is the scan's last.
    private static void Sequence<T, TRows>(AdjointWork<T> work, int batch, int channel, LaneWalk walk)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, IScanRows<T>
    {
        ScanWork<T> scan = work.Scan;
        int length = scan.Shape.Length;
        nint first = scan.First(batch, channel), step = scan.Step;
        nint state = ((nint)batch * scan.Shape.Channels) + channel;
        PlanePointers<T> factors = scan.A.At(scan.FirstFactor(batch, channel));
        for (int done = 0; done < length; done += BlockRows)
        {
            int rows = Math.Min(BlockRows, length - done);
            nint at = first + (done * step);
            ScanLoop.Recur<T, TRows, ConjugateGate<T>>(
                factors.At((done - 1) * scan.FactorStep),
                scan.FactorStep,
                scan.B.At(at),
                scan.H.At(at),
                step,
                rows,
                done == 0 ? default : scan.H.At(at - step),
                walk);
            if (work.Da.Exists)
            {
                // The row that the scan saw before this walk's last one is its initial state.
                bool last = done + rows == length;
                FactorGradients<T, TRows>(work, at, rows, last, state, done == 0, walk);
            }
        }

        if (work.Dh0.Exists)
        {
            nint end = length - 1;
            TRows.Multiply<ConjugateGate<T>>(
                walk, factors.At(end * scan.FactorStep), scan.H.At(first + (end * step)), work.Dh0.At(state));
        }
    }

    private static void FactorGradients<T, TRows>(
        AdjointWork<T> work, nint at, int rows, bool last, nint state, bool isFirst, LaneWalk walk)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, IScanRows<T>
    {
        ScanWork<T> scan = work.Scan;
        nint step = scan.Step;
        int inside = last ? rows - 1 : rows;
        PlanePointers<T> before = scan.H0.AtIfExists(state);
        if (!scan.Invariant)
        {
            Products<T, TRows>(work.Outputs.At(at + step), scan.H.At(at), work.Da.At(at), step, inside, walk);
            nint end = at + (inside * step);
            if (last && before.Exists)
            {
                TRows.Multiply<ConjugateGate<T>>(walk, before, scan.H.At(end), work.Da.At(end));
            }
            else if (last)
            {
                TRows.Clear(walk, work.Da.At(end));
            }

            return;
        }

        PlanePointers<T> block = work.BlockSums.At(state);
        TRows.Clear(walk, block);
        SumOfProducts<T, TRows>(work.Outputs.At(at + step), scan.H.At(at), block, step, inside, walk);
        if (last && before.Exists)
        {
            TRows.MultiplyAdd<ConjugateGate<T>>(walk, before, scan.H.At(at + (inside * step)), block, block);
        }

        PlanePointers<T> sum = work.Sums.At(state);
        if (isFirst)
        {
            TRows.Copy(walk, block, sum);
        }
        else
        {
            TRows.Add(walk, sum, block, sum);
        }
    }

    private static void Products<T, TRows>(
        PlanePointers<T> h, PlanePointers<T> lambda, PlanePointers<T> da, nint step, int rows, LaneWalk walk)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, IScanRows<T>
    {
        for (int n = 0; n < rows; n++)
        {
            TRows.Multiply<ConjugateGate<T>>(walk, h.At(n * step), lambda.At(n * step), da.At(n * step));
        }
    }

    private static void SumOfProducts<T, TRows>(
        PlanePointers<T> h, PlanePointers<T> lambda, PlanePointers<T> sum, nint step, int rows, LaneWalk walk)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, IScanRows<T>
    {
        for (int n = 0; n < rows; n++)
        {
            TRows.MultiplyAdd<ConjugateGate<T>>(walk, h.At(n * step), lambda.At(n * step), sum, sum);
        }
    }

    private static void SumOverBatch<T, TRows>(AdjointWork<T> work)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, IScanRows<T>
    {
        ScanShape shape = work.Scan.Shape;
        LaneWalk walk = new(shape.Channels, Vector<T>.Count, descending: false);
        TRows.Copy(walk, work.Sums, work.Da);
        for (int batch = 1; batch < shape.Batch; batch++)
        {
            TRows.Add(walk, work.Da, work.Sums.At((nint)batch * shape.Channels), work.Da);
        }
    }
}
