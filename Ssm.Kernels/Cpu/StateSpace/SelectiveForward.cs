using System.Buffers;

namespace Ssm.Kernels;

/// <summary>The pieces of <see cref="SelectiveScan"/>: some channels of a sequence, tile after tile.</summary>
internal static unsafe class SelectiveForward
{
    internal static void Pieces<T>(SelectiveWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int piece = start; piece < end; piece++)
        {
            (int batch, int group, int channel, int channels) = work[piece];
            T[] memory = ArrayPool<T>.Shared.Rent(SelectiveScratch<T>.Size(channels, work.Packed));
            fixed (T* at = memory)
            {
                Piece(work, new SelectiveScratch<T>(at, channels, work.Packed), batch, group, channel, channels);
            }

            ArrayPool<T>.Shared.Return(memory);
        }
    }

    private static void Piece<T>(
        SelectiveWork<T> work, SelectiveScratch<T> scratch, int batch, int group, int channel, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int length = work.Shape.Length, states = work.Shape.States, stride = work.Packed.States;
        scratch.Prepare(work, batch, channel, channels);
        for (int time = 0; time < length; time += SelectiveTile<T>.Steps)
        {
            int steps = Math.Min(SelectiveTile<T>.Steps, length - time);
            if (work.Carries != null)
            {
                SelectivePacking.ToRows(
                    scratch.States, work.Carries + work.Carry(batch, time, channel), channels, stride,
                    work.Shape.Channels);
            }

            for (int first = 0; first < channels; first += SelectiveTile<T>.Lanes)
            {
                Tile(work, scratch, batch, group, time, steps, channel, first, channels);
            }
        }

        if (work.Final != null)
        {
            T scale = work.Complex ? VectorMath.Number<T>(0.5) : T.One;
            nint at = work.State(batch, channel);
            SelectivePacking.Unpack(scratch.States, work.Final + at, channels, states, stride, scale);
            if (work.Complex)
            {
                T* im = scratch.States + (states * Vector<T>.Count);
                SelectivePacking.Unpack(im, work.FinalIm + at, channels, states, stride, scale);
            }
        }
    }

    private static void Tile<T>(
        SelectiveWork<T> work, SelectiveScratch<T> scratch, int batch, int group, int time, int steps, int channel,
        int first, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count, width = Math.Min(SelectiveTile<T>.Lanes, channels - first);
        nint row = work.Row(batch, time) + channel + first, weights = work.Weights(batch, time, group);
        SelectiveRows.Load(work, scratch, row, steps, first, width);
        SelectiveSegments segments = new(work.Resets, batch, work.Shape.Length, time, steps);
        SelectivePrefetch<T> next = Next(work, batch, time, steps, channel, first, channels);
        for (int column = 0; column * lanes < width; column++)
        {
            next.Rows(work.U, column);
            next.Rows(work.Delta, column);
            next.Rows(work.Gate, column);
            next.Rows(work.Y, column);
            int offset = column * SelectiveTile<T>.Steps * lanes;
            nint packed = ((first / lanes) + column) * (nint)work.Packed.States * lanes;
            nint plane = work.Shape.States * lanes;
            SelectiveColumn<T> pointers = new()
            {
                Delta = scratch.Delta + offset,
                Input = scratch.Input + offset,
                Y = scratch.Y + offset,
                A = scratch.Rates + packed,
                H = scratch.States + packed,
                B = work.Shape.ConstantInput ? scratch.B + packed : work.B + weights,
                BStep = work.Shape.ConstantInput ? 0 : work.WeightStep,
                C = work.Shape.ConstantOutput ? scratch.C + packed : work.C + weights,
                CStep = work.Shape.ConstantOutput ? 0 : work.WeightStep,
                BIm = work.Shape.ConstantInput ? scratch.B + packed + plane : work.BIm + weights,
                CIm = work.Shape.ConstantOutput ? scratch.C + packed + plane : work.CIm + weights,
                States = work.Shape.States,
            };
            bool bounded = scratch.IsBounded(first + (column * lanes), column * lanes);
            Column(pointers, work.Packed, work.Complex, segments, bounded);
        }

        SelectiveRows.Store(work, scratch, row, steps, width);
    }

    // The channels beside this tile's, or the first ones of the next steps.
    private static SelectivePrefetch<T> Next<T>(
        in SelectiveWork<T> work, int batch, int time, int steps, int channel, int first, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int beside = first + SelectiveTile<T>.Lanes;
        if (beside >= channels)
        {
            (beside, time) = (0, time + SelectiveTile<T>.Steps);
            steps = Math.Clamp(work.Shape.Length - time, 0, SelectiveTile<T>.Steps);
        }

        int width = Math.Min(SelectiveTile<T>.Lanes, channels - beside);
        return new(work.Row(batch, time) + channel + beside, work.Shape.Channels, steps, width);
    }

    private static void Column<T>(
        in SelectiveColumn<T> column, SelectiveScanShape shape, bool complex, SelectiveSegments segments,
        bool bounded)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int begin = 0; begin < segments.Steps;)
        {
            int end = segments.End(begin);
            if (segments.StartsOver(begin))
            {
                new Span<T>(column.H, shape.States * Vector<T>.Count).Clear();
            }

            switch (shape.ConstantInput, shape.ConstantOutput)
            {
                case (false, false):
                    Scan<T, SharedWeights<T>, SharedWeights<T>>(column, complex, begin, end, bounded);
                    break;
                case (false, true):
                    Scan<T, SharedWeights<T>, LaneWeights<T>>(column, complex, begin, end, bounded);
                    break;
                case (true, false):
                    Scan<T, LaneWeights<T>, SharedWeights<T>>(column, complex, begin, end, bounded);
                    break;
                default:
                    Scan<T, LaneWeights<T>, LaneWeights<T>>(column, complex, begin, end, bounded);
                    break;
            }

            begin = end;
        }
    }

    private static void Scan<T, TB, TC>(
        in SelectiveColumn<T> column, bool complex, int begin, int end, bool bounded)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TB : struct, ISelectiveWeights<T>
        where TC : struct, ISelectiveWeights<T>
    {
        switch (complex, bounded)
        {
            case (false, true):
                SelectiveLoops.Scan<T, TB, TC, BoundedDecay<T>>(column, begin, end);
                break;
            case (false, false):
                SelectiveLoops.Scan<T, TB, TC, AnyDecay<T>>(column, begin, end);
                break;
            case (true, true):
                ComplexSelectiveLoops.Scan<T, TB, TC, BoundedComplexDecay<T>>(column, begin, end);
                break;
            default:
                ComplexSelectiveLoops.Scan<T, TB, TC, AnyComplexDecay<T>>(column, begin, end);
                break;
        }
    }
}
