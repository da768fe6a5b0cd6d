using System.Buffers;

namespace Ssm.Kernels;

/// <content>One time step.</content>
public static unsafe partial class RgLruRecurrence
{
    /// <summary>One time step of one sequence; allocates nothing.</summary>
    /// <param name="x">(C), the input.</param>
    /// <param name="recurrenceGate">(C), before σ.</param>
    /// <param name="inputGate">(C), before σ.</param>
    /// <param name="rate">(C), −log a where the recurrence gate is fully open.</param>
    /// <param name="root">√(1 − a² + ε) as a function of 2w.</param>
    /// <param name="begins">Whether a sequence begins: the state is forgotten, the gated input comes in whole.</param>
    /// <param name="state">(C), before the step and then after it.</param>
    /// <exception cref="ArgumentException">A length does not fit the others.</exception>
    public static void Step<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> recurrenceGate, ReadOnlySpan<T> inputGate, ReadOnlySpan<T> rate,
        SqrtOneMinusExp<T> root, bool begins, Span<T> state)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int channels = state.Length;
        Check(x.Length, recurrenceGate.Length, inputGate.Length, rate.Length, channels, new ScanShape(1, 1, channels));
        if (channels == 0)
        {
            return;
        }

        int lanes = Vector<T>.Count;
        if (channels < lanes)
        {
            Span<T> copies = stackalloc T[5 * lanes];
            copies.Clear();
            x.CopyTo(copies);
            recurrenceGate.CopyTo(copies[lanes..]);
            inputGate.CopyTo(copies[(2 * lanes)..]);
            rate.CopyTo(copies[(3 * lanes)..]);
            Span<T> wide = copies[(4 * lanes)..];
            state.CopyTo(wide);
            Step(
                copies[..lanes], copies[lanes..(2 * lanes)], copies[(2 * lanes)..(3 * lanes)],
                copies[(3 * lanes)..(4 * lanes)], root, begins, wide);
            wide[..channels].CopyTo(state);
            return;
        }

        T[] rented = ArrayPool<T>.Shared.Rent(checked(3 * channels));
        fixed (T* xp = x, r = recurrenceGate, i = inputGate, ratep = rate, h = state, scratch = rented)
        {
            RgLruWork<T> work = new()
            {
                Shape = new ScanShape(1, 1, channels),
                Root = root,
                X = xp,
                RecurrenceGate = r,
                InputGate = i,
                Rate = ratep,
                Initial = h,
                AllBegin = begins,
                H = h,
                Open = scratch,
                A = scratch + channels,
                Coefficient = scratch + (2 * channels),
                Zeros = null,
            };
            Forward(work, batch: 0, channel: 0, channels);
        }

        ArrayPool<T>.Shared.Return(rented);
    }
}
