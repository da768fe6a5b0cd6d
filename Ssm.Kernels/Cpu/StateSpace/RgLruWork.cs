namespace Ssm.Kernels;

/// <summary>What the pieces of RG-LRU's recurrence, or of its adjoint, share; null is what was left out.</summary>
internal readonly unsafe struct RgLruWork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Rows whose gradients of the rate are added up before they join the others.</summary>
    internal const int BlockRows = 32;

    internal required ScanShape Shape { get; init; }

    internal required SqrtOneMinusExp<T> Root { get; init; }

    internal required T* X { get; init; }

    internal required T* RecurrenceGate { get; init; }

    internal required T* InputGate { get; init; }

    internal required T* Rate { get; init; }

    internal T* Initial { get; init; }

    internal int* Starts { get; init; }

    /// <summary>Whether all sequences begin with the first step.</summary>
    internal required bool AllBegin { get; init; }

    /// <summary>Written by the scan, read by the adjoint.</summary>
    internal T* H { get; init; }

    internal T* Dh { get; init; }

    internal T* Dx { get; init; }

    internal T* DRecurrenceGate { get; init; }

    internal T* DInputGate { get; init; }

    internal T* DInitial { get; init; }

    /// <summary>Rows to work with, each (B, C): see <see cref="RgLruRow{T}"/>.</summary>
    internal required T* Open { get; init; }

    internal required T* A { get; init; }

    internal required T* Coefficient { get; init; }

    /// <summary>Zeros in place of initial states that were left out.</summary>
    internal required T* Zeros { get; init; }

    /// <summary>Of the adjoint alone: the carry, the gradient of the rate from a block of rows, and from all blocks.
    /// </summary>
    internal T* Carry { get; init; }

    internal T* Block { get; init; }

    internal T* Total { get; init; }

    /// <summary>About how many elementary operations each direction takes.</summary>
    internal long Operations => 64L * Shape.Elements;

    /// <summary>Where a row begins in an array (B, L, C).</summary>
    internal nint Row(int batch, int time) => (((nint)batch * Shape.Length) + time) * Shape.Channels;

    /// <summary>Where a channel of a sequence is in an array (B, C).</summary>
    internal nint State(int batch, int channel) => ((nint)batch * Shape.Channels) + channel;

    /// <summary>What all rows of some channels have in common.</summary>
    internal RgLruRow<T> First(int batch, int channel)
    {
        nint state = State(batch, channel);
        return new RgLruRow<T>
        {
            Rate = Rate + channel,
            Open = Open + state,
            A = A + state,
            Root = Coefficient + state,
            Carry = Carry + state,
            Block = Block + state,
        };
    }

    /// <summary>The row of a step.</summary>
    internal RgLruRow<T> At(in RgLruRow<T> row, int batch, int time, int channel)
    {
        nint at = Row(batch, time) + channel;
        T* initial = Initial == null ? Zeros + channel : Initial + State(batch, channel);
        return row with
        {
            X = X + at,
            RecurrenceGate = RecurrenceGate + at,
            InputGate = InputGate + at,
            Before = time > 0 ? H + at - Shape.Channels : initial,
            H = H + at,
            Dh = Dh + at,
            Dx = Dx + at,
            DRecurrenceGate = DRecurrenceGate + at,
            DInputGate = DInputGate + at,
        };
    }

    /// <summary>Whether a sequence begins at a step.</summary>
    internal bool Begins(int batch, int time) =>
        (AllBegin && time == 0) || (Starts != null && Starts[((nint)batch * Shape.Length) + time] != 0);
}
