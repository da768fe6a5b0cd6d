using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Between a row of a packed spectrum with its partner and the bins of the real signal, a pair at a time.
/// </summary>
/// <remarks>The formulas are those of <see cref="PackedRealTransform{T}"/>.</remarks>
internal static unsafe class RealBins
{
    /// <summary>Writes the bins of a row that is not after its partner, and those of the partner.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Separate<T>(
        BlockedFft<T> fft, Lanes<T>* z, T* turns, T* re, T* im, nint stride, int row, LaneGroup group)
        where T : unmanaged, IFloatingPointIeee754<T>
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
                int lane = block * Vector<T>.Count;
                Lanes<T>* points = z + (block * memory);
                Separate(
                    points + here, points + there, turns + (2 * k), re + low + lane, im + low + lane,
                    re + high + lane, im + high + lane, group.Width(block));
            }
        }
    }

    /// <summary>Reads the bins of a row that is not after its partner, and those of the partner, to points whose parts
    /// are exchanged.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Join<T>(
        BlockedFft<T> fft, T* re, T* im, Lanes<T>* z, T* turns, nint stride, int row, LaneGroup group)
        where T : unmanaged, IFloatingPointIeee754<T>
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
                int lane = block * Vector<T>.Count;
                Lanes<T>* points = z + (block * memory);
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
    private static void Separate<T>(
        Lanes<T>* here, Lanes<T>* there, T* turn, T* lowRe, T* lowIm, T* highRe, T* highIm, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Lanes<T> a = *here, b = *there;
        Lanes<T> even = new Lanes<T>(a.Re + b.Re, a.Im - b.Im) * new Vector<T>(T.CreateTruncating(0.5));
        Lanes<T> odd = new Lanes<T>(a.Re - b.Re, a.Im + b.Im) * Lanes<T>.Broadcast(turn);
        Lanes<T> low = even + odd, high = new(even.Re - odd.Re, odd.Im - even.Im);
        if (width == Vector<T>.Count)
        {
            low.Re.Store(lowRe);
            low.Im.Store(lowIm);
            high.Re.Store(highRe);
            high.Im.Store(highIm);
        }
        else
        {
            Write(low, lowRe, lowIm, width);
            Write(high, highRe, highIm, width);
        }
    }

    // Out of line, as no vector should live across a call in the usual case.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Write<T>(Lanes<T> bin, T* re, T* im, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        LaneBlock.Write(bin.Re, re, width);
        LaneBlock.Write(bin.Im, im, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Join<T>(
        Lanes<T>* here, Lanes<T>* there, T* turn, T* lowRe, T* lowIm, T* highRe, T* highIm, int width, bool ends,
        T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Bins 0 and n/2 are real whatever their imaginary parts say.
        Vector<T> lowImaginary = ends ? Vector<T>.Zero : LaneBlock.Read(lowIm, width);
        Vector<T> highImaginary = ends ? Vector<T>.Zero : LaneBlock.Read(highIm, width);
        Lanes<T> a = new(LaneBlock.Read(lowRe, width), lowImaginary);
        Lanes<T> b = new(LaneBlock.Read(highRe, width), -highImaginary);
        Vector<T> factor = new(scale);
        Lanes<T> even = (a + b) * (factor * new Vector<T>(T.CreateTruncating(0.5)));
        Lanes<T> odd = Lanes<T>.ConjugateTimes(Lanes<T>.Broadcast(turn), a - b) * factor;
        *here = (even + odd).Swapped;
        *there = new(odd.Im - even.Im, even.Re - odd.Re);
    }
}
