namespace Ssm.Kernels;

/// <summary>The walk of an adjoint over some channels of one sequence, with the rows that it works with.</summary>
internal readonly struct AdjointLine<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The length of the inner sums of ā: a sum of n numbers errs by some 32 + n / 32 roundings.</summary>
    private const int BlockRows = 32;

    internal required ScanLine<T> Line { get; init; }

    /// <summary>A row for λ.</summary>
    internal required PlanePointers<T> Carry { get; init; }

    /// <summary>A row of zeros.</summary>
    internal required PlanePointers<T> Zeros { get; init; }

    /// <summary>A row for the sum of ā over a block.</summary>
    internal required PlanePointers<T> BlockSum { get; init; }

    /// <summary>What the sum of ā is added to.</summary>
    internal required PlanePointers<T> Sum { get; init; }

    /// <summary>The gradients of the rows from one to another.</summary>
    /// <param name="row">The first row.</param>
    /// <param name="end">The row behind the last.</param>
    /// <param name="before">λ before the first row, or nothing for zero.</param>
    internal void Run<TNumber, TFactor>(int row, int end, PlanePointers<T> before)
        where TNumber : struct, IScanNumber<T, TNumber>
        where TFactor : struct, IFactorGradient
    {
        while (row < end)
        {
            int next = Line.Starts.Next(row + 1, end);
            if (Line.Starts.At(row))
            {
                before = default;
            }

            Segment<TNumber, TFactor>(row, next, before);
            before = default;
            row = next;
        }
    }

    /// <summary>h̄0 = conj(a) ⊙ λ of the last row, or zero behind a reset.</summary>
    internal void InitialState<TNumber>(PlanePointers<T> dh0)
        where TNumber : struct, IScanNumber<T, TNumber>
    {
        if (!dh0.Exists)
        {
            return;
        }

        if (Line.Starts.At(Line.Length))
        {
            ScanRows.Clear<T, TNumber>(dh0, Line.Channels);
            return;
        }

        ScanRows.MultiplyAdd<T, TNumber, ConjugateGate>(
            Line.A.At(Line.Length * Line.AStep),
            Line.H.At((Line.Length - 1) * Line.Step),
            Zeros,
            dh0,
            Line.Channels);
    }

    private void Segment<TNumber, TFactor>(int row, int end, PlanePointers<T> before)
        where TNumber : struct, IScanNumber<T, TNumber>
        where TFactor : struct, IFactorGradient
    {
        // The state of the segment's first step in time, its last here, was made from none or from the initial one.
        bool closed = end == Line.Length || Line.Starts.At(end);
        bool initial = end == Line.Length && Line.H0.Exists && !Line.Starts.At(end);
        int inside = closed ? end - 1 : end;
        if (row < inside && !before.Exists)
        {
            Rows<TNumber, TFactor>(row, row + 1, before);
            before = After(row);
            row++;
        }

        while (row < inside)
        {
            int next = TFactor.Sum ? Math.Min(row + BlockRows, inside) : inside;
            Rows<TNumber, TFactor>(row, next, before);
            before = After(next - 1);
            row = next;
        }

        if (!closed)
        {
            return;
        }

        if (initial)
        {
            Rows<TNumber, TFactor>(row, end, before);
            return;
        }

        Rows<TNumber, NoFactorGradient>(row, end, before);
        if (TFactor.EachRow)
        {
            ScanRows.Clear<T, TNumber>(Line.Da.At(row * Line.Step), Line.Channels);
        }
    }

    // λ of a row that was just run: past the caches it is in the row that is carried along.
    private PlanePointers<T> After(int row) => Line.Streaming ? Carry : Line.H.At(row * Line.Step);

    private void Rows<TNumber, TFactor>(int row, int end, PlanePointers<T> before)
        where TNumber : struct, IScanNumber<T, TNumber>
        where TFactor : struct, IFactorGradient
    {
        bool first = !before.Exists;
        nint at = row * Line.Step;
        AdjointStretch<T> stretch = new()
        {
            A = first ? Zeros : Line.A.At(row * Line.AStep),
            AStep = first ? 0 : Line.AStep,
            Dh = Line.B.At(at),

            // The walk's last row is always run by itself: its state was made from the initial one.
            Before = end == Line.Length ? Line.H0 : Line.Outputs.At(at + Line.Step),
            Db = Line.H.At(at),
            Da = Line.Da.AtIfExists(at),
            Step = Line.Step,
            Rows = end - row,
            Channels = Line.Channels,
        };
        if (TFactor.Sum)
        {
            ScanRows.Clear<T, TNumber>(BlockSum, Line.Channels);
        }

        AdjointRecurrence.Run<T, TNumber, TFactor>(stretch, first ? Zeros : before, Carry, BlockSum, Line.Streaming);
        if (TFactor.Sum)
        {
            ScanRows.Add<T, TNumber>(Sum, BlockSum, Line.Channels);
        }
    }
}
