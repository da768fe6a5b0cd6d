using System.Buffers;

namespace Ssm.Kernels;

/// <summary>The packed product: B packed once for all rows, C in blocks that each thread computes on its own.</summary>
/// <remarks>
/// Loops, from outside: columns by <see cref="MostColumns"/>, depth by what fits the buffer, blocks of C (the pieces
/// that threads take), depth by <see cref="DepthBlock"/>, panels of columns, panels of rows, the micro-kernel.
/// </remarks>
internal static unsafe class MatMulPacked
{
    /// <summary>Terms of a sum between two visits of C: B's panel is then 16 KiB for 32-byte vectors.</summary>
    internal const int DepthBlock = 256;

    /// <summary>Columns packed together.</summary>
    internal const int MostColumns = 2048;

    // Elements of B packed at a time: 4 MiB of float, so that the blocks of C read it from L2 or L3.
    private const int MostPacked = 1 << 20;

    // Rows of a block: its packed A (120 KiB of float at most) stays in L2.
    private const int MostRows = 120;
    private const int LeastRows = 24;

    // Blocks aimed at, so that a handful of threads finds equal shares.
    private const int AimedBlocks = 8;

    internal static void Run<T>(in MatMulProblem<T> problem, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = 2 * Vector<T>.Count;
        int columns = Math.Min(MostColumns, RoundUp(problem.N, width));
        int depth = Math.Min(problem.K, Math.Max(DepthBlock, MostPacked / columns / DepthBlock * DepthBlock));
        T[] buffer = ArrayPool<T>.Shared.Rent(MatMulPacking.AlignedLength<T>(columns * depth));
        fixed (T* start = buffer)
        {
            T* packed = MatMulPacking.Align(start);
            for (int j = 0; j < problem.N; j += columns)
            {
                for (int k = 0; k < problem.K; k += depth)
                {
                    Slab<T> slab = new(
                        problem, packed, j, Math.Min(columns, problem.N - j), k, Math.Min(depth, problem.K - k));
                    RunSlab(slab, threads);
                }
            }
        }

        ArrayPool<T>.Shared.Return(buffer);
    }

    internal static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;

    private static void RunSlab<T>(in Slab<T> slab, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long size = (long)slab.Panels * slab.Depth;
        WorkSplit.Run(slab.Panels, Math.Max(1, slab.Panels / AimedBlocks), size * 8, threads, slab, PackPanels);
        long work = (long)slab.Problem.M * slab.Columns * slab.Depth;
        WorkSplit.Run(slab.RowBlocks * slab.ColumnBlocks, 1, work, threads, slab, MultiplyBlocks);
    }

    private static void PackPanels<T>(Slab<T> slab, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = 2 * Vector<T>.Count;
        for (int panel = start; panel < end; panel++)
        {
            int columns = Math.Min(width, slab.Columns - (panel * width));
            for (int k = 0; k < slab.Depth; k += DepthBlock)
            {
                int depth = Math.Min(DepthBlock, slab.Depth - k);
                MatMulPacking.Right(
                    slab.Problem.B.From(slab.FirstDepth + k, slab.FirstColumn + (panel * width)),
                    columns,
                    depth,
                    slab.PackedPanel(panel, k, depth));
            }
        }
    }

    private static void MultiplyBlocks<T>(Slab<T> slab, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] buffer = ArrayPool<T>.Shared.Rent(MatMulPacking.AlignedLength<T>(
            slab.BlockRows * Math.Min(DepthBlock, slab.Depth)));
        fixed (T* first = buffer)
        {
            T* packed = MatMulPacking.Align(first);
            for (int block = start; block < end; block++)
            {
                MultiplyBlock(slab, block / slab.ColumnBlocks, block % slab.ColumnBlocks, packed);
            }
        }

        ArrayPool<T>.Shared.Return(buffer);
    }

    private static void MultiplyBlock<T>(in Slab<T> slab, int rowBlock, int columnBlock, T* packed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        MatMulProblem<T> problem = slab.Problem;
        int row = rowBlock * slab.BlockRows;
        int rows = Math.Min(slab.BlockRows, problem.M - row);
        int firstPanel = columnBlock * slab.BlockPanels;
        int endPanel = Math.Min(slab.Panels, firstPanel + slab.BlockPanels);
        int width = 2 * Vector<T>.Count;

        for (int k = 0; k < slab.Depth; k += DepthBlock)
        {
            int depth = Math.Min(DepthBlock, slab.Depth - k);
            MatMulPacking.Left(problem.A.From(row, slab.FirstDepth + k), rows, depth, packed);
            bool add = problem.Accumulate || slab.FirstDepth + k > 0;
            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                T* c = problem.C + ((nint)row * problem.N) + slab.FirstColumn + (panel * width);
                int columns = Math.Min(width, slab.Columns - (panel * width));
                MultiplyPanel(packed, slab.PackedPanel(panel, k, depth), c, problem.N, rows, columns, depth, add);
            }
        }
    }

    private static void MultiplyPanel<T>(T* a, T* b, T* c, int stride, int rows, int columns, int depth, bool add)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = 2 * Vector<T>.Count;
        T* edge = stackalloc T[MatMulMicroKernel.Rows * width];
        for (int row = 0; row < rows; row += MatMulMicroKernel.Rows)
        {
            if (columns == width && row + MatMulMicroKernel.Rows <= rows)
            {
                MatMulMicroKernel.Tile(depth, a, b, c, stride, add);
            }
            else
            {
                MatMulMicroKernel.Tile(depth, a, b, edge, width, add: false);
                CopyEdge(edge, width, c, stride, Math.Min(MatMulMicroKernel.Rows, rows - row), columns, add);
            }

            a += MatMulMicroKernel.Rows * (nint)depth;
            c += MatMulMicroKernel.Rows * (nint)stride;
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

    /// <summary>A part of the columns and of the depth, whose B is packed at one time.</summary>
    private readonly struct Slab<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        internal Slab(in MatMulProblem<T> problem, T* packed, int firstColumn, int columns, int firstDepth, int depth)
        {
            Problem = problem;
            Packed = packed;
            FirstColumn = firstColumn;
            Columns = columns;
            FirstDepth = firstDepth;
            Depth = depth;
            Panels = RoundUp(columns, 2 * Vector<T>.Count) / (2 * Vector<T>.Count);
            BlockRows = RoundUp(Math.Clamp(problem.M / AimedBlocks, LeastRows, MostRows), MatMulMicroKernel.Rows);
            RowBlocks = RoundUp(problem.M, BlockRows) / BlockRows;

            // Columns are cut only where there are few rows: each cut packs the same A again.
            int cuts = Math.Min(RoundUp(AimedBlocks, RowBlocks) / RowBlocks, Math.Max(1, Panels / 4));
            BlockPanels = RoundUp(Panels, cuts) / cuts;
            ColumnBlocks = RoundUp(Panels, BlockPanels) / BlockPanels;
        }

        internal MatMulProblem<T> Problem { get; }

        internal int FirstColumn { get; }

        internal int Columns { get; }

        internal int FirstDepth { get; }

        internal int Depth { get; }

        internal int Panels { get; }

        internal int BlockRows { get; }

        internal int RowBlocks { get; }

        internal int BlockPanels { get; }

        internal int ColumnBlocks { get; }

        private T* Packed { get; }

        /// <summary>Where a panel's (depth, two vectors) of the depth block that begins at k lies.</summary>
        internal T* PackedPanel(int panel, int k, int depth) =>
            Packed + (((nint)k * Panels) + ((nint)panel * depth)) * (2 * Vector<T>.Count);
    }
}
