using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The loops over time of the selective scan, for one vector of channels: they call nothing.</summary>
internal static unsafe class SelectiveLoops
{
    /// <summary>
    /// h[n] = e^(Δ A[n]) h[n] + (Δu) B[n] and y += C[n] h[n] for all states, from one step up to another.
    /// </summary>
    internal static void Scan<T, TB, TC, TDecay>(in SelectiveColumn<T> column, int begin, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TB : struct, ISelectiveWeights<T>
        where TC : struct, ISelectiveWeights<T>
        where TDecay : struct, ISelectiveDecay<T>
    {
        int lanes = Vector<T>.Count, first = begin * lanes, steps = end - begin, n = 0;
        T* delta = column.Delta + first, input = column.Input + first, y = column.Y + first;
        T* b = column.B + (begin * column.BStep), c = column.C + (begin * column.CStep);
        for (; n <= column.States - 4; n += 4)
        {
            T* a = column.A + (n * lanes), h = column.H + (n * lanes);
            Four<T, TB, TC, TDecay>(
                delta, input, y, a, h, b + (n * TB.Stride), column.BStep, c + (n * TC.Stride), column.CStep, steps);
        }

        for (; n < column.States; n++)
        {
            T* a = column.A + (n * lanes), h = column.H + (n * lanes);
            One<T, TB, TC, TDecay>(
                delta, input, y, a, h, b + (n * TB.Stride), column.BStep, c + (n * TC.Stride), column.CStep, steps);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Four<T, TB, TC, TDecay>(
        T* delta, T* input, T* y, T* a, T* h, T* b, nint bStep, T* c, nint cStep, int steps)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TB : struct, ISelectiveWeights<T>
        where TC : struct, ISelectiveWeights<T>
        where TDecay : struct, ISelectiveDecay<T>
    {
        int lanes = Vector<T>.Count;
        Vector<T> a0 = Vector.Load(a), a1 = Vector.Load(a + lanes);
        Vector<T> a2 = Vector.Load(a + (2 * lanes)), a3 = Vector.Load(a + (3 * lanes));
        Vector<T> h0 = Vector.Load(h), h1 = Vector.Load(h + lanes);
        Vector<T> h2 = Vector.Load(h + (2 * lanes)), h3 = Vector.Load(h + (3 * lanes));
        T* end = delta + (steps * lanes);
        for (; delta < end; delta += lanes)
        {
            Vector<T> d = Vector.Load(delta), x = Vector.Load(input), sum = Vector.Load(y);
            h0 = Fused.MultiplyAdd(TDecay.Power(d, a0), h0, x * TB.Load(b, 0));
            sum = Fused.MultiplyAdd(TC.Load(c, 0), h0, sum);
            h1 = Fused.MultiplyAdd(TDecay.Power(d, a1), h1, x * TB.Load(b, 1));
            sum = Fused.MultiplyAdd(TC.Load(c, 1), h1, sum);
            h2 = Fused.MultiplyAdd(TDecay.Power(d, a2), h2, x * TB.Load(b, 2));
            sum = Fused.MultiplyAdd(TC.Load(c, 2), h2, sum);
            h3 = Fused.MultiplyAdd(TDecay.Power(d, a3), h3, x * TB.Load(b, 3));
            sum = Fused.MultiplyAdd(TC.Load(c, 3), h3, sum);
            Vector.Store(sum, y);
            input += lanes;
            y += lanes;
            b += bStep;
            c += cStep;
        }

        Vector.Store(h0, h);
        Vector.Store(h1, h + lanes);
        Vector.Store(h2, h + (2 * lanes));
        Vector.Store(h3, h + (3 * lanes));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void One<T, TB, TC, TDecay>(
        T* delta, T* input, T* y, T* a, T* h, T* b, nint bStep, T* c, nint cStep, int steps)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TB : struct, ISelectiveWeights<T>
        where TC : struct, ISelectiveWeights<T>
        where TDecay : struct, ISelectiveDecay<T>
    {
        int lanes = Vector<T>.Count;
        Vector<T> rate = Vector.Load(a), state = Vector.Load(h);
        T* end = delta + (steps * lanes);
        for (; delta < end; delta += lanes)
        {
            Vector<T> next = Vector.Load(input) * TB.Load(b, 0);
            state = Fused.MultiplyAdd(TDecay.Power(Vector.Load(delta), rate), state, next);
            Vector.Store(Fused.MultiplyAdd(TC.Load(c, 0), state, Vector.Load(y)), y);
            input += lanes;
            y += lanes;
            b += bStep;
            c += cStep;
        }

        Vector.Store(state, h);
    }
}
