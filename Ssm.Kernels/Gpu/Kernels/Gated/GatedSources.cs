using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>What the kernels of RG-LRU's recurrence read; an empty view is an operand that was left out.</summary>
internal readonly struct GatedSources<T>(
    ArrayView<T> x, ArrayView<T> recurrenceGate, ArrayView<T> inputGate, ArrayView<T> rate, ArrayView<T> initial,
    ArrayView<int> starts, SqrtOneMinusExp<T> root)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal readonly ArrayView<T> X = x;
    internal readonly ArrayView<T> RecurrenceGate = recurrenceGate;
    internal readonly ArrayView<T> InputGate = inputGate;
    internal readonly ArrayView<T> Rate = rate;
    internal readonly ArrayView<T> Initial = initial;
    internal readonly ArrayView<int> Starts = starts;
    internal readonly SqrtOneMinusExp<T> Root = root;

    /// <summary>The state of a line before its first step.</summary>
    internal T Before(int line)
    {
        T state = T.Zero;
        if (Initial.IntLength > 0)
        {
            state = Initial[line];
        }

        return state;
    }
}
