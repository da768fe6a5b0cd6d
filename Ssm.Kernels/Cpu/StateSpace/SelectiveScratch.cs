namespace Ssm.Kernels;

/// <summary>The memory of one piece of a selective scan, 64-byte aligned.</summary>
internal readonly unsafe struct SelectiveScratch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal SelectiveScratch(T* memory, int channels, SelectiveScanShape shape)
    {
        int padded = Padded(channels), packed = padded * shape.States, tile = SelectiveTile<T>.Elements;
        Rates = Aligned(memory);
        States = Rates + packed;
        B = States + packed;
        C = B + (shape.ConstantInput ? packed : 0);
        Skip = C + (shape.ConstantOutput ? packed : 0);
        DeltaBias = Skip + padded;
        LargestRate = DeltaBias + padded;
        LargestDelta = LargestRate + padded;
        Tail = LargestDelta + SelectiveTile<T>.Lanes;
        Delta = Tail + (2 * SelectiveTile<T>.Steps * Vector<T>.Count);
        Input = Delta + tile;
        Y = Input + tile;
        End = Y + tile;
    }

    /// <summary>A times log2 e, (columns, states, lanes).</summary>
    internal T* Rates { get; }

    /// <summary>The states, in the same order.</summary>
    internal T* States { get; }

    /// <summary>Input weights that are the same at every step, in the same order.</summary>
    internal T* B { get; }

    /// <summary>Output weights that are the same at every step, in the same order.</summary>
    internal T* C { get; }

    /// <summary>The weight of the input in the output, 0 beyond the last channel.</summary>
    internal T* Skip { get; }

    /// <summary>What is added to δ, 0 beyond the last channel.</summary>
    internal T* DeltaBias { get; }

    /// <summary>For each channel the largest |A| log2 e.</summary>
    internal T* LargestRate { get; }

    /// <summary>For each channel of the tile the largest |Δ|.</summary>
    internal T* LargestDelta { get; }

    /// <summary>Room for a column that has fewer channels than a vector, twice.</summary>
    internal T* Tail { get; }

    /// <summary>Δ of the tile.</summary>
    internal T* Delta { get; }

    /// <summary>Δ·u of the tile.</summary>
    internal T* Input { get; }

    /// <summary>The outputs of the tile before the gate.</summary>
    internal T* Y { get; }

    /// <summary>Behind the last array.</summary>
    internal T* End { get; }

    /// <summary>How many elements all of it takes, with room to align it.</summary>
    internal static int Size(int channels, SelectiveScanShape shape) =>
        (int)(new SelectiveScratch<T>((T*)64, channels, shape).End - (T*)64) + (64 / sizeof(T));

    /// <summary>The first element on a cache line.</summary>
    private static T* Aligned(T* memory) => (T*)(((nuint)memory + 63) & ~(nuint)63);

    /// <summary>Channels of whole vectors.</summary>
    internal static int Padded(int channels) =>
        (channels + Vector<T>.Count - 1) / Vector<T>.Count * Vector<T>.Count;

    /// <summary>Fills everything that stays the same from tile to tile, and the states with the initial ones.</summary>
    internal void Prepare(in SelectiveWork<T> work, int batch, int channel, int channels)
    {
        int states = work.Shape.States, padded = Padded(channels);
        nint at = (nint)channel * states;
        SelectivePacking.Pack(work.A + at, Rates, channels, states, SelectiveMath.Log2E);
        T* initial = work.Initial == null ? null : work.Initial + work.State(batch, channel);
        SelectivePacking.Pack(initial, States, channels, states, 1.0);
        if (work.Shape.ConstantInput)
        {
            SelectivePacking.Pack(work.B + at, B, channels, states, 1.0);
        }

        if (work.Shape.ConstantOutput)
        {
            SelectivePacking.Pack(work.C + at, C, channels, states, 1.0);
        }

        CopyOrClear(work.Skip, Skip, channel, channels, padded);
        CopyOrClear(work.DeltaBias, DeltaBias, channel, channels, padded);
        int lanes = Vector<T>.Count;
        for (int column = 0; column < padded; column += lanes)
        {
            Vector<T> largest = default;
            for (int n = 0; n < states; n++)
            {
                largest = SelectiveMath.LargestSize(largest, Vector.Load(Rates + (column * states) + (n * lanes)));
            }

            Vector.Store(largest, LargestRate + column);
        }
    }

    /// <summary>Whether every |ΔA| of a vector of channels is small enough for the short exponential.</summary>
    internal bool IsBounded(int channel, int tileChannel) => Vector.LessThanOrEqualAll(
        Vector.Load(LargestRate + channel) * Vector.Load(LargestDelta + tileChannel),
        new Vector<T>(SelectiveMath.Limit<T>()));

    private static void CopyOrClear(T* from, T* to, int channel, int channels, int padded)
    {
        new Span<T>(to, padded).Clear();
        if (from != null)
        {
            new Span<T>(from + channel, channels).CopyTo(new Span<T>(to, channels));
        }
    }
}
