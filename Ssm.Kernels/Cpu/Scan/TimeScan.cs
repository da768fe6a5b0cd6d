using System.Buffers;

namespace Ssm.Kernels;

/// <summary>The scans in parallel over time: groups of chunks, each summarised, joined, and finished.</summary>
internal static unsafe class TimeScan
{
    /// <summary>All states, each chunk run again from the true state before it.</summary>
    internal static void Rerun<T, TNumber, TJoin>(in ScanArrays<T> arrays, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TJoin : struct, ITimeJoin =>
        Run<T, TNumber, TJoin, PlainGate>(arrays, default, threads, Finish<T, TNumber>);

    /// <summary>All states of a scan with factors that do not change, each corrected by a power of them.</summary>
    internal static void Correct<T, TNumber>(in ScanArrays<T> arrays, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber> =>
        Run<T, TNumber, SerialJoin, PlainGate>(arrays, default, threads, CorrectPieces<T, TNumber>, corrected: true);

    /// <summary>The last states alone.</summary>
    internal static void LastState<T, TNumber, TJoin>(in ScanArrays<T> arrays, PlanePointers<T> last, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TJoin : struct, ITimeJoin =>
        Run<T, TNumber, TJoin, PlainGate>(arrays, last, threads, LastState<T, TNumber>);

    /// <summary>All gradients.</summary>
    internal static void Adjoint<T, TNumber, TJoin>(in ScanArrays<T> arrays, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TJoin : struct, ITimeJoin
    {
        if (!arrays.Da.Exists)
        {
            Run<T, TNumber, TJoin, ConjugateGate>(
                arrays, default, threads, FinishAdjoint<T, TNumber, NoFactorGradient>);
        }
        else if (!arrays.Invariant)
        {
            Run<T, TNumber, TJoin, ConjugateGate>(
                arrays, default, threads, FinishAdjoint<T, TNumber, FactorGradientRows>);
        }
        else
        {
            Run<T, TNumber, TJoin, ConjugateGate>(
                arrays, default, threads, FinishAdjoint<T, TNumber, FactorGradientSum>);
        }
    }

    private static void Run<T, TNumber, TJoin, TGate>(
        in ScanArrays<T> arrays,
        PlanePointers<T> last,
        int threads,
        WorkSplit.Piece<TimeWork<T>> finish,
        bool corrected = false)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TJoin : struct, ITimeJoin
        where TGate : struct, IScanGate
    {
        ScanShape shape = arrays.Shape;
        TimeChunks plan = TimeChunks.Of<T>(shape);
        int chunkRows = plan.Rows, state = shape.StateElements;
        int summaries = checked(plan.InGroup * state);
        int powers = arrays.Invariant ? checked(TJoin.PowerRows(chunkRows) * shape.Channels) : 0;
        int plane = checked((5 * summaries) + powers + shape.Channels);
        T[] numbers = ArrayPool<T>.Shared.Rent(checked(TNumber.Planes * plane));
        bool[] flags = ArrayPool<bool>.Shared.Rent(checked(plan.InGroup * shape.Batch));
        fixed (T* memory = numbers)
        fixed (bool* cuts = flags)
        {
            PlanePointers<T> scratch = new(memory, TNumber.Planes == 1 ? null : memory + plane);
            TimeWork<T> work = new()
            {
                Arrays = arrays,
                Plan = plan,
                Start = 0,
                Rows = 0,
                Products = scratch,
                States = scratch.At(summaries),
                Cuts = cuts,
                Rest = scratch.At(2 * summaries),
                Powers = scratch.At(5 * summaries),
                Zeros = scratch.At((5 * summaries) + powers),
                Last = last,
            };
            ScanRows.Clear<T, TNumber>(work.Zeros, shape.Channels);
            bool sum = arrays.Adjoint && arrays.Invariant && arrays.Da.Exists;
            if (sum)
            {
                ScanRows.Clear<T, TNumber>(arrays.Da, shape.Channels);
            }

            if (arrays.Invariant && shape.Length > chunkRows)
            {
                TJoin.FillPowers<T, TNumber>(work);
            }

            int groupRows = chunkRows * plan.InGroup;
            for (int start = 0; start < shape.Length; start += groupRows)
            {
                TimeWork<T> group = work.Group(start, Math.Min(groupRows, shape.Length - start));
                Group<T, TNumber, TJoin, TGate>(group, threads, finish, corrected);
                if (sum)
                {
                    AddSums<T, TNumber>(group);
                }
            }

            if (arrays.Adjoint && arrays.Dh0.Exists)
            {
                InitialStates<T, TNumber>(work);
            }
        }

        ArrayPool<T>.Shared.Return(numbers);
        ArrayPool<bool>.Shared.Return(flags);
    }

    private static void Group<T, TNumber, TJoin, TGate>(
        in TimeWork<T> work, int threads, WorkSplit.Piece<TimeWork<T>> finish, bool corrected)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TJoin : struct, ITimeJoin
        where TGate : struct, IScanGate
    {
        int batch = work.Arrays.Shape.Batch, together = work.Plan.Together;
        long numbers = (long)TNumber.Planes * work.Rows * work.Arrays.Shape.StateElements;

        // Nobody begins where the last chunk ends, so it needs no summary.
        int summaries = work.Chunks - 1;
        if (corrected)
        {
            WorkSplit.Run(batch * work.Chunks, together, 2 * numbers, threads, work, Local<T, TNumber>);
        }
        else if (summaries > 0)
        {
            WorkSplit.Run(batch * summaries, together, 4 * numbers, threads, work, Summarize<T, TNumber, TGate>);
        }

        for (int b = 0; b < batch && summaries > 0; b++)
        {
            TJoin.Join<T, TNumber, TGate>(work, summaries, b);
        }

        WorkSplit.Run(batch * work.Chunks, together, 2 * numbers, threads, work, finish);
    }

    private static void Summarize<T, TNumber, TGate>(TimeWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TGate : struct, IScanGate
    {
        for (int piece = start; piece < end; piece++)
        {
            // The last of the chunks has no summary, so there is one fewer to a sequence than chunks.
            (int batch, int chunk) = Math.DivRem(piece, work.Chunks - 1);
            if (TimeQuads.Fit(work, batch, chunk, Math.Min(end - piece, work.Chunks - 1 - chunk))
                && work.Arrays.Invariant)
            {
                TimeQuads.LastStates<T, TNumber, TGate>(work, batch, chunk);
                piece += work.Plan.Together - 1;
                continue;
            }

            nint at = work.Summary(chunk, batch);
            bool cut = work.Line(batch).LastState<TNumber, TGate>(
                work.First(chunk),
                work.End(chunk),
                chunk == 0 ? work.Before(0, batch) : default,
                chunk == 0 || work.Arrays.Invariant ? default : work.Products.At(at),
                work.States.At(at));

            // The first chunk begins with the true state, so what comes before it has no say any more.
            work.Cut(chunk, batch, cut || chunk == 0);
        }
    }

    private static void Finish<T, TNumber>(TimeWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
    {
        for (int piece = start; piece < end; piece++)
        {
            (int batch, int chunk) = Math.DivRem(piece, work.Chunks);
            if (TimeQuads.Fit(work, batch, chunk, Math.Min(end - piece, work.Chunks - chunk)))
            {
                TimeQuads.Scan<T, TNumber>(work, batch, chunk, local: false);
                piece += work.Plan.Together - 1;
                continue;
            }

            work.Line(batch).Recur<TNumber, PlainGate>(
                work.First(chunk), work.End(chunk), work.Before(chunk, batch), work.Scratch(0, chunk, batch));
        }
    }

    private static void LastState<T, TNumber>(TimeWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
    {
        for (int piece = start; piece < end; piece++)
        {
            // Of the group's last chunk, from the true state before it.
            (int batch, int chunk) = Math.DivRem(piece, work.Chunks);
            if (chunk == work.Chunks - 1)
            {
                work.Line(batch).LastState<TNumber, PlainGate>(
                    work.First(chunk),
                    work.End(chunk),
                    work.Before(chunk, batch),
                    default,
                    work.Last.At((nint)batch * work.Arrays.Shape.Channels));
            }
        }
    }

    private static void Local<T, TNumber>(TimeWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
    {
        for (int piece = start; piece < end; piece++)
        {
            (int batch, int chunk) = Math.DivRem(piece, work.Chunks);
            if (TimeQuads.Fit(work, batch, chunk, Math.Min(end - piece, work.Chunks - chunk)))
            {
                TimeQuads.Scan<T, TNumber>(work, batch, chunk, local: true);
                piece += work.Plan.Together - 1;
                continue;
            }

            ScanLine<T> line = work.Line(batch);
            int first = work.First(chunk), behind = work.End(chunk);
            line.Recur<TNumber, PlainGate>(
                first, behind, chunk == 0 ? work.Before(0, batch) : default, work.Scratch(0, chunk, batch));
            ScanRows.Copy<T, TNumber>(
                line.H.At((behind - 1) * line.Step), work.States.At(work.Summary(chunk, batch)), line.Channels);
            work.Cut(chunk, batch, chunk == 0 || line.Starts.Last(first, behind) >= 0);
        }
    }

    private static void CorrectPieces<T, TNumber>(TimeWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
    {
        for (int piece = start; piece < end; piece++)
        {
            (int batch, int chunk) = Math.DivRem(piece, work.Chunks);
            if (chunk > 0)
            {
                // Up to the first reset: behind it the chunk's own states are the true ones.
                ScanLine<T> line = work.Line(batch);
                int first = work.First(chunk), rows = line.Starts.Next(first, work.End(chunk)) - first;
                int lowest = work.Arrays.Down ? rows - 1 : 0;
                ScanCorrection.Run<T, TNumber>(
                    line.H.At((first + lowest) * line.Step),
                    SerialJoin.Power(work, lowest),
                    work.Before(chunk, batch),
                    rows * line.Channels,
                    line.Channels);
            }
        }
    }

    private static void FinishAdjoint<T, TNumber, TFactor>(TimeWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TFactor : struct, IFactorGradient
    {
        for (int piece = start; piece < end; piece++)
        {
            (int batch, int chunk) = Math.DivRem(piece, work.Chunks);
            AdjointLine<T> line = Adjoint(work, chunk, batch);
            if (TFactor.Sum)
            {
                ScanRows.Clear<T, TNumber>(line.Sum, line.Line.Channels);
            }

            line.Run<TNumber, TFactor>(work.First(chunk), work.End(chunk), work.Before(chunk, batch));
        }
    }

    private static AdjointLine<T> Adjoint<T>(in TimeWork<T> work, int chunk, int batch)
        where T : unmanaged, IFloatingPointIeee754<T> => new()
        {
            Line = work.Line(batch),
            Carry = work.Scratch(0, chunk, batch),
            Zeros = work.Zeros,
            BlockSum = work.Scratch(1, chunk, batch),
            Sum = work.Scratch(2, chunk, batch),
        };

    // Sequence by sequence and chunk by chunk, whoever made them.
    private static void AddSums<T, TNumber>(in TimeWork<T> work)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
    {
        for (int batch = 0; batch < work.Arrays.Shape.Batch; batch++)
        {
            for (int chunk = 0; chunk < work.Chunks; chunk++)
            {
                ScanRows.Add<T, TNumber>(
                    work.Arrays.Da, work.Scratch(2, chunk, batch), work.Arrays.Shape.Channels);
            }
        }
    }

    private static void InitialStates<T, TNumber>(in TimeWork<T> work)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
    {
        for (int batch = 0; batch < work.Arrays.Shape.Batch; batch++)
        {
            Adjoint(work, 0, batch).InitialState<TNumber>(
                work.Arrays.Dh0.At((nint)batch * work.Arrays.Shape.Channels));
        }
    }
}
