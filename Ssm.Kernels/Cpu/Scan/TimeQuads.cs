namespace Ssm.Kernels;

/// <summary>Chunks of few channels that are stepped side by side, as many as make up four vectors.</summary>
internal static class TimeQuads
{
    /// <summary>Whether so many chunks from one on are enough, whole, and free of resets.</summary>
    internal static bool Fit<T>(in TimeWork<T> work, int batch, int chunk, int chunks)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int together = work.Plan.Together, first = work.First(chunk), rows = together * work.ChunkRows;
        return together > 1
            && chunks >= together
            && first + rows <= work.Start + work.Rows
            && work.Line(batch).Starts.Last(first, first + rows) < 0;
    }

    /// <summary>All states, from the true states before the chunks, or, but for the first chunk, from zero.</summary>
    internal static void Scan<T, TNumber>(in TimeWork<T> work, int batch, int chunk, bool local)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
    {
        // The first row by itself: behind it each chunk has a state before.
        ScanLine<T> line = work.Line(batch);
        int together = work.Plan.Together, rows = work.ChunkRows;
        for (int k = chunk; k < chunk + together; k++)
        {
            line.Recur<TNumber, PlainGate>(
                work.First(k),
                work.First(k) + 1,
                local && k > 0 ? default : work.Before(k, batch),
                work.Scratch(0, k, batch));
        }

        int first = work.First(chunk);
        ScanNarrowLoops.Four<T, TNumber, PlainGate, CachedStore>(
            line.Stretch(first + 1, rows - 1), Quad(line, work, line.H.At(first * line.Step), rows * line.Step));
        for (int k = chunk; local && k < chunk + together; k++)
        {
            ScanRows.Copy<T, TNumber>(
                line.H.At((work.End(k) - 1) * line.Step), work.States.At(work.Summary(k, batch)), line.Channels);
            work.Cut(k, batch, k == 0);
        }
    }

    /// <summary>The last states alone, of factors that do not change with time.</summary>
    internal static void LastStates<T, TNumber, TGate>(in TimeWork<T> work, int batch, int chunk)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TGate : struct, IScanGate
    {
        ScanLine<T> line = work.Line(batch);
        for (int k = chunk; k < chunk + work.Plan.Together; k++)
        {
            line.LastState<TNumber, TGate>(
                work.First(k),
                work.First(k) + 1,
                k == 0 ? work.Before(0, batch) : default,
                default,
                work.States.At(work.Summary(k, batch)));
            work.Cut(k, batch, k == 0);
        }

        PlanePointers<T> states = work.States.At(work.Summary(chunk, batch));
        ScanNarrowLoops.Four<T, TNumber, TGate, NoStore>(
            line.Stretch(work.First(chunk) + 1, work.ChunkRows - 1),
            Quad(line, work, states, work.Summary(1, 0)));
    }

    // With two vectors to a row, the second ends with it.
    private static ScanQuad<T> Quad<T>(
        in ScanLine<T> line, in TimeWork<T> work, PlanePointers<T> states, nint stateStep)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint chunk = work.ChunkRows * line.Step, factors = work.ChunkRows * line.AStep;
        nint second = line.Channels - Vector<T>.Count;
        return work.Plan.Together == 4
            ? new()
            {
                Factor1 = factors,
                Factor2 = 2 * factors,
                Factor3 = 3 * factors,
                Row1 = chunk,
                Row2 = 2 * chunk,
                Row3 = 3 * chunk,
                Before0 = states,
                Before1 = states.At(stateStep),
                Before2 = states.At(2 * stateStep),
                Before3 = states.At(3 * stateStep),
            }
            : new()
            {
                Factor1 = second,
                Factor2 = factors,
                Factor3 = factors + second,
                Row1 = second,
                Row2 = chunk,
                Row3 = chunk + second,
                Before0 = states,
                Before1 = states.At(second),
                Before2 = states.At(stateStep),
                Before3 = states.At(stateStep + second),
            };
    }
}
