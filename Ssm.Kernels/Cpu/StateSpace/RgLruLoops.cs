using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The loops of RG-LRU's recurrence over the rows of some channels of one sequence.</summary>
/// <remarks>
/// <para>
/// All of a number's way from the logits to the state is in registers, so a row is read and written once. One
/// exponential gives a and, as a² − 1 = (a − 1)(a + 1), the root.
/// </para>
/// <para>
/// Channels behind the last whole vector are done by a vector that ends with them and covers some lanes twice; what it
/// reads of rows that are changed in place is read before the others. The adjoint walks its rows downwards inside too:
/// vectors that ascend in rows that descend defeat the prefetcher.
/// </para>
/// </remarks>
internal static unsafe class RgLruLoops
{
    /// <summary>All states. Those of one step may be the memory of the initial ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Forward<T, TLanes>(in RgLruWork<T> work, int batch, int channel, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, IGateLanes<T, TLanes>
    {
        T* before = work.Initial == null ? null : work.Initial + work.State(batch, channel), rate = work.Rate + channel;
        TLanes epsilon = TLanes.Number(work.Root.Epsilon), zero = TLanes.Number(T.Zero);
        TLanes two = TLanes.Number(T.One + T.One);
        int tail = channels - TLanes.Count;
        for (int t = 0; t < work.Shape.Length; t++)
        {
            nint at = work.Row(batch, t) + channel;
            T* x = work.X + at, r = work.RecurrenceGate + at, i = work.InputGate + at, h = work.H + at;
            if (work.Begins(batch, t))
            {
                Begin<T, TLanes>(x, i, h, channels);
            }
            else
            {
                TLanes own = before == null ? zero : TLanes.Load(before + tail);
                for (int j = 0; j < channels; j += TLanes.Count)
                {
                    int k = Math.Min(j, tail);
                    TLanes last = k < j ? own : before == null ? zero : TLanes.Load(before + k);
                    TLanes a = TLanes.Decay(
                        TLanes.Load(rate + k) * TLanes.Sigmoid(TLanes.Load(r + k)), out TLanes less);
                    TLanes root = Root<T, TLanes>(less, two, epsilon);
                    TLanes b = root * (TLanes.Sigmoid(TLanes.Load(i + k)) * TLanes.Load(x + k));
                    TLanes.Store(TLanes.MultiplyAdd(a, last, b), h + k);
                }
            }

            before = h;
        }
    }

    /// <summary>All gradients; the carry, the block and the total begin with zeros.</summary>
    internal static void Adjoint<T, TLanes>(in RgLruWork<T> work, int batch, int channel, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, IGateLanes<T, TLanes>
    {
        nint state = work.State(batch, channel);
        T* block = work.Block + state, carry = work.Carry + state;
        for (int end = work.Shape.Length; end > 0; end -= RgLruWork<T>.BlockRows)
        {
            AdjointRows<T, TLanes>(
                work, batch, channel, channels, Math.Max(0, end - RgLruWork<T>.BlockRows), end);
            TapRows.Add(block, work.Total + state, channels);
            new Span<T>(block, channels).Clear();
        }

        if (work.DInitial != null)
        {
            new ReadOnlySpan<T>(carry, channels).CopyTo(new Span<T>(work.DInitial + state, channels));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AdjointRows<T, TLanes>(
        in RgLruWork<T> work, int batch, int channel, int channels, int first, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, IGateLanes<T, TLanes>
    {
        nint state = work.State(batch, channel);
        T* carry = work.Carry + state, block = work.Block + state, rate = work.Rate + channel;
        TLanes one = TLanes.Number(T.One), two = one + one, epsilon = TLanes.Number(work.Root.Epsilon);
        TLanes steepest = two * TLanes.Number(work.Root.LargestSlope);
        int tail = channels - TLanes.Count, whole = channels / TLanes.Count * TLanes.Count;

        // Behind the vectors of the whole ones comes the one that shares lanes with the last of them.
        int bottom = whole == channels ? 0 : -TLanes.Count;
        for (int t = end - 1; t >= first; t--)
        {
            nint at = work.Row(batch, t) + channel;
            T* x = work.X + at, r = work.RecurrenceGate + at, i = work.InputGate + at, dh = work.Dh + at;
            T* dx = work.Dx + at, dr = work.DRecurrenceGate + at, di = work.DInputGate + at;
            T* before = t > 0 ? work.H + at - work.Shape.Channels
                : work.Initial == null ? null : work.Initial + state;
            if (work.Begins(batch, t))
            {
                BeginAdjoint<T, TLanes>(x, i, dh, carry, dx, dr, di, channels);
                continue;
            }

            TLanes ownCarry = TLanes.Load(carry + tail), ownBlock = TLanes.Load(block + tail);
            for (int j = whole - TLanes.Count; j >= bottom; j -= TLanes.Count)
            {
                bool shared = j < 0;
                int k = shared ? tail : j;
                TLanes sum = shared ? ownBlock : TLanes.Load(block + k);
                TLanes c = shared ? ownCarry : TLanes.Load(carry + k), number = TLanes.Load(x + k);
                TLanes open = TLanes.Sigmoid(TLanes.Load(r + k)), gate = TLanes.Sigmoid(TLanes.Load(i + k));
                TLanes scale = TLanes.Load(rate + k), a = TLanes.Decay(scale * open, out TLanes less);
                TLanes root = Root<T, TLanes>(less, two, epsilon), gated = gate * number;
                TLanes last = before == null ? TLanes.Number(T.Zero) : TLanes.Load(before + k);
                TLanes g = TLanes.Load(dh + k) + c, q = g * a, input = g * root;
                TLanes slope = a * TLanes.Min(one / root, steepest);
                TLanes dw = q * ((slope * gated) - last), part = dw * open;
                TLanes.Store(input * gate, dx + k);
                TLanes.Store(input * gated * (one - gate), di + k);
                TLanes.Store(part * scale * (one - open), dr + k);
                TLanes.Store(q, carry + k);
                TLanes.Store(sum + part, block + k);
            }
        }
    }

    // √(1 − a² + ε) from a − 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Root<T, TLanes>(TLanes less, TLanes two, TLanes epsilon)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, IGateLanes<T, TLanes> =>
        TLanes.SquareRoot(epsilon - (less * (two + less)));

    // The first row of a sequence: σ(i) ⊙ x.
    private static void Begin<T, TLanes>(T* x, T* i, T* h, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, IGateLanes<T, TLanes>
    {
        for (int j = 0; j < channels; j += TLanes.Count)
        {
            int k = Math.Min(j, channels - TLanes.Count);
            TLanes.Store(TLanes.Sigmoid(TLanes.Load(i + k)) * TLanes.Load(x + k), h + k);
        }
    }

    private static void BeginAdjoint<T, TLanes>(
        T* x, T* i, T* dh, T* carry, T* dx, T* dr, T* di, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, IGateLanes<T, TLanes>
    {
        TLanes one = TLanes.Number(T.One);
        for (int j = 0; j < channels; j += TLanes.Count)
        {
            int k = Math.Min(j, channels - TLanes.Count);
            TLanes g = TLanes.Load(dh + k) + TLanes.Load(carry + k), gate = TLanes.Sigmoid(TLanes.Load(i + k));
            TLanes.Store(g * gate, dx + k);
            TLanes.Store(g * gate * TLanes.Load(x + k) * (one - gate), di + k);
        }

        new Span<T>(dr, channels).Clear();
        new Span<T>(carry, channels).Clear();
    }
}
