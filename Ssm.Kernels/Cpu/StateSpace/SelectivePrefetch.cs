using System.Runtime.Intrinsics.X86;

namespace Ssm.Kernels;

/// <summary>Where the rows of the next tile are, so that they come while this one is worked on.</summary>
/// <remarks>
/// A tile reads a few cache lines of each row, and rows are kilobytes apart: no processor guesses the next one.
/// </remarks>
/// <param name="At">The first element of the tile in an array (B, L, D).</param>
/// <param name="Stride">From one row to the next.</param>
/// <param name="Steps">How many rows.</param>
/// <param name="Width">How many channels.</param>
internal readonly record struct SelectivePrefetch<T>(nint At, nint Stride, int Steps, int Width)
    where T : unmanaged
{
    private const int LineBytes = 64;

    /// <summary>Asks for a column's share of the tile's rows in one array, which may be null.</summary>
    internal unsafe void Rows(T* array, int column)
    {
        if (array == null || !Sse.IsSupported)
        {
            return;
        }

        int share = Math.Max(1, SelectiveTile<T>.Steps / SelectiveTile<T>.Columns);
        int end = Math.Min(Steps, (column + 1) * share);
        for (int t = column * share; t < end; t++)
        {
            byte* line = (byte*)(array + At + (t * Stride)), stop = line + (Width * sizeof(T));
            for (; line < stop; line += LineBytes)
            {
                Sse.Prefetch0(line);
            }
        }
    }
}
