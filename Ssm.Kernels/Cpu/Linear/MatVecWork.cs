namespace Ssm.Kernels;

/// <summary>A matrix of short numbers times a vector: what each piece of rows needs.</summary>
internal readonly unsafe struct MatVecWork<TWeight>
    where TWeight : unmanaged
{
    /// <summary>Bytes of weights in a piece: runs long enough for the prefetcher, and enough pieces to share.</summary>
    internal const int PieceBytes = 1 << 18;

    internal TWeight* Weights { get; init; }

    internal float* Scales { get; init; }

    /// <summary>x in memory order.</summary>
    internal float* X { get; init; }

    /// <summary>x in the order in which the numbers come out of a vector of weights.</summary>
    internal float* Shuffled { get; init; }

    internal float* Y { get; init; }

    internal int Columns { get; init; }

    /// <summary>Columns that whole vectors of weights cover.</summary>
    internal int Whole { get; init; }

    /// <summary>Rows in a piece, a multiple of four.</summary>
    internal int Grain => Math.Max(4, PieceBytes / (Math.Max(1, Columns) * sizeof(TWeight)) / 4 * 4);

    /// <summary>Part p of each block of parts · lanes numbers gets every parts-th of them, from p on.</summary>
    internal static void Shuffle(ReadOnlySpan<float> x, int parts, Span<float> shuffled)
    {
        int lanes = Vector<float>.Count;
        for (int i = 0; i < shuffled.Length; i++)
        {
            int block = i / (parts * lanes), rest = i % (parts * lanes);
            shuffled[i] = x[(block * parts * lanes) + (rest % lanes * parts) + (rest / lanes)];
        }
    }

    internal static void Check(int weights, int rows, int columns, int threads, string kernel)
    {
        Guard.Length(weights, checked(rows * columns), kernel);
        Guard.AtLeast(threads, 1, kernel);
    }
}
