using System.Buffers;

namespace Ssm.Kernels;

/// <summary>The pieces of the adjoint of <see cref="SelectiveScan"/>: some channels of a sequence, tiles from the
/// last to the first.</summary>
internal static unsafe class SelectiveAdjoint
{
    internal static void Pieces<T>(SelectiveAdjointWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int piece = start; piece < end; piece++)
        {
            int channels = work.Scan[piece].Channels;
            T[] memory = ArrayPool<T>.Shared.Rent(SelectiveAdjointScratch<T>.Size(channels, work.Scan.Shape));
            fixed (T* at = memory)
            {
                Piece(work, new SelectiveAdjointScratch<T>(at, channels, work.Scan.Shape), piece);
            }

            ArrayPool<T>.Shared.Return(memory);
        }
    }

    private static void Piece<T>(in SelectiveAdjointWork<T> work, in SelectiveAdjointScratch<T> scratch, int piece)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SelectiveScanShape shape = work.Scan.Shape;
        (int batch, int group, int channel, int channels) = work.Scan[piece];
        scratch.Prepare(work, batch, channel, channels);
        for (int time = (shape.Carries - 1) * SelectiveTile<T>.Steps; time >= 0; time -= SelectiveTile<T>.Steps)
        {
            int steps = Math.Min(SelectiveTile<T>.Steps, shape.Length - time);
            T* kept = work.Scan.Carries + work.Scan.Carry(batch, time, channel);
            SelectivePacking.FromRows(kept, scratch.Forward.States, channels, shape.States, shape.Channels);
            ClearTileSums(scratch, shape);
            for (int first = 0; first < channels; first += SelectiveTile<T>.Lanes)
            {
                Tile(work, scratch, batch, group, time, steps, channel, first, channels);
            }

            nint part = work.Part(piece) + ((nint)time * shape.States);
            if (!shape.ConstantInput)
            {
                SelectivePacking.SumLanes(scratch.BGradient, work.BParts + part, steps, shape.States);
            }

            if (!shape.ConstantOutput)
            {
                SelectivePacking.SumLanes(scratch.CGradient, work.CParts + part, steps, shape.States);
            }
        }

        Finish(work, scratch, batch, channel, channels);
    }

    private static void ClearTileSums<T>(in SelectiveAdjointScratch<T> scratch, SelectiveScanShape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!shape.ConstantInput)
        {
            new Span<T>(scratch.BGradient, scratch.BElements).Clear();
        }

        if (!shape.ConstantOutput)
        {
            new Span<T>(scratch.CGradient, scratch.CElements).Clear();
        }
    }

    // What is gathered over the whole sequence: each piece has channels of its own.
    private static void Finish<T>(
        in SelectiveAdjointWork<T> work, in SelectiveAdjointScratch<T> scratch, int batch, int channel, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SelectiveScanShape shape = work.Scan.Shape;
        int states = shape.States;
        T* sums = work.SumsOf(batch);
        nint at = (nint)channel * states;
        SelectivePacking.Unpack(scratch.RateGradient, sums + at, channels, states);
        if (shape.ConstantInput)
        {
            T* to = sums + SelectiveAdjointWork<T>.BOffset(shape) + at;
            SelectivePacking.Unpack(scratch.BGradient, to, channels, states);
        }

        if (shape.ConstantOutput)
        {
            T* to = sums + SelectiveAdjointWork<T>.COffset(shape) + at;
            SelectivePacking.Unpack(scratch.CGradient, to, channels, states);
        }

        T* skip = sums + SelectiveAdjointWork<T>.SkipOffset(shape) + channel;
        T* bias = sums + SelectiveAdjointWork<T>.BiasOffset(shape) + channel;
        new Span<T>(scratch.Skip, channels).CopyTo(new Span<T>(skip, channels));
        new Span<T>(scratch.DeltaBias, channels).CopyTo(new Span<T>(bias, channels));
        if (work.Dinitial != null)
        {
            SelectivePacking.Unpack(scratch.Carry, work.Dinitial + work.Scan.State(batch, channel), channels, states);
        }
    }

    private static void Tile<T>(
        in SelectiveAdjointWork<T> work, in SelectiveAdjointScratch<T> scratch, int batch, int group, int time,
        int steps, int channel, int first, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count, width = Math.Min(SelectiveTile<T>.Lanes, channels - first);
        nint row = work.Scan.Row(batch, time) + channel + first;
        SelectiveRows.Load(work.Scan, scratch.Forward, row, steps, first, width);
        SelectiveGradientRows.Load(work, scratch, row, steps, width);
        SelectiveSegments segments = new(work.Scan.Resets, batch, work.Scan.Shape.Length, time, steps);
        SelectivePrefetch<T> next = Next(work.Scan, batch, time, steps, channel, first, channels);
        for (int column = 0; column * lanes < width; column++)
        {
            Prefetch(work, next, column);
            bool bounded = scratch.Forward.IsBounded(first + (column * lanes), column * lanes);
            Column(work, scratch, batch, group, time, (first / lanes) + column, column, segments, bounded);
        }

        SelectiveGradientRows.Store(work, scratch, row, steps, first, width);
    }

    private static void Prefetch<T>(in SelectiveAdjointWork<T> work, SelectivePrefetch<T> next, int column)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        next.Rows(work.Scan.U, column);
        next.Rows(work.Scan.Delta, column);
        next.Rows(work.Scan.Gate, column);
        next.Rows(work.Dy, column);
        next.Rows(work.Du, column);
        next.Rows(work.Ddelta, column);
        next.Rows(work.Dgate, column);
    }

    // The channels beside this tile's, or the first ones of the steps before.
    private static SelectivePrefetch<T> Next<T>(
        in SelectiveWork<T> work, int batch, int time, int steps, int channel, int first, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int beside = first + SelectiveTile<T>.Lanes;
        if (beside >= channels)
        {
            (beside, time) = (0, time - SelectiveTile<T>.Steps);
            steps = time < 0 ? 0 : SelectiveTile<T>.Steps;
        }

        int width = Math.Min(SelectiveTile<T>.Lanes, channels - beside);
        return new(work.Row(batch, time) + channel + beside, work.Shape.Channels, steps, width);
    }

    private static void Column<T>(
        in SelectiveAdjointWork<T> work, in SelectiveAdjointScratch<T> scratch, int batch, int group, int time,
        int pieceColumn, int tileColumn, SelectiveSegments segments, bool bounded)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SelectiveScanShape shape = work.Scan.Shape;
        SelectiveAdjointColumn<T> column = Pointers(work, scratch, batch, group, time, pieceColumn, tileColumn);
        for (int state = 0; state < shape.States; state += 2)
        {
            int at = state * Vector<T>.Count, elements = Math.Min(2, shape.States - state) * Vector<T>.Count;
            for (int begin = 0; begin < segments.Steps;)
            {
                int end = segments.End(begin);
                if (segments.StartsOver(begin))
                {
                    new Span<T>(column.Forward.H + at, elements).Clear();
                }

                SelectiveAdjointCall.Forward(column, shape, state, begin, end, bounded);
                begin = end;
            }

            for (int end = segments.Steps; end > 0;)
            {
                int begin = segments.Begin(end);
                SelectiveAdjointCall.Back(column, shape, state, begin, end);
                if (segments.StartsOver(begin))
                {
                    new Span<T>(column.Carry + at, elements).Clear();
                }

                end = begin;
            }
        }
    }

    private static SelectiveAdjointColumn<T> Pointers<T>(
        in SelectiveAdjointWork<T> work, in SelectiveAdjointScratch<T> scratch, int batch, int group, int time,
        int pieceColumn, int tileColumn)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SelectiveScanShape shape = work.Scan.Shape;
        int lanes = Vector<T>.Count;
        int offset = tileColumn * SelectiveTile<T>.Steps * lanes;
        nint packed = (nint)pieceColumn * shape.States * lanes;
        nint weights = work.Scan.Weights(batch, time, group);
        SelectiveScratch<T> forward = scratch.Forward;
        return new SelectiveAdjointColumn<T>
        {
            Forward = new SelectiveColumn<T>
            {
                Delta = forward.Delta + offset,
                Input = forward.Input + offset,
                Y = forward.Y + offset,
                A = forward.Rates + packed,
                H = forward.States + packed,
                B = shape.ConstantInput ? forward.B + packed : work.Scan.B + weights,
                BStep = shape.ConstantInput ? 0 : work.Scan.WeightStep,
                C = shape.ConstantOutput ? forward.C + packed : work.Scan.C + weights,
                CStep = shape.ConstantOutput ? 0 : work.Scan.WeightStep,
                States = shape.States,
            },
            OutputGradient = scratch.OutputGradient + offset,
            InputSum = scratch.InputSum + offset,
            RateSum = scratch.RateSum + offset,
            Powers = scratch.Powers,
            Decayed = scratch.Decayed,
            Carry = scratch.Carry + packed,
            RateGradient = scratch.RateGradient + packed,
            BGradient = scratch.BGradient + (shape.ConstantInput ? packed : 0),
            BGradientStep = shape.ConstantInput ? 0 : lanes,
            BGradientState = shape.ConstantInput ? lanes : SelectiveTile<T>.Steps * lanes,
            CGradient = scratch.CGradient + (shape.ConstantOutput ? packed : 0),
            CGradientStep = shape.ConstantOutput ? 0 : lanes,
            CGradientState = shape.ConstantOutput ? lanes : SelectiveTile<T>.Steps * lanes,
        };
    }
}
