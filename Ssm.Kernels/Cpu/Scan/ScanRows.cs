namespace Ssm.Kernels;

/// <summary>What is done to single rows beside the recurrence.</summary>
internal static unsafe class ScanRows
{
    internal static void Copy<T, TNumber>(PlanePointers<T> from, PlanePointers<T> to, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
    {
        new ReadOnlySpan<T>(from.Re, channels).CopyTo(new Span<T>(to.Re, channels));
        if (TNumber.Planes == 2)
        {
            new ReadOnlySpan<T>(from.Im, channels).CopyTo(new Span<T>(to.Im, channels));
        }
    }

    internal static void Clear<T, TNumber>(PlanePointers<T> row, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
    {
        new Span<T>(row.Re, channels).Clear();
        if (TNumber.Planes == 2)
        {
            new Span<T>(row.Im, channels).Clear();
        }
    }

    /// <summary>sum += x.</summary>
    internal static void Add<T, TNumber>(PlanePointers<T> sum, PlanePointers<T> x, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
    {
        Add(sum.Re, x.Re, channels);
        if (TNumber.Planes == 2)
        {
            Add(sum.Im, x.Im, channels);
        }
    }

    /// <summary>y = gate(a) ⊙ x + b, each one row; y may be the memory of x or of b.</summary>
    internal static void MultiplyAdd<T, TNumber, TGate>(
        PlanePointers<T> a, PlanePointers<T> x, PlanePointers<T> b, PlanePointers<T> y, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TGate : struct, IScanGate =>
        ScanRecurrence.Run<T, TNumber, TGate>(
            new() { A = a, AStep = 0, B = b, H = y, Step = channels, Rows = 1, Channels = channels },
            before: x,
            carry: default,
            streaming: false);

    private static void Add<T>(T* sum, T* x, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int j = 0;
        for (; j <= channels - Vector<T>.Count; j += Vector<T>.Count)
        {
            (Vector.Load(sum + j) + Vector.Load(x + j)).Store(sum + j);
        }

        for (; j < channels; j++)
        {
            sum[j] += x[j];
        }
    }
}
