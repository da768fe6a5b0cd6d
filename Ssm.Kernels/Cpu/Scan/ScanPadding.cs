namespace Ssm.Kernels;

/// <summary>Rows of fewer channels than a vector has lanes, spread to whole vectors and back.</summary>
/// <remarks>
/// A row is moved as a vector as long as that stays inside the block: what it takes along of the next rows lands in
/// lanes that nobody reads, or is overwritten when these rows are moved. The last few rows are moved number by number.
/// </remarks>
internal static unsafe class ScanPadding
{
    /// <summary>Rows that are spread together: they and what is made of them stay in the first-level cache.</summary>
    internal const int BlockRows = 64;

    /// <summary>How many numbers the planes of some rows take when spread.</summary>
    internal static int Size<T, TNumber>(int rows)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber> => TNumber.Planes * rows * Vector<T>.Count;

    /// <summary>Planes of some spread rows in memory that has <see cref="Size"/> numbers.</summary>
    internal static PlanePointers<T> Planes<T, TNumber>(T* memory, int rows)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber> =>
        new(memory, TNumber.Planes == 1 ? null : memory + (rows * Vector<T>.Count));

    /// <summary>Spreads rows that lie behind each other, the lowest first.</summary>
    internal static void Spread<T, TNumber>(PlanePointers<T> from, PlanePointers<T> to, int rows, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
    {
        Move(from.Re, channels, to.Re, Vector<T>.Count, rows, channels);
        if (TNumber.Planes == 2)
        {
            Move(from.Im, channels, to.Im, Vector<T>.Count, rows, channels);
        }
    }

    /// <summary>The way back.</summary>
    internal static void Gather<T, TNumber>(PlanePointers<T> from, PlanePointers<T> to, int rows, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
    {
        Move(from.Re, Vector<T>.Count, to.Re, channels, rows, channels);
        if (TNumber.Planes == 2)
        {
            Move(from.Im, Vector<T>.Count, to.Im, channels, rows, channels);
        }
    }

    private static void Move<T>(T* from, nint fromStep, T* to, nint toStep, int rows, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Whole vectors as long as they end inside the packed rows, be these read or written.
        int n = 0;
        for (int left = rows * channels; left >= Vector<T>.Count; left -= channels, n++)
        {
            Vector.Load(from).Store(to);
            from += fromStep;
            to += toStep;
        }

        for (; n < rows; n++)
        {
            for (int j = 0; j < channels; j++)
            {
                to[j] = from[j];
            }

            from += fromStep;
            to += toStep;
        }
    }
}
