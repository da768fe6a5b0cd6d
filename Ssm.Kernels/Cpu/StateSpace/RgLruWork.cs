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

    /// <summary>Written by the scan, read by the adjoint.</summary>
    internal T* H { get; init; }

    internal T* Dh { get; init; }

    internal T* Dx { get; init; }

    internal T* DRecurrenceGate { get; init; }

    internal T* DInputGate { get; init; }

    internal T* DInitial { get; init; }

    /// <summary>(B, C), the gradient of the state before the row that was last done.</summary>
    internal T* Carry { get; init; }

    /// <summary>(B, C), the gradient of the rate from a block of rows.</summary>
    internal T* Block { get; init; }

    /// <summary>(B, C), the same from all blocks.</summary>
    internal T* Total { get; init; }

    /// <summary>About how many elementary operations each direction takes.</summary>
    internal long Operations => 64L * Shape.Elements;

    /// <summary>Where a row begins in an array (B, L, C).</summary>
    internal nint Row(int batch, int time) => (((nint)batch * Shape.Length) + time) * Shape.Channels;

    /// <summary>Where a channel of a sequence is in an array (B, C).</summary>
    internal nint State(int batch, int channel) => ((nint)batch * Shape.Channels) + channel;

    /// <summary>Whether a sequence begins at a step.</summary>
    internal bool Begins(int batch, int time) =>
        Starts != null && Starts[((nint)batch * Shape.Length) + time] != 0;
}
