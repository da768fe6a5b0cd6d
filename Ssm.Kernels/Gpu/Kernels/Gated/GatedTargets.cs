using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>What the adjoint of RG-LRU's recurrence writes.</summary>
internal readonly struct GatedTargets<T>(
    ArrayView<T> x, ArrayView<T> recurrenceGate, ArrayView<T> inputGate, ArrayView<T> rate, ArrayView<T> initial)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal readonly ArrayView<T> X = x;
    internal readonly ArrayView<T> RecurrenceGate = recurrenceGate;
    internal readonly ArrayView<T> InputGate = inputGate;

    /// <summary>(chunks, B, C), each chunk's part.</summary>
    internal readonly ArrayView<T> Rate = rate;

    /// <summary>(B, C), or nothing.</summary>
    internal readonly ArrayView<T> Initial = initial;
}
