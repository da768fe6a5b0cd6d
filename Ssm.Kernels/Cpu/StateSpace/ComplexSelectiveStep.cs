using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The loops of one step of <see cref="ComplexSelectiveScan"/>.</summary>
internal static unsafe class ComplexSelectiveStep
{
    /// <summary>
    /// h = e^(ΔA) ⊙ h + Δu B and the real parts of C ⊙ h of a channel added up into one vector for each channel, states
    /// beyond whole vectors left out.
    /// </summary>
    internal static void Block<T>(in SelectiveStepBlock<T> block, T* sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (SelectiveStep.IsBounded(block.Delta, block.A, block.States, block.Channels)
            && SelectiveStep.IsBounded(block.Delta, block.AIm, block.States, block.Channels))
        {
            Loop<T, BoundedComplexDecay<T>>(block, sums);
        }
        else
        {
            Loop<T, AnyComplexDecay<T>>(block, sums);
        }
    }

    /// <summary>The states of one channel beyond whole vectors, and their sum: copies filled up with zeros.</summary>
    internal static T Rest<T>(in SelectiveStepBlock<T> block, int channel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count, whole = block.States / lanes * lanes, rest = block.States - whole;
        nint at = ((nint)channel * block.States) + whole;
        nint bAt = (channel * block.BStep) + whole, cAt = (channel * block.CStep) + whole;
        T* copies = stackalloc T[9 * lanes];
        SelectiveStepBlock<T> last = new()
        {
            Delta = block.Delta + channel,
            Input = block.Input + channel,
            A = SelectiveStep.Padded(block.A + at, copies, rest),
            AIm = SelectiveStep.Padded(block.AIm + at, copies + lanes, rest),
            H = SelectiveStep.Padded(block.H + at, copies + (2 * lanes), rest),
            HIm = SelectiveStep.Padded(block.HIm + at, copies + (3 * lanes), rest),
            B = SelectiveStep.Padded(block.B + bAt, copies + (4 * lanes), rest),
            BIm = SelectiveStep.Padded(block.BIm + bAt, copies + (5 * lanes), rest),
            BStep = 0,
            C = SelectiveStep.Padded(block.C + cAt, copies + (6 * lanes), rest),
            CIm = SelectiveStep.Padded(block.CIm + cAt, copies + (7 * lanes), rest),
            CStep = 0,
            States = lanes,
            Channels = 1,
        };
        T* sums = copies + (8 * lanes);
        Block(last, sums);
        SelectiveStep.Copy(last.H, block.H + at, rest);
        SelectiveStep.Copy(last.HIm, block.HIm + at, rest);
        return SelectiveStep.SumOf(sums, rest);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Loop<T, TDecay>(in SelectiveStepBlock<T> block, T* sums)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TDecay : struct, IComplexDecay<T>
    {
        int lanes = Vector<T>.Count, states = block.States, whole = states / lanes * lanes;
        Vector<T> log2E = VectorMath.Lanes<T>(SelectiveMath.Log2E);
        Vector<T> turns = VectorMath.Lanes<T>(SelectiveTurn.QuartersPerRadian / SelectiveMath.Log2E);
        for (int channel = 0; channel < block.Channels; channel++)
        {
            nint row = (nint)channel * states;
            T* a = block.A + row, aIm = block.AIm + row, h = block.H + row, hIm = block.HIm + row;
            T* b = block.B + (channel * block.BStep), bIm = block.BIm + (channel * block.BStep);
            T* c = block.C + (channel * block.CStep), cIm = block.CIm + (channel * block.CStep);
            Vector<T> d = new Vector<T>(block.Delta[channel]) * log2E;
            Vector<T> x = new(block.Input[channel]), sum = default;
            for (nint n = 0; n < whole; n += lanes)
            {
                (Vector<T> eRe, Vector<T> eIm) = TDecay.Power(d, Vector.Load(a + n), Vector.Load(aIm + n) * turns);
                Vector<T> re = Vector.Load(h + n), im = Vector.Load(hIm + n);
                Vector<T> nextRe = Fused.MultiplyAdd(eRe, re, x * Vector.Load(b + n));
                Vector<T> nextIm = Fused.MultiplyAdd(eRe, im, x * Vector.Load(bIm + n));
                nextRe = Fused.MultiplyAdd(-eIm, im, nextRe);
                nextIm = Fused.MultiplyAdd(eIm, re, nextIm);
                Vector.Store(nextRe, h + n);
                Vector.Store(nextIm, hIm + n);
                sum = Fused.MultiplyAdd(Vector.Load(c + n), nextRe, sum);
                sum = Fused.MultiplyAdd(-Vector.Load(cIm + n), nextIm, sum);
            }

            Vector.Store(sum, sums + ((nint)channel * lanes));
        }
    }
}
