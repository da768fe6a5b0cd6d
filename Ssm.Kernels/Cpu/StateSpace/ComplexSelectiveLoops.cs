using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The loops over time of a complex selective scan, for one state of one vector of channels: they call
/// nothing.</summary>
/// <remarks>
/// The states are kept doubled, h = 2s, so that 2 Re⟨C, s⟩ is Re⟨C, h⟩ and all else is as in a real scan. The
/// imaginary parts of rates and states lie behind the real ones of all states.
/// </remarks>
internal static unsafe class ComplexSelectiveLoops
{
    /// <summary>
    /// h[n] = e^(Δ A[n]) h[n] + 2 (Δu) B[n] and y += Re(C[n] h[n]) for all states, from one step up to another.
    /// </summary>
    internal static void Scan<T, TB, TC, TDecay>(in SelectiveColumn<T> column, int begin, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TB : struct, ISelectiveWeights<T>
        where TC : struct, ISelectiveWeights<T>
        where TDecay : struct, IComplexDecay<T>
    {
        for (int n = 0; n < column.States; n++)
        {
            One<T, TB, TC, TDecay>(column, n, begin, end);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void One<T, TB, TC, TDecay>(in SelectiveColumn<T> column, int state, int begin, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TB : struct, ISelectiveWeights<T>
        where TC : struct, ISelectiveWeights<T>
        where TDecay : struct, IComplexDecay<T>
    {
        int lanes = Vector<T>.Count, first = begin * lanes, plane = column.States * lanes;
        T* a = column.A + (state * lanes), h = column.H + (state * lanes);
        T* delta = column.Delta + first, stop = column.Delta + (end * lanes), y = column.Y + first;
        nint input = (nint)((byte*)column.Input - (byte*)column.Delta) / sizeof(T);
        nint bStep = column.BStep, cStep = column.CStep;
        nint bAt = (state * TB.Stride) + (begin * bStep), cAt = (state * TC.Stride) + (begin * cStep);
        T* b = column.B + bAt, bIm = column.BIm + bAt, c = column.C + cAt, cIm = column.CIm + cAt;
        Vector<T> aRe = Vector.Load(a), aIm = Vector.Load(a + plane);
        Vector<T> re = Vector.Load(h), im = Vector.Load(h + plane);
        for (; delta < stop; delta += lanes)
        {
            Vector<T> x = Vector.Load(delta + input);
            (Vector<T> eRe, Vector<T> eIm) = TDecay.Power(Vector.Load(delta), aRe, aIm);
            x += x;
            Vector<T> nextRe = Fused.MultiplyAdd(eRe, re, x * TB.Load(b, 0));
            Vector<T> nextIm = Fused.MultiplyAdd(eRe, im, x * TB.Load(bIm, 0));
            nextRe = Fused.MultiplyAdd(-eIm, im, nextRe);
            im = Fused.MultiplyAdd(eIm, re, nextIm);
            re = nextRe;
            Vector<T> sum = Fused.MultiplyAdd(TC.Load(c, 0), re, Vector.Load(y));
            Vector.Store(Fused.MultiplyAdd(-TC.Load(cIm, 0), im, sum), y);
            y += lanes;
            b += bStep;
            bIm += bStep;
            c += cStep;
            cIm += cStep;
        }

        Vector.Store(re, h);
        Vector.Store(im, h + plane);
    }
}
