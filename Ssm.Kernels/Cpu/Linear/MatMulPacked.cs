using System.Buffers;
using System.Runtime.Intrinsics;

namespace Ssm.Kernels;

/// <summary>The packed product: B packed once for all rows, C in blocks that each thread computes on its own.</summary>
/// <remarks>
/// Loops, from outside: columns by <see cref="MostColumns"/>, depth by what fits the buffer, blocks of C (the pieces
/// that threads take), depth by what a tile's panel of B may be long, panels of columns, tiles of rows, the tile's
/// loop.
/// </remarks>
internal static unsafe class MatMulPacked
{
    /// <summary>Columns packed together.</summary>
    internal const int MostColumns = 2048;

    // Elements of B packed at a time: 4 MiB of float, so that the blocks of C read it from L2 or L3.
    private const int MostPacked = 1 << 20;

    internal static void Run<T>(in MatMulProblem<T> problem, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Run<T, MatMulTile512<T>>(problem, threads);
        }
        else
        {
            Run<T, MatMulTile<T>>(problem, threads);
        }
    }

    internal static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;

    /// <summary>The depth cut into equal parts that are no longer than <paramref name="most"/>, a multiple of 8.
    /// </summary>
    internal static int DepthOfBlock(int depth, int most)
    {
        int parts = (depth + most - 1) / most;
        return RoundUp((depth + parts - 1) / parts, 8);
    }

    internal static void Run<T, TTile>(in MatMulProblem<T> problem, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IMatMulTile<T>
    {
        int columns = Math.Min(MostColumns, RoundUp(problem.N, TTile.Columns));
        int block = DepthOfBlock(problem.K, TTile.MostDepth);
        int depth = Math.Min(problem.K, Math.Max(1, MostPacked / columns / block) * block);
        T[] buffer = ArrayPool<T>.Shared.Rent(MatMulPacking.AlignedLength<T>(columns * depth));
        fixed (T* start = buffer)
        {
            T* packed = MatMulPacking.Align(start);
            for (int j = 0; j < problem.N; j += columns)
            {
                for (int k = 0; k < problem.K; k += depth)
                {
                    MatMulSlab<T> slab = new(
                        problem,
                        packed,
                        (j, Math.Min(columns, problem.N - j)),
                        (k, Math.Min(depth, problem.K - k)),
                        (TTile.Rows, TTile.Columns, block));
                    RunSlab<T, TTile>(slab, threads);
                }
            }
        }

        ArrayPool<T>.Shared.Return(buffer);
    }

    private static void RunSlab<T, TTile>(in MatMulSlab<T> slab, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IMatMulTile<T>
    {
        long size = (long)slab.Panels * TTile.Columns * slab.Depth;
        int grain = Math.Max(1, slab.Panels / MatMulSlab<T>.AimedBlocks);
        WorkSplit.Run(slab.Panels, grain, size, threads, slab, PackPanels<T, TTile>);
        long work = (long)slab.Problem.M * slab.Columns * slab.Depth;
        WorkSplit.Run(slab.RowBlocks * slab.ColumnBlocks, 1, work, threads, slab, MultiplyBlocks<T, TTile>);
    }

    private static void PackPanels<T, TTile>(MatMulSlab<T> slab, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IMatMulTile<T>
    {
        for (int k = 0; k < slab.Depth; k += slab.BlockDepth)
        {
            int depth = Math.Min(slab.BlockDepth, slab.Depth - k);
            for (int panel = start; panel < end; panel++)
            {
                int column = panel * TTile.Columns;
                MatMulPacking.Right<T, TTile>(
                    slab.Problem.B.From(slab.FirstDepth + k, slab.FirstColumn + column),
                    Math.Min(TTile.Columns, slab.Columns - column),
                    depth,
                    slab.PackedPanel(panel, k, depth));
            }
        }
    }

    private static void MultiplyBlocks<T, TTile>(MatMulSlab<T> slab, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IMatMulTile<T>
    {
        T[] buffer = ArrayPool<T>.Shared.Rent(MatMulPacking.AlignedLength<T>(
            slab.BlockRows * MatMulPacking.Pitch(Math.Min(slab.BlockDepth, slab.Depth))));
        fixed (T* first = buffer)
        {
            T* packed = MatMulPacking.Align(first);
            for (int block = start; block < end; block++)
            {
                MultiplyBlock<T, TTile>(slab, block / slab.ColumnBlocks, block % slab.ColumnBlocks, packed);
            }
        }

        ArrayPool<T>.Shared.Return(buffer);
    }

    private static void MultiplyBlock<T, TTile>(in MatMulSlab<T> slab, int rowBlock, int columnBlock, T* packed)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IMatMulTile<T>
    {
        MatMulProblem<T> problem = slab.Problem;
        int row = rowBlock * slab.BlockRows;
        int rows = Math.Min(slab.BlockRows, problem.M - row);
        int firstPanel = columnBlock * slab.BlockPanels;
        int endPanel = Math.Min(slab.Panels, firstPanel + slab.BlockPanels);

        for (int k = 0; k < slab.Depth; k += slab.BlockDepth)
        {
            int depth = Math.Min(slab.BlockDepth, slab.Depth - k), first = slab.FirstDepth + k;
            MatMulLeft<T> left = MatMulPacking.Left<T, TTile>(problem.A.From(row, first), rows, depth, packed);
            bool add = problem.Accumulate || first > 0, last = first + depth == problem.K;
            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                int column = panel * TTile.Columns;
                int columns = Math.Min(TTile.Columns, slab.Columns - column);
                T* c = problem.C + ((nint)row * problem.N) + slab.FirstColumn + column;
                MultiplyPanel<T, TTile>(left, slab.PackedPanel(panel, k, depth), c, problem.N, rows, columns, add);
                if (last)
                {
                    problem.Epilogue.Apply(c, problem.N, rows, slab.FirstColumn + column, columns);
                }
            }
        }
    }

    private static void MultiplyPanel<T, TTile>(
        in MatMulLeft<T> left, T* b, T* c, int stride, int rows, int columns, bool add)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IMatMulTile<T>
    {
        T* a = left.Data;
        int row = 0;
        if (columns == TTile.Columns)
        {
            for (; row <= rows - TTile.Rows; row += TTile.Rows)
            {
                TTile.Multiply(left.Depth, a, left.RowStep, left.DepthStep, b, c, stride, add);
                a += left.TileStep;
                c += TTile.Rows * (nint)stride;
            }

            for (; row <= rows - TTile.FewRows; row += TTile.FewRows)
            {
                TTile.MultiplyFew(left.Depth, a, left.RowStep, left.DepthStep, b, c, stride, add);
                a += TTile.FewRows * left.RowStep;
                c += TTile.FewRows * (nint)stride;
            }

            if (row == rows)
            {
                return;
            }
        }

        T* edge = stackalloc T[TTile.Rows * TTile.Columns];
        for (; row < rows; row += TTile.Rows)
        {
            int height = Math.Min(TTile.Rows, rows - row);
            if (height <= TTile.FewRows)
            {
                TTile.MultiplyFew(left.Depth, a, left.RowStep, left.DepthStep, b, edge, TTile.Columns, add: false);
            }
            else
            {
                TTile.Multiply(left.Depth, a, left.RowStep, left.DepthStep, b, edge, TTile.Columns, add: false);
            }

            CopyEdge(edge, TTile.Columns, c, stride, height, columns, add);
            a += left.TileStep;
            c += TTile.Rows * (nint)stride;
        }
    }

    private static void CopyEdge<T>(T* edge, int width, T* c, int stride, int rows, int columns, bool add)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                c[j] = add ? edge[j] + c[j] : edge[j];
            }

            edge += width;
            c += stride;
        }
    }
}
