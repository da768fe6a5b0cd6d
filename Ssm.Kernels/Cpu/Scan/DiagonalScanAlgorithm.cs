using System.Buffers;

namespace Ssm.Kernels;

/// <summary>Step after step; pieces are sequences or tiles of their channels.</summary>
internal readonly unsafe struct DiagonalScanAlgorithm : IScanAlgorithm
{
    public static string Name => nameof(DiagonalScan);

    public static void Scan<T, TNumber>(in ScanArrays<T> arrays, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber> =>
        Run<T, TNumber>(arrays, default, rows: arrays.Streaming ? 1 : 0, threads, ScanPieces<T, TNumber>);

    public static void LastState<T, TNumber>(in ScanArrays<T> arrays, PlanePointers<T> last, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber> =>
        Run<T, TNumber>(arrays, last, rows: 0, threads, LastStatePieces<T, TNumber>);

    public static void Adjoint<T, TNumber>(in ScanArrays<T> arrays, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
    {
        if (!arrays.Da.Exists)
        {
            Run<T, TNumber>(arrays, default, rows: 4, threads, AdjointPieces<T, TNumber, NoFactorGradient>);
        }
        else if (!arrays.Invariant)
        {
            Run<T, TNumber>(arrays, default, rows: 4, threads, AdjointPieces<T, TNumber, FactorGradientRows>);
        }
        else
        {
            Run<T, TNumber>(arrays, default, rows: 4, threads, AdjointPieces<T, TNumber, FactorGradientSum>);
        }
    }

    // With so many scratch rows (B, C): carry, zeros, block sums, sums.
    private static void Run<T, TNumber>(
        in ScanArrays<T> arrays,
        PlanePointers<T> last,
        int rows,
        int threads,
        WorkSplit.Piece<DiagonalScanWork<T>> pieces)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
    {
        ScanShape shape = arrays.Shape;
        int plane = checked(rows * shape.StateElements);
        T[] scratch = rows == 0 ? [] : ArrayPool<T>.Shared.Rent(checked(TNumber.Planes * plane));
        fixed (T* memory = scratch)
        {
            DiagonalScanWork<T> work = new()
            {
                Arrays = arrays,
                Last = last,
                Scratch = new(memory, TNumber.Planes == 1 ? null : memory + plane),
            };
            long operations = (arrays.Adjoint ? 4L : 2L) * TNumber.Planes * shape.Elements;
            WorkSplit.Run(new ScanTiles(shape).Count, 1, operations, threads, work, pieces);
            if (arrays.Adjoint && arrays.Invariant && arrays.Da.Exists)
            {
                ScanRows.Copy<T, TNumber>(work.Row(3, 0), arrays.Da, shape.Channels);
                for (int batch = 1; batch < shape.Batch; batch++)
                {
                    ScanRows.Add<T, TNumber>(arrays.Da, work.Row(3, batch * shape.Channels), shape.Channels);
                }
            }
        }

        if (rows > 0)
        {
            ArrayPool<T>.Shared.Return(scratch);
        }
    }

    private static void ScanPieces<T, TNumber>(DiagonalScanWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
    {
        ScanTiles tiles = new(work.Arrays.Shape);
        for (int piece = start; piece < end; piece++)
        {
            (int batch, int channel, int channels) = tiles[piece];
            ScanLine<T> line = work.Arrays.Line(batch, channel, channels);
            line.Recur<TNumber, PlainGate>(0, line.Length, line.H0, work.Row(0, work.State(batch, channel)));
        }
    }

    private static void LastStatePieces<T, TNumber>(DiagonalScanWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
    {
        ScanTiles tiles = new(work.Arrays.Shape);
        for (int piece = start; piece < end; piece++)
        {
            (int batch, int channel, int channels) = tiles[piece];
            ScanLine<T> line = work.Arrays.Line(batch, channel, channels);
            line.LastState<TNumber, PlainGate>(
                0, line.Length, line.H0, default, work.Last.At(work.State(batch, channel)));
        }
    }

    private static void AdjointPieces<T, TNumber, TFactor>(DiagonalScanWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TFactor : struct, IFactorGradient
    {
        ScanTiles tiles = new(work.Arrays.Shape);
        for (int piece = start; piece < end; piece++)
        {
            (int batch, int channel, int channels) = tiles[piece];
            nint state = work.State(batch, channel);
            AdjointLine<T> line = new()
            {
                Line = work.Arrays.Line(batch, channel, channels),
                Carry = work.Row(0, state),
                Zeros = work.Row(1, state),
                BlockSum = work.Row(2, state),
                Sum = work.Row(3, state),
            };
            ScanRows.Clear<T, TNumber>(line.Zeros, channels);
            ScanRows.Clear<T, TNumber>(line.Sum, channels);
            line.Run<TNumber, TFactor>(0, line.Line.Length, default);
            line.InitialState<TNumber>(work.Arrays.Dh0.AtIfExists(state));
        }
    }
}
