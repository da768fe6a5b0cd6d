using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>A row times a matrix that was packed once: the matrix is read in one stream, as it lies.</summary>
/// <remarks>
/// The columns are cut into strips of eight vectors, then of one; a strip is (depth, columns of the strip), and its
/// sums stay in registers. Columns are padded with zeros to whole vectors, so is a row of results.
/// </remarks>
internal static unsafe class PackedRowProduct
{
    private const int Wide = 8;

    /// <summary>Columns in whole vectors.</summary>
    internal static int Padded<T>(int columns)
        where T : unmanaged => checked((columns + Vector<T>.Count - 1) / Vector<T>.Count * Vector<T>.Count);

    /// <summary>Packs a matrix (columns, depth), that is, one that is stored transposed.</summary>
    internal static void Pack<T>(ReadOnlySpan<T> matrix, int depth, int columns, Span<T> packed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int padded = Padded<T>(columns);
        for (int first = 0, width, to = 0; first < padded; first += width)
        {
            width = padded - first >= Wide * Vector<T>.Count ? Wide * Vector<T>.Count : Vector<T>.Count;
            for (int k = 0; k < depth; k++)
            {
                for (int j = 0; j < width; j++, to++)
                {
                    packed[to] = first + j < columns ? matrix[((first + j) * depth) + k] : T.Zero;
                }
            }
        }
    }

    /// <summary>y += x·M.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Accumulate<T>(T* packed, T* x, int depth, T* y, int padded)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int w = Vector<T>.Count;
        int column = 0;
        for (; column <= padded - (Wide * w); column += Wide * w, y += Wide * w)
        {
            Vector<T> y0 = Vector.Load(y), y1 = Vector.Load(y + w), y2 = Vector.Load(y + (2 * w));
            Vector<T> y3 = Vector.Load(y + (3 * w)), y4 = Vector.Load(y + (4 * w)), y5 = Vector.Load(y + (5 * w));
            Vector<T> y6 = Vector.Load(y + (6 * w)), y7 = Vector.Load(y + (7 * w));
            for (int k = 0; k < depth; k++, packed += Wide * w)
            {
                Vector<T> factor = Vector.Create(x[k]);
                y0 = Fused.MultiplyAdd(factor, Vector.Load(packed), y0);
                y1 = Fused.MultiplyAdd(factor, Vector.Load(packed + w), y1);
                y2 = Fused.MultiplyAdd(factor, Vector.Load(packed + (2 * w)), y2);
                y3 = Fused.MultiplyAdd(factor, Vector.Load(packed + (3 * w)), y3);
                y4 = Fused.MultiplyAdd(factor, Vector.Load(packed + (4 * w)), y4);
                y5 = Fused.MultiplyAdd(factor, Vector.Load(packed + (5 * w)), y5);
                y6 = Fused.MultiplyAdd(factor, Vector.Load(packed + (6 * w)), y6);
                y7 = Fused.MultiplyAdd(factor, Vector.Load(packed + (7 * w)), y7);
            }

            y0.Store(y);
            y1.Store(y + w);
            y2.Store(y + (2 * w));
            y3.Store(y + (3 * w));
            y4.Store(y + (4 * w));
            y5.Store(y + (5 * w));
            y6.Store(y + (6 * w));
            y7.Store(y + (7 * w));
        }

        for (; column < padded; column += w, y += w)
        {
            Vector<T> sum = Vector.Load(y);
            for (int k = 0; k < depth; k++, packed += w)
            {
                sum = Fused.MultiplyAdd(Vector.Create(x[k]), Vector.Load(packed), sum);
            }

            sum.Store(y);
        }
    }
}
