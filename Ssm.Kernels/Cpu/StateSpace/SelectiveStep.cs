using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The loops of one step of <see cref="SelectiveScan"/>.</summary>
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

    /// <summary>h = e^(ΔA) ⊙ h + Δu B of one channel's states, and ⟨C, h⟩.</summary>
    internal static T Channel<T>(T delta, T input, T* a, T* h, T* b, T* c, int states)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // The long exponential has a call in it: apart, so that the usual loop keeps its vectors in registers.
        T d = delta * VectorMath.Number<T>(SelectiveMath.Log2E);
        return IsBounded(d, a, states)
            ? Loop<T, BoundedDecay<T>>(d, input, a, h, b, c, states)
            : Loop<T, AnyDecay<T>>(d, input, a, h, b, c, states);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool IsBounded<T>(T delta, T* a, int states)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> largest = default;
        for (int n = 0; n <= states - Vector<T>.Count; n += Vector<T>.Count)
        {
            largest = SelectiveMath.LargestSize(largest, Vector.Load(a + n));
        }

        return Vector.LessThanOrEqualAll(
            largest * Vector.Abs(new Vector<T>(delta)), new Vector<T>(SelectiveMath.Limit<T>()));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Loop<T, TDecay>(T delta, T input, T* a, T* h, T* b, T* c, int states)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TDecay : struct, ISelectiveDecay<T>
    {
        Vector<T> d = new(delta), x = new(input), sum = default;
        int n = 0;
        for (; n <= states - Vector<T>.Count; n += Vector<T>.Count)
        {
            Vector<T> e = TDecay.Power(d, Vector.Load(a + n));
            Vector<T> next = Fused.MultiplyAdd(e, Vector.Load(h + n), x * Vector.Load(b + n));
            Vector.Store(next, h + n);
            sum = Fused.MultiplyAdd(Vector.Load(c + n), next, sum);
        }

        return n < states
            ? Vector.Sum(sum) + Rest(d, x, a + n, h + n, b + n, c + n, states - n)
            : Vector.Sum(sum);
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
            new Span<T>(tail, 2 * lanes).Clear();
            Copy(sums + i, tail, channels - i);
            if (gate != null)
            {
                Copy(gate + i, tail + lanes, channels - i);
            }

            Gated(tail, gate == null ? null : tail + lanes, tail, lanes);
            Copy(tail, y + i, channels - i);
        }
    }

    // Fewer states than a vector has lanes: the same expressions on copies filled up with zeros.
    private static T Rest<T>(Vector<T> delta, Vector<T> input, T* a, T* h, T* b, T* c, int states)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        T* copies = stackalloc T[4 * lanes];
        new Span<T>(copies, 4 * lanes).Clear();
        Copy(a, copies, states);
        Copy(h, copies + lanes, states);
        Copy(b, copies + (2 * lanes), states);
        Copy(c, copies + (3 * lanes), states);
        Vector<T> e = AnyDecay<T>.Power(delta, Vector.Load(copies));
        Vector<T> drive = input * Vector.Load(copies + (2 * lanes));
        Vector<T> next = Fused.MultiplyAdd(e, Vector.Load(copies + lanes), drive);
        Vector.Store(next, copies + lanes);
        Copy(copies + lanes, h, states);
        Vector.Store(Vector.Load(copies + (3 * lanes)) * next, copies);
        T sum = T.Zero;
        for (int n = 0; n < states; n++)
        {
            sum += copies[n];
        }

        return sum;
    }

    private static void Copy<T>(T* from, T* to, int count)
        where T : unmanaged => new Span<T>(from, count).CopyTo(new Span<T>(to, count));
}
