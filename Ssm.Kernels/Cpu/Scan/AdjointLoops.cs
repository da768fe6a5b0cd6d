using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The loops over time of an adjoint: λ, and ā from it, in one pass over memory.</summary>
/// <remarks>λ = h̄ + conj(a) ⊙ (λ before), b̄ = λ, ā = conj(h before) ⊙ λ. For the rows see the loops of the scan.
/// </remarks>
internal static class AdjointLoops
{
    /// <summary>The most channels of a row that stays in registers.</summary>
    internal static int MostNarrowChannels<T>() => 2 * Vector<T>.Count;

    /// <summary>Rows of any width of a vector or more.</summary>
    /// <param name="stretch">The rows.</param>
    /// <param name="x">λ before; without kept rows it is overwritten by the last λ.</param>
    /// <param name="sum">What the sum of ā is added to, if it is wanted.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Rows<T, TNumber, TFactor, TStore>(
        in AdjointStretch<T> stretch, PlanePointers<T> x, PlanePointers<T> sum)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TFactor : struct, IFactorGradient
        where TStore : struct, IScanStore
    {
        PlanePointers<T> a = stretch.A, dh = stretch.Dh, h = stretch.Before, db = stretch.Db, da = stretch.Da;
        nint aStep = stretch.AStep, step = stretch.Step;
        int vectors = stretch.Channels / Vector<T>.Count;
        nint last = stretch.Channels - Vector<T>.Count;
        bool tail = stretch.Channels % Vector<T>.Count != 0;
        nint first = step < 0 ? (vectors - 1) * (nint)Vector<T>.Count : 0;
        nint next = step < 0 ? -Vector<T>.Count : Vector<T>.Count;
        for (int n = stretch.Rows; n > 0; n--)
        {
            TNumber end = TNumber.Zero, endFactor = TNumber.Zero;
            if (tail)
            {
                end = TNumber.ConjugateMultiplyAdd(
                    TNumber.Load(a, last), TNumber.Load(x, last), TNumber.Load(dh, last));
                endFactor = Factor<T, TNumber, TFactor>(h, end, sum, last);
            }

            nint j = first;
            for (int v = vectors; v > 0; v--, j += next)
            {
                TNumber y = TNumber.ConjugateMultiplyAdd(
                    TNumber.Load(a, j), TNumber.Load(x, j), TNumber.Load(dh, j));
                TNumber factor = Factor<T, TNumber, TFactor>(h, y, sum, j);
                Store<T, TNumber, TFactor, TStore>(y, factor, x, sum, db, da, j);
            }

            if (tail)
            {
                Store<T, TNumber, TFactor, TStore>(end, endFactor, x, sum, db, da, last);
            }

            if (TStore.KeepsRows)
            {
                x = db;
            }

            a = a.At(aStep);
            dh = dh.At(step);
            h = h.At(step);
            db = db.At(step);
            da = da.At(step);
        }
    }

    /// <summary>Rows of one or two vectors, which overlap where the channels are fewer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Narrow<T, TNumber, TFactor, TStore>(
        in AdjointStretch<T> stretch, PlanePointers<T> before, PlanePointers<T> sum)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TFactor : struct, IFactorGradient
        where TStore : struct, IScanStore
    {
        PlanePointers<T> a = stretch.A, dh = stretch.Dh, h = stretch.Before, db = stretch.Db, da = stretch.Da;
        nint aStep = stretch.AStep, step = stretch.Step, at = stretch.Channels - Vector<T>.Count;
        TNumber x0 = TNumber.Load(before, 0), x1 = TNumber.Load(before, at);
        TNumber s0 = TNumber.Zero, s1 = TNumber.Zero;
        for (int n = stretch.Rows; n > 0; n--)
        {
            x0 = TNumber.ConjugateMultiplyAdd(TNumber.Load(a, 0), x0, TNumber.Load(dh, 0));
            x1 = TNumber.ConjugateMultiplyAdd(TNumber.Load(a, at), x1, TNumber.Load(dh, at));
            TStore.Store<T, TNumber>(x0, db, 0);
            TStore.Store<T, TNumber>(x1, db, at);
            if (TFactor.EachRow)
            {
                TNumber a0 = TNumber.ConjugateMultiply(TNumber.Load(h, 0), x0);
                TNumber a1 = TNumber.ConjugateMultiply(TNumber.Load(h, at), x1);
                TStore.Store<T, TNumber>(a0, da, 0);
                TStore.Store<T, TNumber>(a1, da, at);
                da = da.At(step);
            }

            if (TFactor.Sum)
            {
                s0 = TNumber.ConjugateMultiplyAdd(TNumber.Load(h, 0), x0, s0);
                s1 = TNumber.ConjugateMultiplyAdd(TNumber.Load(h, at), x1, s1);
            }

            a = a.At(aStep);
            dh = dh.At(step);
            h = h.At(step);
            db = db.At(step);
        }

        if (TFactor.Sum)
        {
            s0 = TNumber.Add(TNumber.Load(sum, 0), s0);
            s1 = TNumber.Add(TNumber.Load(sum, at), s1);
            TNumber.Store(s0, sum, 0);
            TNumber.Store(s1, sum, at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TNumber Factor<T, TNumber, TFactor>(PlanePointers<T> h, TNumber x, PlanePointers<T> sum, nint at)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TFactor : struct, IFactorGradient
    {
        if (TFactor.EachRow)
        {
            return TNumber.ConjugateMultiply(TNumber.Load(h, at), x);
        }

        return TFactor.Sum
            ? TNumber.ConjugateMultiplyAdd(TNumber.Load(h, at), x, TNumber.Load(sum, at))
            : TNumber.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T, TNumber, TFactor, TStore>(
        TNumber y,
        TNumber factor,
        PlanePointers<T> x,
        PlanePointers<T> sum,
        PlanePointers<T> db,
        PlanePointers<T> da,
        nint at)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TFactor : struct, IFactorGradient
        where TStore : struct, IScanStore
    {
        TStore.Store<T, TNumber>(y, db, at);
        if (!TStore.KeepsRows)
        {
            TNumber.Store(y, x, at);
        }

        if (TFactor.EachRow)
        {
            TStore.Store<T, TNumber>(factor, da, at);
        }

        if (TFactor.Sum)
        {
            TNumber.Store(factor, sum, at);
        }
    }
}
