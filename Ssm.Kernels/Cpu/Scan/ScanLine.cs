namespace Ssm.Kernels;

/// <summary>The walk of a recurrence over some channels of one sequence, from its first row to its last.</summary>
/// <remarks>
/// Between resets a sequence falls into segments, and a segment begins with nothing before it: so the inner loops know
/// of no resets, and what a reset cuts off has no say, be it infinite or NaN.
/// </remarks>
internal readonly struct ScanLine<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal required PlanePointers<T> A { get; init; }

    internal required nint AStep { get; init; }

    internal required PlanePointers<T> B { get; init; }

    internal required PlanePointers<T> H { get; init; }

    internal required PlanePointers<T> Outputs { get; init; }

    internal required PlanePointers<T> Da { get; init; }

    /// <summary>The initial state of the scan, or nothing.</summary>
    internal required PlanePointers<T> H0 { get; init; }

    internal required nint Step { get; init; }

    internal required int Length { get; init; }

    internal required int Channels { get; init; }

    internal required ScanStarts Starts { get; init; }

    internal required bool Streaming { get; init; }

    /// <summary>Some rows as a stretch.</summary>
    internal ScanStretch<T> Stretch(int row, int rows) => new()
    {
        A = A.At(row * AStep),
        AStep = AStep,
        B = B.At(row * Step),
        H = H.AtIfExists(row * Step),
        Step = Step,
        Rows = rows,
        Channels = Channels,
    };

    /// <summary>Scans the rows from one to another.</summary>
    /// <param name="row">The first row.</param>
    /// <param name="end">The row behind the last.</param>
    /// <param name="before">The state before the first row, or nothing for zero.</param>
    /// <param name="carry">A row to work with.</param>
    internal void Recur<TNumber, TGate>(int row, int end, PlanePointers<T> before, PlanePointers<T> carry)
        where TNumber : struct, IScanNumber<T, TNumber>
        where TGate : struct, IScanGate
    {
        while (row < end)
        {
            int next = Starts.Next(row + 1, end);
            ScanRecurrence.Run<T, TNumber, TGate>(
                Stretch(row, next - row), Starts.At(row) ? default : before, carry, Streaming);
            before = default;
            row = next;
        }
    }

    /// <summary>The last state of the rows from one to another, in <paramref name="x"/>.</summary>
    /// <returns>Whether a reset cuts it off from the state before; then there is no product.</returns>
    /// <param name="row">The first row.</param>
    /// <param name="end">The row behind the last.</param>
    /// <param name="before">The state before the first row, or nothing for zero; with a product it is nothing.</param>
    /// <param name="product">A row for the product of the factors, or nothing.</param>
    /// <param name="x">A row for the state.</param>
    internal bool LastState<TNumber, TGate>(
        int row, int end, PlanePointers<T> before, PlanePointers<T> product, PlanePointers<T> x)
        where TNumber : struct, IScanNumber<T, TNumber>
        where TGate : struct, IScanGate
    {
        int start = Starts.Last(row, end);
        if (start >= 0)
        {
            ScanRecurrence.LastState<T, TNumber, TGate>(Stretch(start, end - start), default, default, x);
            return true;
        }

        ScanRecurrence.LastState<T, TNumber, TGate>(Stretch(row, end - row), before, product, x);
        return false;
    }
}
