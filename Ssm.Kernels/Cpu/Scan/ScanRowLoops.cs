using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The loops over time for rows of more than a few vectors: row after row, as memory lies.</summary>
/// <remarks>
/// <para>
/// The state is read back from the row before, which is in the first-level cache; where rows are not kept there it has
/// a row of its own. Rows that descend in memory are walked downwards inside too: vectors that ascend in rows that
/// descend defeat the prefetcher.
/// </para>
/// <para>
/// The channels behind the last whole vector are done by a vector that ends with the row and covers some lanes twice.
/// It is read before and written after the others, so the row may be in place, and the bits are those of its lanes.
/// </para>
/// </remarks>
internal static class ScanRowLoops
{
    /// <summary>
    /// h = gate(a) ⊙ (the row before) + b. Without kept rows, <paramref name="x"/> holds the state before, and at the
    /// end the last one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Recur<T, TNumber, TGate, TStore>(in ScanStretch<T> stretch, PlanePointers<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TGate : struct, IScanGate
        where TStore : struct, IScanStore
    {
        PlanePointers<T> a = stretch.A, b = stretch.B, h = stretch.H;
        nint aStep = stretch.AStep, step = stretch.Step;
        int vectors = stretch.Channels / Vector<T>.Count;
        nint last = stretch.Channels - Vector<T>.Count;
        bool tail = stretch.Channels % Vector<T>.Count != 0;
        nint first = step < 0 ? (vectors - 1) * (nint)Vector<T>.Count : 0;
        nint next = step < 0 ? -Vector<T>.Count : Vector<T>.Count;
        for (int n = stretch.Rows; n > 0; n--)
        {
            TNumber end = TNumber.Zero;
            if (tail)
            {
                end = TGate.MultiplyAdd<T, TNumber>(
                    TNumber.Load(a, last), TNumber.Load(x, last), TNumber.Load(b, last));
            }

            nint j = first;
            for (int v = vectors; v > 0; v--, j += next)
            {
                TNumber y = TGate.MultiplyAdd<T, TNumber>(
                    TNumber.Load(a, j), TNumber.Load(x, j), TNumber.Load(b, j));
                TStore.Store<T, TNumber>(y, h, j);
                if (!TStore.KeepsRows)
                {
                    TNumber.Store(y, x, j);
                }
            }

            if (tail)
            {
                TStore.Store<T, TNumber>(end, h, last);
                if (!TStore.KeepsRows)
                {
                    TNumber.Store(end, x, last);
                }
            }

            if (TStore.KeepsRows)
            {
                x = h;
            }

            a = a.At(aStep);
            b = b.At(step);
            h = h.At(step);
        }
    }

    /// <summary>
    /// The last state alone, in <paramref name="x"/>, which holds the state before, and
    /// <paramref name="product"/> times the factors.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Summarize<T, TNumber, TGate>(
        in ScanStretch<T> stretch, PlanePointers<T> product, PlanePointers<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TGate : struct, IScanGate
    {
        PlanePointers<T> a = stretch.A, b = stretch.B;
        nint aStep = stretch.AStep, step = stretch.Step;
        int vectors = stretch.Channels / Vector<T>.Count;
        nint last = stretch.Channels - Vector<T>.Count;
        bool tail = stretch.Channels % Vector<T>.Count != 0;
        nint first = step < 0 ? (vectors - 1) * (nint)Vector<T>.Count : 0;
        nint next = step < 0 ? -Vector<T>.Count : Vector<T>.Count;
        for (int n = stretch.Rows; n > 0; n--)
        {
            TNumber end = TNumber.Zero, endProduct = TNumber.Zero;
            if (tail)
            {
                TNumber factor = TNumber.Load(a, last);
                end = TGate.MultiplyAdd<T, TNumber>(factor, TNumber.Load(x, last), TNumber.Load(b, last));
                endProduct = TNumber.Multiply(factor, TNumber.Load(product, last));
            }

            nint j = first;
            for (int v = vectors; v > 0; v--, j += next)
            {
                TNumber factor = TNumber.Load(a, j);
                TNumber y = TGate.MultiplyAdd<T, TNumber>(factor, TNumber.Load(x, j), TNumber.Load(b, j));
                TNumber p = TNumber.Multiply(factor, TNumber.Load(product, j));
                TNumber.Store(y, x, j);
                TNumber.Store(p, product, j);
            }

            if (tail)
            {
                TNumber.Store(end, x, last);
                TNumber.Store(endProduct, product, last);
            }

            a = a.At(aStep);
            b = b.At(step);
        }
    }
}
