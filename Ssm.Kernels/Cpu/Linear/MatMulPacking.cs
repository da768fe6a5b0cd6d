using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Copies parts of the operands into the order in which the micro-kernel reads them.</summary>
internal static unsafe class MatMulPacking
{
    /// <summary>Packs rows × depth of op(A) into panels of six rows, each (depth, 6), padded with zeros.</summary>
    internal static void Left<T>(MatMulOperand<T> a, int rows, int depth, T* packed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int row = 0;
        for (; row <= rows - MatMulMicroKernel.Rows; row += MatMulMicroKernel.Rows)
        {
            if (a.Transposed)
            {
                SixTransposedRows(a.At(row, 0), a.Stride, depth, packed);
            }
            else
            {
                SixRows(a.At(row, 0), a.Stride, depth, packed);
            }

            packed += MatMulMicroKernel.Rows * (nint)depth;
        }

        if (row < rows)
        {
            Padded(Flip(a.From(row, 0)), rows - row, MatMulMicroKernel.Rows, depth, packed);
        }
    }

    /// <summary>Packs depth × columns of op(B) into one (depth, width) panel, padded with zeros.</summary>
    internal static void Right<T>(MatMulOperand<T> b, int columns, int depth, T* packed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = 2 * Vector<T>.Count;
        if (columns == width && !b.Transposed)
        {
            TwoVectors(b.Data, b.Stride, depth, packed);
        }
        else
        {
            Padded(b, columns, width, depth, packed);
        }
    }

    // A panel of A is a panel of op(A) transposed: element (k, row).
    private static MatMulOperand<T> Flip<T>(MatMulOperand<T> a)
        where T : unmanaged, IFloatingPointIeee754<T> => new(a.Data, a.Stride, !a.Transposed);

    private static void SixRows<T>(T* a, nint stride, int depth, T* packed)
        where T : unmanaged
    {
        T* a1 = a + stride, a2 = a1 + stride, a3 = a2 + stride, a4 = a3 + stride, a5 = a4 + stride;
        for (nint k = 0; k < depth; k++)
        {
            packed[0] = a[k];
            packed[1] = a1[k];
            packed[2] = a2[k];
            packed[3] = a3[k];
            packed[4] = a4[k];
            packed[5] = a5[k];
            packed += MatMulMicroKernel.Rows;
        }
    }

    private static void SixTransposedRows<T>(T* a, nint stride, int depth, T* packed)
        where T : unmanaged
    {
        for (int k = depth; k > 0; k--)
        {
            packed[0] = a[0];
            packed[1] = a[1];
            packed[2] = a[2];
            packed[3] = a[3];
            packed[4] = a[4];
            packed[5] = a[5];
            packed += MatMulMicroKernel.Rows;
            a += stride;
        }
    }

    private static void TwoVectors<T>(T* b, nint stride, int depth, T* packed)
        where T : unmanaged
    {
        for (int k = depth; k > 0; k--)
        {
            Vector.Load(b).Store(packed);
            Vector.Load(b + Vector<T>.Count).Store(packed + Vector<T>.Count);
            b += stride;
            packed += 2 * Vector<T>.Count;
        }
    }

    // One column at a time: a transposed operand is then read in memory order, and the panel stays in L1.
    private static void Padded<T>(MatMulOperand<T> x, int columns, int width, int depth, T* packed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint step = x.Transposed ? 1 : x.Stride;
        for (int j = 0; j < width; j++)
        {
            if (j < columns)
            {
                CopyColumn(x.At(0, j), step, depth, packed + j, width);
            }
            else
            {
                ClearColumn(depth, packed + j, width);
            }
        }
    }

    private static void CopyColumn<T>(T* source, nint step, int depth, T* packed, nint width)
        where T : unmanaged
    {
        for (int k = depth; k > 0; k--)
        {
            *packed = *source;
            source += step;
            packed += width;
        }
    }

    private static void ClearColumn<T>(int depth, T* packed, nint width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int k = depth; k > 0; k--)
        {
            *packed = T.Zero;
            packed += width;
        }
    }

    /// <summary>The first address at or after <paramref name="buffer"/> that begins a cache line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T* Align<T>(T* buffer)
        where T : unmanaged => (T*)(((nuint)buffer + (CacheLine - 1)) & ~(nuint)(CacheLine - 1));

    /// <summary>How many elements to rent so that an aligned part of the wanted length fits.</summary>
    internal static int AlignedLength<T>(int length)
        where T : unmanaged => checked(length + (CacheLine / sizeof(T)));

    private const int CacheLine = 64;
}
