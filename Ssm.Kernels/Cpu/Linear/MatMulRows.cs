using System.Buffers;

namespace Ssm.Kernels;

/// <summary>Row by row with B read in place: one to three rows (decoding), where packing B would cost more than the
/// product, and products too small to be worth packing.</summary>
internal static unsafe class MatMulRows
{
    private const int FewRows = 3;
    private const int SmallWork = 1 << 12;

    // Columns in a piece: long runs of B's rows, which the prefetcher needs, where these are read in parts, else a few
    // whole rows; and few enough for C to stay in L1.
    private const int MostColumns = 1024;
    private const int LeastColumns = 64;
    private const int LeastTransposedColumns = 8;
    private const int AimedPieces = 4;
    private const int AimedTransposedPieces = 16;

    // Parts of the depth where that is cut instead: there are so many sums for each, which stay in the first cache.
    private const int MostSums = 1 << 12;
    private const int AimedParts = 8;
    private const int LeastPartDepth = 32;

    internal static bool Suits<T>(in MatMulProblem<T> problem)
        where T : unmanaged, IFloatingPointIeee754<T> => problem.M <= FewRows || problem.Work <= SmallWork;

    internal static void Run<T>(in MatMulProblem<T> problem, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!problem.A.Transposed || problem.M == 1)
        {
            RunColumns(problem, problem.M == 1 ? problem.K : problem.A.Stride, problem.A.Data, threads);
            return;
        }

        // The rows of a transposed A are columns in memory: the few there are here are copied once.
        T[] buffer = ArrayPool<T>.Shared.Rent(problem.M * problem.K);
        fixed (T* rows = buffer)
        {
            for (int i = 0; i < problem.M; i++)
            {
                for (int k = 0; k < problem.K; k++)
                {
                    rows[((nint)i * problem.K) + k] = *problem.A.At(i, k);
                }
            }

            RunColumns(problem, problem.K, rows, threads);
        }

