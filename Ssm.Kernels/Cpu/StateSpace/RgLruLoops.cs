using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The loops of RG-LRU's recurrence over the rows of some channels of one sequence.</summary>
/// <remarks>
/// <para>
/// A row is done in two loops, with a and the root between them in the first-level cache: in one loop the functions
/// would be more than the compiler puts in place of their calls. One exponential gives a and, as a² − 1 =
/// (a − 1)(a + 1), the root.
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
    internal static void Forward<T, TLanes>(in RgLruWork<T> work, int batch, int channel, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, IGateLanes<T, TLanes>
    {
        RgLruRow<T> row = work.First(batch, channel);
        for (int t = 0; t < work.Shape.Length; t++)
        {
            row = work.At(row, batch, t, channel);
            if (work.Begins(batch, t))
            {
                Begin<T, TLanes>(row, channels);
            }
            else
            {
                Coefficients<T, TLanes>(row, work.Root.Epsilon, channels);
                Recur<T, TLanes>(row, channels);
            }
        }
    }

    /// <summary>All gradients; the carry, the block and the total begin with zeros.</summary>
    internal static void Adjoint<T, TLanes>(in RgLruWork<T> work, int batch, int channel, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, IGateLanes<T, TLanes>
    {
        RgLruRow<T> row = work.First(batch, channel);
        T* total = work.Total + work.State(batch, channel);
        for (int t = work.Shape.Length - 1; t >= 0; t--)
        {
            row = work.At(row, batch, t, channel);
            if (work.Begins(batch, t))
            {
                BeginBack<T, TLanes>(row, channels);
            }
            else
            {
                Coefficients<T, TLanes>(row, work.Root.Epsilon, channels);
                Back<T, TLanes>(row, work.Root.LargestSlope, channels);
            }

            if (t % RgLruWork<T>.BlockRows == 0)
            {
                TapRows.Add(row.Block, total, channels);
                new Span<T>(row.Block, channels).Clear();
            }
        }

        if (work.DInitial != null)
        {
            T* to = work.DInitial + work.State(batch, channel);
            new ReadOnlySpan<T>(row.Carry, channels).CopyTo(new Span<T>(to, channels));
        }
    }

    // σ(r), a and √(1 − a² + ε).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Coefficients<T, TLanes>(in RgLruRow<T> row, T epsilon, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, IGateLanes<T, TLanes>
    {
        T* r = row.RecurrenceGate, rate = row.Rate, open = row.Open, a = row.A, root = row.Root;
        TLanes more = TLanes.Number(epsilon), two = TLanes.Number(T.One + T.One);
        for (int j = 0; j < channels; j += TLanes.Count)
        {
            int k = Math.Min(j, channels - TLanes.Count);
            TLanes sigmoid = TLanes.Sigmoid(TLanes.Load(r + k));
            TLanes decay = TLanes.Decay(TLanes.Load(rate + k) * sigmoid, out TLanes less);
            TLanes.Store(decay, a + k);
            TLanes.Store(TLanes.SquareRoot(more - (less * (two + less))), root + k);
            TLanes.Store(sigmoid, open + k);
        }
    }

    // h = a ⊙ (the state before) + root ⊙ σ(i) ⊙ x.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Recur<T, TLanes>(in RgLruRow<T> row, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, IGateLanes<T, TLanes>
    {
        T* x = row.X, i = row.InputGate, a = row.A, root = row.Root, before = row.Before, h = row.H;
        int tail = channels - TLanes.Count;
        TLanes own = TLanes.Load(before + tail);
        for (int j = 0; j < channels; j += TLanes.Count)
        {
            int k = Math.Min(j, tail);
            TLanes last = k < j ? own : TLanes.Load(before + k);
            TLanes b = TLanes.Load(root + k) * (TLanes.Sigmoid(TLanes.Load(i + k)) * TLanes.Load(x + k));
            TLanes.Store(TLanes.MultiplyAdd(TLanes.Load(a + k), last, b), h + k);
        }
    }

    // The first row of a sequence: h = σ(i) ⊙ x.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Begin<T, TLanes>(in RgLruRow<T> row, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, IGateLanes<T, TLanes>
    {
        T* x = row.X, i = row.InputGate, h = row.H;
        for (int j = 0; j < channels; j += TLanes.Count)
        {
            int k = Math.Min(j, channels - TLanes.Count);
            TLanes.Store(TLanes.Sigmoid(TLanes.Load(i + k)) * TLanes.Load(x + k), h + k);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Back<T, TLanes>(in RgLruRow<T> row, T largestSlope, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, IGateLanes<T, TLanes>
    {
        T* x = row.X, i = row.InputGate, dh = row.Dh, before = row.Before, carry = row.Carry, block = row.Block;
        T* rate = row.Rate, open = row.Open, a = row.A, roots = row.Root;
        T* dx = row.Dx, dr = row.DRecurrenceGate, di = row.DInputGate;
        TLanes one = TLanes.Number(T.One), steepest = TLanes.Number(largestSlope + largestSlope);
        int tail = channels - TLanes.Count, whole = channels / TLanes.Count * TLanes.Count;

        // Behind the vectors of the whole ones comes the one that shares lanes with the last of them.
        int bottom = whole == channels ? 0 : -TLanes.Count;
        TLanes ownCarry = TLanes.Load(carry + tail), ownBlock = TLanes.Load(block + tail);
        for (int j = whole - TLanes.Count; j >= bottom; j -= TLanes.Count)
        {
            bool shared = j < 0;
            int k = shared ? tail : j;
            TLanes g = TLanes.Load(dh + k) + (shared ? ownCarry : TLanes.Load(carry + k));
            TLanes gate = TLanes.Sigmoid(TLanes.Load(i + k)), gated = gate * TLanes.Load(x + k);
            TLanes root = TLanes.Load(roots + k), input = g * root;
            TLanes.Store(input * gate, dx + k);
            TLanes.Store(input * gated * (one - gate), di + k);
            TLanes factor = TLanes.Load(a + k), q = g * factor;
            TLanes.Store(q, carry + k);
            TLanes slope = factor * TLanes.Min(one / root, steepest);
            TLanes sigmoid = TLanes.Load(open + k);
            TLanes part = q * ((slope * gated) - TLanes.Load(before + k)) * sigmoid;
            TLanes.Store((shared ? ownBlock : TLanes.Load(block + k)) + part, block + k);
            TLanes.Store(part * TLanes.Load(rate + k) * (one - sigmoid), dr + k);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BeginBack<T, TLanes>(in RgLruRow<T> row, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, IGateLanes<T, TLanes>
    {
        T* x = row.X, i = row.InputGate, dh = row.Dh, carry = row.Carry, dx = row.Dx, di = row.DInputGate;
        TLanes one = TLanes.Number(T.One);
        for (int j = 0; j < channels; j += TLanes.Count)
        {
            int k = Math.Min(j, channels - TLanes.Count);
            TLanes gate = TLanes.Sigmoid(TLanes.Load(i + k));
            TLanes part = (TLanes.Load(dh + k) + TLanes.Load(carry + k)) * gate;
            TLanes.Store(part, dx + k);
            TLanes.Store(part * TLanes.Load(x + k) * (one - gate), di + k);
        }

        new Span<T>(row.DRecurrenceGate, channels).Clear();
        new Span<T>(carry, channels).Clear();
    }
}
