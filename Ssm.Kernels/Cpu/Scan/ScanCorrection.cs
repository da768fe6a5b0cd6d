using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>h += power ⊙ state, for all rows of a chunk: nothing waits for a step before.</summary>
internal static unsafe class ScanCorrection
{
    /// <summary>Corrects the states of some rows.</summary>
    /// <param name="h">The rows, the lowest first.</param>
    /// <param name="powers">As many rows of powers.</param>
    /// <param name="state">The state before the chunk: one row.</param>
    /// <param name="elements">The elements of all rows.</param>
    /// <param name="channels">The elements of a row.</param>
    [SkipLocalsInit]
    internal static void Run<T, TNumber>(
        PlanePointers<T> h, PlanePointers<T> powers, PlanePointers<T> state, int elements, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
    {
        int lanes = Vector<T>.Count;
        if (channels >= lanes)
        {
            Rows<T, TNumber>(h, powers, state, elements / channels, channels);
            return;
        }

        // A state of few channels is repeated, so that a vector may begin at any of them.
        T* memory = stackalloc T[2 * TNumber.Planes * lanes];
        PlanePointers<T> repeated = new(memory, TNumber.Planes == 1 ? null : memory + (2 * lanes));
        for (int j = 0; j < 2 * lanes; j++)
        {
            repeated.Re[j] = state.Re[j % channels];
            if (TNumber.Planes == 2)
            {
                repeated.Im[j] = state.Im[j % channels];
            }
        }

        if (elements >= lanes)
        {
            Flat<T, TNumber>(h, powers, repeated, elements, channels);
            return;
        }

        int size = ScanPadding.Size<T, TNumber>(1);
        T* few = stackalloc T[2 * size];
        PlanePointers<T> x = ScanPadding.Planes<T, TNumber>(few, 1);
        PlanePointers<T> a = ScanPadding.Planes<T, TNumber>(few + size, 1);
        ScanPadding.Spread<T, TNumber>(h, x, 1, elements);
        ScanPadding.Spread<T, TNumber>(powers, a, 1, elements);
        Flat<T, TNumber>(x, a, repeated, lanes, channels);
        ScanPadding.Gather<T, TNumber>(x, h, 1, elements);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<T, TNumber>(
        PlanePointers<T> h, PlanePointers<T> powers, PlanePointers<T> state, int rows, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
    {
        nint last = channels - Vector<T>.Count;
        for (; rows > 0; rows--)
        {
            TNumber end = TNumber.MultiplyAdd(
                TNumber.Load(powers, last), TNumber.Load(state, last), TNumber.Load(h, last));
            for (nint j = 0; j < last; j += Vector<T>.Count)
            {
                TNumber y = TNumber.MultiplyAdd(
                    TNumber.Load(powers, j), TNumber.Load(state, j), TNumber.Load(h, j));
                TNumber.Store(y, h, j);
            }

            TNumber.Store(end, h, last);
            h = h.At(channels);
            powers = powers.At(channels);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Flat<T, TNumber>(
        PlanePointers<T> h, PlanePointers<T> powers, PlanePointers<T> repeated, int elements, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
    {
        nint last = elements - Vector<T>.Count, from = 0;
        TNumber end = TNumber.MultiplyAdd(
            TNumber.Load(powers, last), TNumber.Load(repeated, last % channels), TNumber.Load(h, last));
        for (nint i = 0; i < last; i += Vector<T>.Count)
        {
            TNumber y = TNumber.MultiplyAdd(
                TNumber.Load(powers, i), TNumber.Load(repeated, from), TNumber.Load(h, i));
            TNumber.Store(y, h, i);
            from = (from + Vector<T>.Count) % channels;
        }

        TNumber.Store(end, h, last);
    }
}
