using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Copies parts of the operands into the order in which a tile reads them.</summary>
internal static unsafe class MatMulPacking
{
    private const int CacheLine = 64;

    /// <summary>Copies rows × depth of op(A): row by row, or as (depth, tile's rows) where A is transposed.</summary>
    /// <remarks>Rows up to the next whole tile are zeros.</remarks>
    internal static MatMulLeft<T> Left<T, TTile>(MatMulOperand<T> a, int rows, int depth, T* packed)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IMatMulTile<T>
    {
        if (a.Transposed)
        {
            TransposedRows<T, TTile>(a, rows, depth, packed);
            return new MatMulLeft<T>(packed, 1, TTile.Rows, TTile.Rows * (nint)depth, depth);
        }

        int pitch = Pitch(depth), end = MatMulPacked.RoundUp(rows, TTile.FewRows);
        for (int i = 0; i < end; i++)
        {
            Span<T> row = new(packed + (i * (nint)pitch), depth);
            if (i < rows)
            {
                new ReadOnlySpan<T>(a.At(i, 0), depth).CopyTo(row);
            }
            else
            {
                row.Clear();
            }
        }

        return new MatMulLeft<T>(packed, pitch, 1, TTile.Rows * (nint)pitch, depth);
    }

    /// <summary>Elements from one copied row to the next: whole cache lines, one more than the row, so that rows of a
    /// power of two do not fall upon each other in the cache.</summary>
    internal static int Pitch(int depth) => MatMulPacked.RoundUp(depth, 16) + 16;

    /// <summary>Packs depth × columns of op(B) into one (depth, tile's columns) panel, padded with zeros.</summary>
    internal static void Right<T, TTile>(MatMulOperand<T> b, int columns, int depth, T* packed)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IMatMulTile<T>
    {
        if (columns < TTile.Columns)
        {
            new Span<T>(packed, TTile.Columns * depth).Clear();
        }

        if (b.Transposed)
        {
            MatMulTranspose.Run(b.Data, b.Stride, columns, depth, packed, TTile.Columns);
        }
        else if (columns == TTile.Columns)
        {
            for (int k = depth; k > 0; k--)
            {
                Unsafe.CopyBlockUnaligned(packed, b.Data, (uint)(TTile.Columns * sizeof(T)));
                b = b.From(1, 0);
                packed += TTile.Columns;
            }
        }
        else
        {
            for (int k = 0; k < depth; k++)
            {
                new ReadOnlySpan<T>(b.At(k, 0), columns).CopyTo(new Span<T>(packed, columns));
                packed += TTile.Columns;
            }
        }
    }

    /// <summary>The first address at or after <paramref name="buffer"/> that begins a cache line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T* Align<T>(T* buffer)
        where T : unmanaged => (T*)(((nuint)buffer + (CacheLine - 1)) & ~(nuint)(CacheLine - 1));

    /// <summary>How many elements to rent so that an aligned part of the wanted length fits.</summary>
    internal static int AlignedLength<T>(int length)
        where T : unmanaged => checked(length + (CacheLine / sizeof(T)));

    private static void TransposedRows<T, TTile>(MatMulOperand<T> a, int rows, int depth, T* packed)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IMatMulTile<T>
    {
        for (int i = 0; i < rows; i += TTile.Rows)
        {
            T* source = a.At(i, 0);
            int count = Math.Min(TTile.Rows, rows - i);
            if (count == TTile.Rows)
            {
                for (int k = depth; k > 0; k--)
                {
                    Unsafe.CopyBlockUnaligned(packed, source, (uint)(TTile.Rows * sizeof(T)));
                    source += a.Stride;
                    packed += TTile.Rows;
                }
            }
            else
            {
                for (int k = depth; k > 0; k--)
                {
                    new Span<T>(packed, TTile.Rows).Clear();
                    new ReadOnlySpan<T>(source, count).CopyTo(new Span<T>(packed, count));
                    source += a.Stride;
                    packed += TTile.Rows;
                }
            }
        }
    }
}
