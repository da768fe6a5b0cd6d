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
            T[] memory = ArrayPool<T>.Shared.Rent(SelectiveAdjointScratch<T>.Size(channels, work.Scan.Packed));
            fixed (T* at = memory)
            {
                Piece(work, new SelectiveAdjointScratch<T>(at, channels, work.Scan.Packed), piece);
            }

            ArrayPool<T>.Shared.Return(memory);
        }
    }

    private static void Piece<T>(in SelectiveAdjointWork<T> work, in SelectiveAdjointScratch<T> scratch, int piece)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SelectiveScanShape shape = work.Scan.Shape;
        (int batch, int group, int channel, int channels) = work.Scan[piece];
        int states = work.Scan.Packed.States;
        scratch.Prepare(work, batch, channel, channels);
        for (int time = (shape.Carries - 1) * SelectiveTile<T>.Steps; time >= 0; time -= SelectiveTile<T>.Steps)
        {
            int steps = Math.Min(SelectiveTile<T>.Steps, shape.Length - time);
            T* kept = work.Scan.Carries + work.Scan.Carry(batch, time, channel);
            SelectivePacking.FromRows(kept, scratch.Forward.States, channels, states, shape.Channels);
            ClearTileSums(scratch, shape);
            for (int first = 0; first < channels; first += SelectiveTile<T>.Lanes)
            {
                Tile(work, scratch, batch, group, time, steps, channel, first, channels);
            }

            nint part = work.Part(piece) + ((nint)time * states);
            if (!shape.ConstantInput)
            {
                SelectivePacking.SumLanes(scratch.BGradient, work.BParts + part, steps, states);
            }

            if (!shape.ConstantOutput)
            {
                SelectivePacking.SumLanes(scratch.CGradient, work.CParts + part, steps, states);
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
        SelectiveScanShape shape = work.Scan.Packed;
        T* sums = work.SumsOf(batch);
        FinishRates(work.Scan, scratch.RateGradient, sums, channel, channels);
        if (shape.ConstantInput)
        {
            T* to = sums + SelectiveAdjointWork<T>.BOffset(shape);
            FinishRates(work.Scan, scratch.BGradient, to, channel, channels);
        }

        if (shape.ConstantOutput)
        {
            T* to = sums + SelectiveAdjointWork<T>.COffset(shape);
            FinishRates(work.Scan, scratch.CGradient, to, channel, channels);
        }

        T* skip = sums + SelectiveAdjointWork<T>.SkipOffset(shape) + channel;
        T* bias = sums + SelectiveAdjointWork<T>.BiasOffset(shape) + channel;
        new Span<T>(scratch.Skip, channels).CopyTo(new Span<T>(skip, channels));
        new Span<T>(scratch.DeltaBias, channels).CopyTo(new Span<T>(bias, channels));
        if (work.Dinitial == null)
        {
            return;
        }

        int states = work.Scan.Shape.States;
        nint at = work.Scan.State(batch, channel);
        T scale = work.Scan.Complex ? VectorMath.Number<T>(2.0) : T.One;
        SelectivePacking.Unpack(scratch.Carry, work.Dinitial + at, channels, states, shape.States, scale);
        if (work.Scan.Complex)
        {
            T* im = scratch.Carry + (states * Vector<T>.Count);
            SelectivePacking.Unpack(im, work.DinitialIm + at, channels, states, shape.States, scale);
        }
    }

    // To (planes, D, N).
    private static void FinishRates<T>(in SelectiveWork<T> work, T* from, T* to, int channel, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int states = work.Shape.States;
        for (int plane = 0; plane < work.Planes; plane++)
        {
            T* vectors = from + (plane * states * Vector<T>.Count);
            T* rows = to + (((nint)plane * work.Shape.Channels) + channel) * states;
            SelectivePacking.Unpack(vectors, rows, channels, states, work.Packed.States, T.One);
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
        if (work.Scan.Complex)
        {
            for (int state = 0; state < shape.States; state++)
            {
                ComplexStates(column, shape, state, segments, bounded);
            }
        }
        else
        {
            for (int state = 0; state < shape.States; state += 2)
            {
                RealStates(column, shape, state, segments, bounded);
            }
        }
    }

    // Two states, or the last one.
    private static void RealStates<T>(
        in SelectiveAdjointColumn<T> column, SelectiveScanShape shape, int state, SelectiveSegments segments,
        bool bounded)
        where T : unmanaged, IFloatingPointIeee754<T>
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

    private static void ComplexStates<T>(
        in SelectiveAdjointColumn<T> column, SelectiveScanShape shape, int state, SelectiveSegments segments,
        bool bounded)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count, re = state * lanes, im = (state + shape.States) * lanes;
        for (int begin = 0; begin < segments.Steps;)
        {
            int end = segments.End(begin);
            if (segments.StartsOver(begin))
            {
                Vector.Store(Vector<T>.Zero, column.Forward.H + re);
                Vector.Store(Vector<T>.Zero, column.Forward.H + im);
            }

            ComplexSelectiveAdjointCall.Forward(column, shape, state, begin, end, bounded);
            begin = end;
        }

        for (int end = segments.Steps; end > 0;)
        {
            int begin = segments.Begin(end);
            ComplexSelectiveAdjointCall.Back(column, shape, state, begin, end);
            if (segments.StartsOver(begin))
            {
                Vector.Store(Vector<T>.Zero, column.Carry + re);
                Vector.Store(Vector<T>.Zero, column.Carry + im);
            }

            end = begin;
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
        nint packed = (nint)pieceColumn * work.Scan.Packed.States * lanes, plane = shape.States * lanes;
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
                BIm = shape.ConstantInput ? forward.B + packed + plane : work.Scan.BIm + weights,
                CIm = shape.ConstantOutput ? forward.C + packed + plane : work.Scan.CIm + weights,
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
