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

    /// <summary>
    /// A times log2 e, (columns, states, lanes). In a complex scan the imaginary parts, times 2/π, are states behind
    /// the real ones, here and in all that has states; and the states are kept doubled.
    /// </summary>
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
        int padded = Padded(channels), states = work.Packed.States;
        PackPlanes(work, batch, channel, channels);
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

    private void PackPlanes(in SelectiveWork<T> work, int batch, int channel, int channels)
    {
        int states = work.Shape.States, stride = work.Packed.States, plane = states * Vector<T>.Count;
        nint at = (nint)channel * states, state = work.State(batch, channel);
        double scale = work.Complex ? 2.0 : 1.0;
        SelectivePacking.Pack(work.A + at, Rates, channels, states, stride, SelectiveMath.Log2E);
        SelectivePacking.Pack(Behind(work.Initial, state), States, channels, states, stride, scale);
        if (work.Shape.ConstantInput)
        {
            SelectivePacking.Pack(work.B + at, B, channels, states, stride, 1.0);
        }

        if (work.Shape.ConstantOutput)
        {
            SelectivePacking.Pack(work.C + at, C, channels, states, stride, 1.0);
        }

        if (!work.Complex)
        {
            return;
        }

        SelectivePacking.Pack(
            work.AIm + at, Rates + plane, channels, states, stride, SelectiveTurn.QuartersPerRadian);
        SelectivePacking.Pack(Behind(work.InitialIm, state), States + plane, channels, states, stride, scale);
        if (work.Shape.ConstantInput)
        {
            SelectivePacking.Pack(work.BIm + at, B + plane, channels, states, stride, 1.0);
        }

        if (work.Shape.ConstantOutput)
        {
            SelectivePacking.Pack(work.CIm + at, C + plane, channels, states, stride, 1.0);
        }
    }

    private static T* Behind(T* array, nint offset) => array == null ? null : array + offset;

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
