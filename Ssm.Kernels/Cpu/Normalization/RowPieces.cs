using System.Buffers;

namespace Ssm.Kernels;

/// <summary>
/// How rows are cut into pieces whose partial sums are combined in order: by the number of rows alone.
/// </summary>
internal readonly struct RowPieces
{
    /// <summary>Fewer rows are not worth a partial sum of their own.</summary>
    private const int SmallestPiece = 64;

    /// <summary>More pieces than this would make the partial sums larger than a cache.</summary>
    private const int MostPieces = 128;

    internal RowPieces(int rows)
    {
        Grain = Math.Max(SmallestPiece, (int)(((long)rows + MostPieces - 1) / MostPieces));
        Count = (int)(((long)rows + Grain - 1) / Grain);
    }

    /// <summary>Rows of a piece.</summary>
    internal int Grain { get; }

    /// <summary>How many pieces there are.</summary>
    internal int Count { get; }

    /// <summary>Rents zeroed partial sums: (pieces, numbers).</summary>
    internal T[] RentPartials<T>(int numbers)
    {
        T[] partials = ArrayPool<T>.Shared.Rent(checked(Count * numbers));
        partials.AsSpan(0, Count * numbers).Clear();
        return partials;
    }

    /// <summary>Adds up one stretch of every piece's partial sums, in the order of the pieces.</summary>
    /// <param name="partials">(pieces, numbers).</param>
    /// <param name="numbers">How many numbers each piece has.</param>
    /// <param name="at">Where in them the stretch begins.</param>
    /// <param name="sum">The sums; when empty, nothing is done.</param>
    internal unsafe void Combine<T>(ReadOnlySpan<T> partials, int numbers, int at, Span<T> sum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        sum.Clear();
        fixed (T* from = partials, to = sum)
        {
            for (int piece = 0; piece < Count; piece++)
            {
                TapRows.Add(from + ((nint)piece * numbers) + at, to, sum.Length);
            }
        }
    }
}
