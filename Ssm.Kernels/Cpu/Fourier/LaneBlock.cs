using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Moves blocks of neighbouring lanes between rows of memory and contiguous, aligned scratch memory.</summary>
/// <remarks>
/// A block narrower than a vector is padded with zeros: what happens to a lane does not depend on where it lies. The
/// copy also undoes the power-of-two strides of the rows, which would let a whole column share one cache set.
/// </remarks>
internal static unsafe class LaneBlock
{
    // The width of a cache line, and of the widest vector there is.
    private const int Alignment = 64;

    /// <summary>The number of blocks that <paramref name="lanes"/> lanes make.</summary>
    internal static int Count<T>(int lanes)
        where T : unmanaged, IFloatingPointIeee754<T> => (int)(((long)lanes + Vector<T>.Count - 1) / Vector<T>.Count);

    /// <summary>How many elements to rent for <paramref name="points"/> points, with room to align them.</summary>
    internal static int ScratchLength<T>(long points)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        (int)((points * 2 * Vector<T>.Count) + (Alignment / sizeof(T)));

    /// <summary>The first aligned point at or after <paramref name="scratch"/>.</summary>
    internal static Lanes<T>* Align<T>(T* scratch)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        (Lanes<T>*)(((nuint)scratch + (Alignment - 1)) & ~(nuint)(Alignment - 1));

    /// <summary>The lanes at <paramref name="row"/>, zeros beyond <paramref name="width"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> Read<T>(T* row, int width)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        width == Vector<T>.Count ? Vector.Load(row) : ReadPart(row, width);

    /// <summary>Writes the first <paramref name="width"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Write<T>(Vector<T> lanes, T* row, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (width == Vector<T>.Count)
        {
            lanes.Store(row);
        }
        else
        {
            WritePart(lanes, row, width);
        }
    }

    /// <summary>Copies rows that lie <paramref name="stride"/> elements apart into points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Load<T>(T* re, T* im, int rows, nint stride, int width, Lanes<T>* x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < rows; i++)
        {
            x[i] = new(Read(re, width), Read(im, width));
            re += stride;
            im += stride;
        }
    }

    /// <summary>Copies real rows into points with no imaginary part.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void LoadReal<T>(T* re, int rows, nint stride, int width, Lanes<T>* x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < rows; i++)
        {
            x[i] = new(Read(re, width), Vector<T>.Zero);
            re += stride;
        }
    }

    /// <summary>Copies the points named by <paramref name="order"/>, times <paramref name="scale"/>, into rows.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Store<T>(
        Lanes<T>* x, ReadOnlySpan<int> order, T scale, T* re, T* im, nint stride, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> factor = new(scale);
        foreach (int point in order)
        {
            Lanes<T> scaled = x[point] * factor;
            Write(scaled.Re, re, width);
            Write(scaled.Im, im, width);
            re += stride;
            im += stride;
        }
    }

    /// <summary>Copies the real parts of the first points into rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void StoreReal<T>(Lanes<T>* x, T* row, int rows, nint stride, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < rows; i++)
        {
            Write(x[i].Re, row, width);
            row += stride;
        }
    }

    /// <summary>Copies the imaginary parts of the first points into rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void StoreImaginary<T>(Lanes<T>* x, T* row, int rows, nint stride, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < rows; i++)
        {
            Write(x[i].Im, row, width);
            row += stride;
        }
    }

    /// <summary>Writes zeros to rows.</summary>
    internal static void Clear<T>(T* row, int rows, nint stride, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < rows; i++)
        {
            new Span<T>(row, width).Clear();
            row += stride;
        }
    }

    // Out of line, so that the usual case stays small; the address of the local is taken here only.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector<T> ReadPart<T>(T* row, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> lanes = Vector<T>.Zero;
        new ReadOnlySpan<T>(row, width).CopyTo(new Span<T>(&lanes, Vector<T>.Count));
        return lanes;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WritePart<T>(Vector<T> lanes, T* row, int width)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new ReadOnlySpan<T>(&lanes, width).CopyTo(new Span<T>(row, width));
}
