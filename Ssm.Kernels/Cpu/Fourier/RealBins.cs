using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Between a row of a packed spectrum with its partner and the bins of the real signal, a pair at a time.
/// </summary>
/// <remarks>The formulas are those of <see cref="PackedRealTransform{T}"/>.</remarks>
internal static unsafe class RealBins
{
    /// <summary>Writes the bins of a row that is not after its partner, and those of the partner.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Separate<T, TLanes>(
        BlockedFft<T> fft, TLanes* z, T* turns, T* re, T* im, nint stride, int row, LaneGroup group)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int half = fft.Points, memory = fft.MemoryPoints;
        int count = row == fft.Partner(row) ? (fft.Columns / 2) + 1 : fft.Columns;
        for (int f = 0; f < count; f++)
        {
            int k = fft.RowFrequency(row) + (fft.Rows * f);
            if (2 * k > half && row == fft.Partner(row))
            {
                break;
            }

            (nint here, nint there) = Place(fft, row, f);
            nint low = (k * stride) + group.First, high = ((half - k) * stride) + group.First;
            for (int block = 0; block < group.Blocks; block++)
            {
                int lane = block * TLanes.Count;
                TLanes* points = z + (block * memory);
                Separate(
                    points + here, points + there, turns + (2 * k), re + low + lane, im + low + lane,
                    re + high + lane, im + high + lane, group.Width(block));
            }
        }
    }

    /// <summary>Reads the bins of a row that is not after its partner, and those of the partner, to points whose parts
    /// are exchanged.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Join<T, TLanes>(
        BlockedFft<T> fft, T* re, T* im, TLanes* z, T* turns, nint stride, int row, LaneGroup group)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int half = fft.Points, memory = fft.MemoryPoints;
        T scale = T.One / T.CreateChecked(half);
        int count = row == fft.Partner(row) ? (fft.Columns / 2) + 1 : fft.Columns;
        for (int f = 0; f < count; f++)
        {
            int k = fft.RowFrequency(row) + (fft.Rows * f);
            if (2 * k > half && row == fft.Partner(row))
            {
                break;
            }

            (nint here, nint there) = Place(fft, row, f);
            nint low = (k * stride) + group.First, high = ((half - k) * stride) + group.First;
            for (int block = 0; block < group.Blocks; block++)
            {
                int lane = block * TLanes.Count;
                TLanes* points = z + (block * memory);
                Join(
                    points + here, points + there, turns + (2 * k), re + low + lane, im + low + lane,
                    re + high + lane, im + high + lane, group.Width(block), k == 0, scale);
            }
        }
    }

    // Where frequency f of a row lies, and the opposite one.
    private static (nint Here, nint There) Place<T>(BlockedFft<T> fft, int row, int f)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int column = fft.Order[f];
        int opposite = row == 0 ? fft.ZeroPartner[column] : fft.Columns - 1 - column;
        return (((nint)row * fft.RowStride) + column, ((nint)fft.Partner(row) * fft.RowStride) + opposite);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Separate<T, TLanes>(
        TLanes* here, TLanes* there, T* turn, T* lowRe, T* lowIm, T* highRe, T* highIm, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes a = *here, b = *there;
        TLanes even = TLanes.Scale(TLanes.AddConjugate(a, b), T.CreateTruncating(0.5));
        TLanes odd = TLanes.SubtractConjugate(a, b) * TLanes.Broadcast(turn);
        TLanes low = even + odd, high = (even - odd).Conjugate;
        if (width == TLanes.Count)
        {
            low.StoreReal(lowRe, TLanes.Count);
            low.StoreImaginary(lowIm, TLanes.Count);
            high.StoreReal(highRe, TLanes.Count);
            high.StoreImaginary(highIm, TLanes.Count);
        }
        else
        {
            Write(low, lowRe, lowIm, width);
            Write(high, highRe, highIm, width);
        }
    }

    // Out of line, as no vector should live across a call in the usual case.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Write<T, TLanes>(TLanes bin, T* re, T* im, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        bin.StoreReal(re, width);
        bin.StoreImaginary(im, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Join<T, TLanes>(
        TLanes* here, TLanes* there, T* turn, T* lowRe, T* lowIm, T* highRe, T* highIm, int width, bool ends,
        T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        // Bins 0 and n/2 are real whatever their imaginary parts say.
        TLanes a = ends ? TLanes.LoadReal(lowRe, width) : TLanes.Load(lowRe, lowIm, width);
        TLanes b = ends ? TLanes.LoadReal(highRe, width) : TLanes.Load(highRe, highIm, width);
        TLanes even = TLanes.Scale(TLanes.AddConjugate(a, b), scale * T.CreateTruncating(0.5));
        TLanes odd = TLanes.ConjugateTimes(TLanes.Broadcast(turn), TLanes.SubtractConjugate(a, b));
        odd = TLanes.Scale(odd, scale);
        *here = (even + odd).Swapped;
        *there = (even - odd).Conjugate.Swapped;
    }
}