        ArrayPool<T>.Shared.Return(buffer);
    }

    private static void RunColumns<T>(in MatMulProblem<T> problem, int stride, T* rows, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        MatMulProblem<T> contiguous = new(
            new MatMulOperand<T>(rows, stride, transposed: false),
            problem.B,
            problem.C,
            problem.M,
            problem.N,
            problem.K,
            problem.Accumulate,
            problem.Epilogue);
        if (SuitsDepth(problem))
        {
            RunDepth(contiguous, threads);
            return;
        }

        (int least, int aimed) = problem.B.Transposed
            ? (LeastTransposedColumns, AimedTransposedPieces)
            : (LeastColumns, AimedPieces);
        int grain = MatMulPacked.RoundUp(Math.Clamp(problem.N / aimed, 1, MostColumns), least);
        WorkSplit.Run(problem.N, grain, problem.Work, threads, contiguous, MultiplyColumns);
    }

    private static void MultiplyColumns<T>(MatMulProblem<T> problem, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* c = problem.C + start;
        if (!problem.Accumulate)
        {
            Clear(problem, c, end - start);
        }

        if (problem.B.Transposed)
        {
            AddDots(problem, problem.B.At(0, start), c, end - start);
        }
        else
        {
            AddRows(problem, problem.B.At(0, start), c, end - start);
        }

        problem.Epilogue.Apply(c, problem.N, problem.M, start, end - start);
    }

    private static void Clear<T>(in MatMulProblem<T> problem, T* c, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < problem.M; i++)
        {
            new Span<T>(c + ((nint)i * problem.N), columns).Clear();
        }
    }

    // Short rows of a long B: cut into columns, each thread would read parts of every row. Cut into depth, each reads
    // one run of memory, into sums of its own.
    private static bool SuitsDepth<T>(in MatMulProblem<T> problem)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        !problem.B.Transposed && problem.N * problem.M <= MostSums && problem.K >= AimedParts * LeastPartDepth
        && problem.Work >= WorkSplit.SmallestParallelWork;

    private static void RunDepth<T>(in MatMulProblem<T> problem, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int grain = MatMulPacked.RoundUp((problem.K + AimedParts - 1) / AimedParts, 4);
        int parts = (problem.K + grain - 1) / grain, size = problem.M * problem.N;
        T[] buffer = ArrayPool<T>.Shared.Rent(MatMulPacking.AlignedLength<T>(parts * size));
        fixed (T* start = buffer)
        {
            T* sums = MatMulPacking.Align(start);
            WorkSplit.Run(
                problem.K, grain, problem.Work, threads, new MatMulParts<T>(problem, sums, grain), MultiplyPart);
            MatMulParts<T>.AddAll(problem, sums, parts);
        }

        ArrayPool<T>.Shared.Return(buffer);
    }

    private static void MultiplyPart<T>(MatMulParts<T> parts, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        MatMulProblem<T> part = parts.At(start, end);
        Clear(part, part.C, part.N);
        AddRows(part, part.B.Data, part.C, part.N);
    }

    // C += A B, four rows of B at a time, so that C is visited once for four of them; all rows of A share these.
    private static void AddRows<T>(in MatMulProblem<T> problem, T* b, T* c, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint stride = problem.B.Stride;
        int k = 0;
        for (; k <= problem.K - 4; k += 4)
        {
            for (int i = 0; i < problem.M; i++)
            {
                AddFourRows(problem.A.At(i, k), b, stride, c + ((nint)i * problem.N), columns);
            }

            b += 4 * stride;
        }

        for (; k < problem.K; k++)
        {
            for (int i = 0; i < problem.M; i++)
            {
                AddOneRow(*problem.A.At(i, k), b, c + ((nint)i * problem.N), columns);
            }

            b += stride;
        }
    }

    private static void AddFourRows<T>(T* a, T* b0, nint stride, T* c, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* b1 = b0 + stride, b2 = b1 + stride, b3 = b2 + stride;
        Vector<T> a0 = new(a[0]), a1 = new(a[1]), a2 = new(a[2]), a3 = new(a[3]);
        nint j = 0;
        for (; j <= columns - Vector<T>.Count; j += Vector<T>.Count)
        {
            Vector<T> sum = Fused.MultiplyAdd(a0, Vector.Load(b0 + j), Vector.Load(c + j));
            sum = Fused.MultiplyAdd(a1, Vector.Load(b1 + j), sum);
            sum = Fused.MultiplyAdd(a2, Vector.Load(b2 + j), sum);
            Fused.MultiplyAdd(a3, Vector.Load(b3 + j), sum).Store(c + j);
        }

        for (; j < columns; j++)
        {
            T sum = Fused.MultiplyAdd(a[0], b0[j], c[j]);
            sum = Fused.MultiplyAdd(a[1], b1[j], sum);
            sum = Fused.MultiplyAdd(a[2], b2[j], sum);
            c[j] = Fused.MultiplyAdd(a[3], b3[j], sum);
        }
    }

    private static void AddOneRow<T>(T a, T* b, T* c, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> x = new(a);
        nint j = 0;
        for (; j <= columns - Vector<T>.Count; j += Vector<T>.Count)
        {
            Fused.MultiplyAdd(x, Vector.Load(b + j), Vector.Load(c + j)).Store(c + j);
        }

        for (; j < columns; j++)
        {
            c[j] = Fused.MultiplyAdd(a, b[j], c[j]);
        }
    }

    // C[i, j] += a[i, :] · b[j, :], four rows of b at a time, so that a is read once for four of them.
    private static void AddDots<T>(in MatMulProblem<T> problem, T* b, T* c, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint stride = problem.B.Stride;
        int j = 0;
        for (; j <= columns - 4; j += 4)
        {
            for (int i = 0; i < problem.M; i++)
            {
                AddFourDots(problem.A.At(i, 0), problem.K, b, stride, c + ((nint)i * problem.N) + j);
            }

            b += 4 * stride;
        }

        for (; j < columns; j++)
        {
            for (int i = 0; i < problem.M; i++)
            {
                AddOneDot(problem.A.At(i, 0), problem.K, b, c + ((nint)i * problem.N) + j);
            }

            b += stride;
        }
    }

    private static void AddFourDots<T>(T* a, int depth, T* b0, nint stride, T* c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* b1 = b0 + stride, b2 = b1 + stride, b3 = b2 + stride;
        Vector<T> even0 = Vector<T>.Zero, even1 = Vector<T>.Zero, even2 = Vector<T>.Zero, even3 = Vector<T>.Zero;
        Vector<T> odd0 = Vector<T>.Zero, odd1 = Vector<T>.Zero, odd2 = Vector<T>.Zero, odd3 = Vector<T>.Zero;
        nint k = 0, ahead = 4 * stride;
        for (; k <= depth - (2 * Vector<T>.Count); k += 2 * Vector<T>.Count)
        {
            Prefetch.FourAhead(b0 + k, b1 + k, b2 + k, b3 + k, ahead);
            Vector<T> x = Vector.Load(a + k), y = Vector.Load(a + k + Vector<T>.Count);
            even0 = Fused.MultiplyAdd(x, Vector.Load(b0 + k), even0);
            even1 = Fused.MultiplyAdd(x, Vector.Load(b1 + k), even1);
            even2 = Fused.MultiplyAdd(x, Vector.Load(b2 + k), even2);
            even3 = Fused.MultiplyAdd(x, Vector.Load(b3 + k), even3);
            odd0 = Fused.MultiplyAdd(y, Vector.Load(b0 + k + Vector<T>.Count), odd0);
            odd1 = Fused.MultiplyAdd(y, Vector.Load(b1 + k + Vector<T>.Count), odd1);
            odd2 = Fused.MultiplyAdd(y, Vector.Load(b2 + k + Vector<T>.Count), odd2);
            odd3 = Fused.MultiplyAdd(y, Vector.Load(b3 + k + Vector<T>.Count), odd3);
        }

        T sum0 = Vector.Sum(even0 + odd0), sum1 = Vector.Sum(even1 + odd1);
        T sum2 = Vector.Sum(even2 + odd2), sum3 = Vector.Sum(even3 + odd3);
        for (; k < depth; k++)
        {
            sum0 = Fused.MultiplyAdd(a[k], b0[k], sum0);
            sum1 = Fused.MultiplyAdd(a[k], b1[k], sum1);
            sum2 = Fused.MultiplyAdd(a[k], b2[k], sum2);
            sum3 = Fused.MultiplyAdd(a[k], b3[k], sum3);
        }

        c[0] += sum0;
        c[1] += sum1;
        c[2] += sum2;
        c[3] += sum3;
    }

    private static void AddOneDot<T>(T* a, int depth, T* b, T* c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> even = Vector<T>.Zero, odd = Vector<T>.Zero;
        nint k = 0;
        for (; k <= depth - (2 * Vector<T>.Count); k += 2 * Vector<T>.Count)
        {
            even = Fused.MultiplyAdd(Vector.Load(a + k), Vector.Load(b + k), even);
            odd = Fused.MultiplyAdd(
                Vector.Load(a + k + Vector<T>.Count), Vector.Load(b + k + Vector<T>.Count), odd);
        }

        T sum = Vector.Sum(even + odd);
        for (; k < depth; k++)
        {
            sum = Fused.MultiplyAdd(a[k], b[k], sum);
        }

        *c += sum;
    }
}
