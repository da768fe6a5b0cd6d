namespace Ssm.Kernels;

/// <summary>One chunk after the other: with few chunks it is as fast as a tree, and multiplies less.</summary>
internal readonly unsafe struct SerialJoin : ITimeJoin
{
    public static int PowerRows(int chunkRows) => chunkRows;

    public static void FillPowers<T, TNumber>(in TimeWork<T> work)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
    {
        // a, a², a³ …, in the order in which the rows of a chunk lie in memory: the recurrence with zeros for inputs.
        int channels = work.Arrays.Shape.Channels;
        PlanePointers<T> first = Power(work, 0);
        ScanRows.Clear<T, TNumber>(work.Powers, work.ChunkRows * channels);
        ScanRows.Copy<T, TNumber>(work.Arrays.A, first, channels);
        ScanRecurrence.Run<T, TNumber, PlainGate>(
            new()
            {
                A = work.Arrays.A,
                AStep = 0,
                B = first.At(work.Arrays.Step),
                H = first.At(work.Arrays.Step),
                Step = work.Arrays.Step,
                Rows = work.ChunkRows - 1,
                Channels = channels,
            },
            before: first,
            carry: default,
            streaming: false);
    }

    public static void Join<T, TNumber, TGate>(in TimeWork<T> work, int count, int batch)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TGate : struct, IScanGate
    {
        for (int chunk = 1; chunk < count; chunk++)
        {
            if (!work.Cuts[work.Flag(chunk, batch)])
            {
                nint at = work.Summary(chunk, batch);
                PlanePointers<T> product = work.Arrays.Invariant
                    ? Power(work, work.ChunkRows - 1)
                    : work.Products.At(at);
                ScanRows.MultiplyAdd<T, TNumber, TGate>(
                    product,
                    work.States.At(work.Summary(chunk - 1, batch)),
                    work.States.At(at),
                    work.States.At(at),
                    work.Arrays.Shape.Channels);
            }
        }
    }

    /// <summary>a to the power n + 1: what row n of a chunk makes of the state before the chunk.</summary>
    internal static PlanePointers<T> Power<T>(in TimeWork<T> work, int n)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        work.Powers.At((nint)(work.Arrays.Down ? work.ChunkRows - 1 - n : n) * work.Arrays.Shape.Channels);
}
