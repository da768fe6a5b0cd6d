using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Between the two steps of <see cref="LongRowFft{T}"/>: twiddles, and squares transposed.</summary>
internal static unsafe class RowTurn
{
    /// <summary>For vectors of eight floats: each square in registers from its loads to its stores.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Eight(float* x, float* fine, float* coarse, float* matrix, int rows, int pitch)
    {
        for (int p = 0; p < rows; p += 8, x += 128, fine += 128, coarse += 16, matrix += 16 * (nint)pitch)
        {
            Lanes<float>* from = (Lanes<float>*)x;
            Lanes<float>* w = (Lanes<float>*)fine;
            Lanes<float> x0 = from[0].Times(w[0].Times(Lanes<float>.Broadcast(coarse)));
            Lanes<float> x1 = from[1].Times(w[1].Times(Lanes<float>.Broadcast(coarse + 2)));
            Lanes<float> x2 = from[2].Times(w[2].Times(Lanes<float>.Broadcast(coarse + 4)));
            Lanes<float> x3 = from[3].Times(w[3].Times(Lanes<float>.Broadcast(coarse + 6)));
            Lanes<float> x4 = from[4].Times(w[4].Times(Lanes<float>.Broadcast(coarse + 8)));
            Lanes<float> x5 = from[5].Times(w[5].Times(Lanes<float>.Broadcast(coarse + 10)));
            Lanes<float> x6 = from[6].Times(w[6].Times(Lanes<float>.Broadcast(coarse + 12)));
            Lanes<float> x7 = from[7].Times(w[7].Times(Lanes<float>.Broadcast(coarse + 14)));
            RowFirstPass.StoreTransposed(x0.Re, x1.Re, x2.Re, x3.Re, x4.Re, x5.Re, x6.Re, x7.Re, matrix);
            RowFirstPass.StoreTransposed(x0.Im, x1.Im, x2.Im, x3.Im, x4.Im, x5.Im, x6.Im, x7.Im, matrix + 8);
        }
    }

    /// <summary>For any vector; the first <paramref name="width"/> columns of each square.</summary>
    internal static void Squares<T>(
        Lanes<T>* x, Lanes<T>* fine, T* coarse, Lanes<T>* matrix, int rows, int pitch, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        Lanes<T>* square = stackalloc Lanes<T>[lanes];
        for (int p = 0; p < rows; p += lanes, x += lanes, fine += lanes, coarse += 2 * lanes, matrix += pitch)
        {
            Turn(x, fine, coarse, lanes);
            RowTranspose.Square(x, square);
            new ReadOnlySpan<Lanes<T>>(square, width).CopyTo(new Span<Lanes<T>>(matrix, width));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Turn<T>(Lanes<T>* x, Lanes<T>* fine, T* coarse, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < count; i++, coarse += 2)
        {
            x[i] = x[i].Times(fine[i].Times(Lanes<T>.Broadcast(coarse)));
        }
    }
}
