namespace Ssm.Kernels;

/// <summary>A matrix of short numbers times a vector: what each piece of rows needs.</summary>
internal readonly unsafe struct MatVecWork<TWeight>
    where TWeight : unmanaged
{
    // Bytes of weights in a piece at most: runs long enough for the prefetcher, and enough pieces to share equally.
    private const int MostBytes = 1 << 16;

    private const int AimedPieces = 16;

    // Below this many weights a piece is done before another thread has taken it.
    private const int LeastWeights = 1 << 13;

    internal TWeight* Weights { get; init; }

    internal float* Scales { get; init; }

    /// <summary>x in memory order.</summary>
    internal float* X { get; init; }

    /// <summary>x in the order in which the numbers come out of a vector of weights.</summary>
    internal float* Shuffled { get; init; }

    internal float* Y { get; init; }

    internal int Columns { get; init; }

    internal int Rows { get; init; }

    /// <summary>Columns that whole vectors of weights cover.</summary>
    internal int Whole { get; init; }

    /// <summary>Where the last vector of a row begins, seen from the end of the whole ones: it covers again some
    /// columns that were counted, which <see cref="Fresh"/> leaves out. Zero where there is no rest, or the row is
    /// shorter than a vector.</summary>
    internal int Back => Whole == 0 || Whole == Columns ? 0 : Whole - (Columns - Block);

    /// <summary>The bits of a row's last vector that belong to columns not counted before.</summary>
    internal uint* Fresh { get; init; }

    /// <summary>The first column that no vector covers.</summary>
    internal int Scalars => Back > 0 ? Columns : Whole;

    /// <summary>Rows in a piece, a multiple of four.</summary>
    internal int Grain
    {
        get
        {
            int bytes = Math.Max(1, Columns) * sizeof(TWeight);
            int least = LeastWeights / Math.Max(1, Columns);
            int rows = Math.Max(Math.Min(Rows / AimedPieces, MostBytes / bytes), least);
            return Math.Max(4, (rows + 3) / 4 * 4);
        }
    }

    private static int Parts => sizeof(float) / sizeof(TWeight);

    private static int Block => Parts * Vector<float>.Count;

    /// <summary>Numbers of scratch memory that <see cref="Prepare"/> fills for so many columns.</summary>
    internal static int ScratchLength(int columns) => ((columns / Block) + 2) * Block;

    /// <summary>Fills the scratch memory: x in the order of the weights, and what the rows' ends need.</summary>
    /// <remarks>Part p of each block of parts · lanes numbers gets every parts-th of them, from p on.</remarks>
    internal static MatVecWork<TWeight> Prepare(
        TWeight* weights, float* scales, float* x, float* y, int rows, int columns, float* scratch)
    {
        int whole = columns / Block * Block;
        float* last = scratch + whole;
        uint* fresh = (uint*)(last + Block);
        for (int i = 0; i < whole; i += Block)
        {
            Shuffle(x + i, scratch + i);
        }

        if (whole > 0 && whole < columns)
        {
            int old = Block - (columns - whole);
            Shuffle(x + columns - Block, last);
            for (int i = 0; i < Block; i++)
            {
                // Number i of the block is part i mod parts of lane i / parts.
                if (i < old)
                {
                    last[(i % Parts * Vector<float>.Count) + (i / Parts)] = 0;
                }

                ((TWeight*)fresh)[i] = default;
            }

            new Span<byte>((TWeight*)fresh + old, (Block - old) * sizeof(TWeight)).Fill(byte.MaxValue);
        }

        return new MatVecWork<TWeight>
        {
            Weights = weights,
            Scales = scales,
            X = x,
            Shuffled = scratch,
            Y = y,
            Rows = rows,
            Columns = columns,
            Whole = whole,
            Fresh = fresh,
        };
    }

    private static void Shuffle(float* x, float* shuffled)
    {
        for (int part = 0; part < Parts; part++)
        {
            for (int lane = 0; lane < Vector<float>.Count; lane++)
            {
                shuffled[(part * Vector<float>.Count) + lane] = x[(lane * Parts) + part];
            }
        }
    }

    internal static void Check(int weights, int rows, int columns, int threads, string kernel)
    {
        Guard.Length(weights, checked(rows * columns), kernel);
        Guard.AtLeast(threads, 1, kernel);
    }
}
