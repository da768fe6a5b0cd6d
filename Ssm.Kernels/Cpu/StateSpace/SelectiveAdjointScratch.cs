namespace Ssm.Kernels;

/// <summary>The memory of one piece of the adjoint, behind that of the forward pass.</summary>
internal readonly unsafe struct SelectiveAdjointScratch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>How many rows of a column that is not full are held at a time: operands, then gradients.</summary>
    internal const int TailArrays = 7;

    internal SelectiveAdjointScratch(T* memory, int channels, SelectiveScanShape shape)
    {
        Forward = new SelectiveScratch<T>(memory, channels, shape);
        int padded = SelectiveScratch<T>.Padded(channels), packed = padded * shape.States;
        int tile = SelectiveTile<T>.Elements, column = SelectiveTile<T>.Steps * Vector<T>.Count;
        OutputGradient = Forward.End;
        InputSum = OutputGradient + tile;
        RateSum = InputSum + tile;
        Powers = RateSum + tile;
        Decayed = Powers + (2 * column);
        Tail = Decayed + (2 * column);
        Carry = Tail + (TailArrays * column);
        RateGradient = Carry + packed;
        BGradient = RateGradient + packed;
        BElements = shape.ConstantInput ? packed : shape.States * column;
        CGradient = BGradient + BElements;
        CElements = shape.ConstantOutput ? packed : shape.States * column;
        Skip = CGradient + CElements;
        DeltaBias = Skip + padded;
        End = DeltaBias + padded;
    }

    internal SelectiveScratch<T> Forward { get; }

    /// <summary>The gradient of the outputs before the gate, of the tile.</summary>
    internal T* OutputGradient { get; }

    /// <summary>Σ g B of the tile.</summary>
    internal T* InputSum { get; }

    /// <summary>Σ g r A log2 e of the tile.</summary>
    internal T* RateSum { get; }

    /// <summary>e^(ΔA) of two states of a column.</summary>
    internal T* Powers { get; }

    /// <summary>e^(ΔA) h[t−1] of two states of a column.</summary>
    internal T* Decayed { get; }

    /// <summary>Room for a column that has fewer channels than a vector, <see cref="TailArrays"/> times.</summary>
    internal T* Tail { get; }

    /// <summary>What reaches the states from later steps, (columns, states, lanes).</summary>
    internal T* Carry { get; }

    /// <summary>The gradient of the rates so far, in the same order.</summary>
    internal T* RateGradient { get; }

    /// <summary>
    /// The gradient of the input weights: of the tile, (states, steps, lanes), or of weights that are the same at
    /// every step so far, (columns, states, lanes).
    /// </summary>
    internal T* BGradient { get; }

    internal int BElements { get; }

    /// <summary>The gradient of the output weights, likewise.</summary>
    internal T* CGradient { get; }

    internal int CElements { get; }

    /// <summary>The gradient of the skip so far.</summary>
    internal T* Skip { get; }

    /// <summary>The gradient of the bias of δ so far.</summary>
    internal T* DeltaBias { get; }

    /// <summary>Behind the last array.</summary>
    internal T* End { get; }

    /// <summary>How many elements all of it takes, with room to align it.</summary>
    internal static int Size(int channels, SelectiveScanShape shape) =>
        (int)(new SelectiveAdjointScratch<T>((T*)64, channels, shape).End - (T*)64) + (64 / sizeof(T));

    /// <summary>Fills everything that stays the same from tile to tile, and the sums with their first values.</summary>
    internal void Prepare(in SelectiveAdjointWork<T> work, int batch, int channel, int channels)
    {
        SelectiveScanShape shape = work.Scan.Shape;
        Forward.Prepare(work.Scan, batch, channel, channels);
        new Span<T>(Carry, (int)(End - Carry)).Clear();
        if (work.FinalGradient == null)
        {
            return;
        }

        // States that are kept doubled have half the gradient.
        int states = shape.States, stride = work.Scan.Packed.States;
        nint at = work.Scan.State(batch, channel);
        double scale = work.Scan.Complex ? 0.5 : 1.0;
        SelectivePacking.Pack(work.FinalGradient + at, Carry, channels, states, stride, scale);
        if (work.Scan.Complex)
        {
            T* im = Carry + (states * Vector<T>.Count);
            SelectivePacking.Pack(work.FinalGradientIm + at, im, channels, states, stride, scale);
        }
    }
}
