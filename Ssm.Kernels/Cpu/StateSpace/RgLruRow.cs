namespace Ssm.Kernels;

/// <summary>Where the numbers of one row, of some channels, are.</summary>
internal unsafe struct RgLruRow<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal T* X;
    internal T* RecurrenceGate;
    internal T* InputGate;
    internal T* Rate;

    /// <summary>The state before.</summary>
    internal T* Before;

    /// <summary>The state.</summary>
    internal T* H;

    /// <summary>σ of the recurrence gate, a, and the root: of this row alone.</summary>
    internal T* Open;
    internal T* A;
    internal T* Root;

    /// <summary>The gradient of the state.</summary>
    internal T* Dh;

    /// <summary>The gradient of the state before, through the rows behind.</summary>
    internal T* Carry;

    /// <summary>What the gradient of the rate is added to.</summary>
    internal T* Block;
    internal T* Dx;
    internal T* DRecurrenceGate;
    internal T* DInputGate;
}
