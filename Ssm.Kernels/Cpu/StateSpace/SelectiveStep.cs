using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The loops of one step of <see cref="SelectiveScan"/>, and what a step of a complex scan shares with it.
/// </summary>
internal static unsafe class SelectiveStep
{
    /// <summary>Δ of some channels. There is room for whole vectors behind <paramref name="to"/>.</summary>
    internal static void Sizes<T>(T* delta, T* bias, T* to, bool softplus, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < channels; i++)
        {
            to[i] = bias == null ? delta[i] : delta[i] + bias[i];
        }

        for (int i = 0; softplus && i < channels; i += Vector<T>.Count)
        {
            Vector.Store(SelectiveMath.Softplus(Vector.Load(to + i)), to + i);
        }
    }

    /// <summary>
    /// h = e^(ΔA) ⊙ h + Δu B and the products C ⊙ h of a channel added up into one vector for each channel, states
    /// beyond whole vectors left out.
    /// </summary>
    internal static void Block<T>(in SelectiveStepBlock<T> block, T* sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // The long exponential has a call in it: apart, so that the usual loop keeps its vectors in registers.
        if (IsBounded(block.Delta, block.A, block.States, block.Channels))
        {
            Loop<T, BoundedDecay<T>>(block, sums);
        }
        else
        {
            Loop<T, AnyDecay<T>>(block, sums);
        }
    }

    /// <summary>The states of one channel beyond whole vectors, and their sum: copies filled up with zeros.</summary>
    internal static T Rest<T>(in SelectiveStepBlock<T> block, int channel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count, whole = block.States / lanes * lanes, rest = block.States - whole;
        nint at = ((nint)channel * block.States) + whole;
        T* copies = stackalloc T[5 * lanes];
        SelectiveStepBlock<T> last = new()
        {
            Delta = block.Delta + channel,
            Input = block.Input + channel,
            A = Padded(block.A + at, copies, rest),
            H = Padded(block.H + at, copies + lanes, rest),
            B = Padded(block.B + (channel * block.BStep) + whole, copies + (2 * lanes), rest),
            BStep = 0,
            C = Padded(block.C + (channel * block.CStep) + whole, copies + (3 * lanes), rest),
            CStep = 0,
            States = lanes,
            Channels = 1,
        };
        T* sums = copies + (4 * lanes);
        Block(last, sums);
        Copy(last.H, block.H + at, rest);
        return SumOf(sums, rest);
    }

    /// <summary>Whether every |ΔA| is small enough for the short exponential.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static bool IsBounded<T>(T* delta, T* a, int states, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        Vector<T> largest = default, log2E = VectorMath.Lanes<T>(SelectiveMath.Log2E);
        for (int channel = 0; channel < channels; channel++)
        {
            Vector<T> rates = default;
            for (int n = 0; n <= states - lanes; n += lanes)
            {
                rates = SelectiveMath.LargestSize(rates, Vector.Load(a + n));
            }

            largest = SelectiveMath.LargestSize(largest, rates * (new Vector<T>(delta[channel]) * log2E));
            a += states;
        }

        return Vector.LessThanOrEqualAll(largest, new Vector<T>(SelectiveMath.Limit<T>()));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Loop<T, TDecay>(in SelectiveStepBlock<T> block, T* sums)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TDecay : struct, ISelectiveDecay<T>
    {
        int lanes = Vector<T>.Count, states = block.States, whole = states / lanes * lanes;
        T* delta = block.Delta, stop = delta + block.Channels, a = block.A, h = block.H, b = block.B, c = block.C;
        nint input = (nint)((byte*)block.Input - (byte*)block.Delta) / sizeof(T);
        nint bStep = block.BStep, cStep = block.CStep;
        Vector<T> log2E = VectorMath.Lanes<T>(SelectiveMath.Log2E);
        for (; delta < stop; delta++)
        {
            Vector<T> d = new Vector<T>(*delta) * log2E, x = new(delta[input]), sum = default;
            for (nint n = 0; n < whole; n += lanes)
            {
                Vector<T> e = TDecay.Power(d, Vector.Load(a + n));
                Vector<T> next = Fused.MultiplyAdd(e, Vector.Load(h + n), x * Vector.Load(b + n));
                Vector.Store(next, h + n);
                sum = Fused.MultiplyAdd(Vector.Load(c + n), next, sum);
            }

            Vector.Store(sum, sums);
            sums += lanes;
            a += states;
            h += states;
            b += bStep;
            c += cStep;
        }
    }

    /// <summary>The outputs, times SiLU of the gate where there is one.</summary>
    internal static void Gated<T>(T* sums, T* gate, T* y, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count, i = 0;
        for (; i <= channels - lanes; i += lanes)
        {
            Vector<T> z = gate == null ? default : Vector.Load(gate + i), sum = Vector.Load(sums + i);
            Vector.Store(gate == null ? sum : sum * (z * SelectiveMath.Sigmoid(z)), y + i);
        }

        if (i < channels)
        {
            T* tail = stackalloc T[2 * lanes];
            Padded(sums + i, tail, channels - i);
            if (gate != null)
            {
                Padded(gate + i, tail + lanes, channels - i);
            }

            Gated(tail, gate == null ? null : tail + lanes, tail, lanes);
            Copy(tail, y + i, channels - i);
        }
    }

    /// <summary>Copies fewer numbers than a vector has lanes, and zeros behind them.</summary>
    internal static T* Padded<T>(T* from, T* to, int count)
        where T : unmanaged
    {
        new Span<T>(to, Vector<T>.Count).Clear();
        Copy(from, to, count);
        return to;
    }

    internal static void Copy<T>(T* from, T* to, int count)
        where T : unmanaged => new Span<T>(from, count).CopyTo(new Span<T>(to, count));

    /// <summary>The sum of the first lanes: what stands behind them is no channel's.</summary>
    internal static T SumOf<T>(T* lanes, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        for (int n = 0; n < count; n++)
        {
            sum += lanes[n];
        }

        return sum;
    }
}
