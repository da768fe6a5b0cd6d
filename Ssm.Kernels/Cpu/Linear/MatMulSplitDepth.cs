using System.Buffers;

namespace Ssm.Kernels;

/// <summary>Small results of very long sums (weight gradients): the depth is cut, the parts added in order.</summary>
internal static unsafe class MatMulSplitDepth
{
    private const int LargestResult = 128 * 128;
    private const int LeastDepth = 4096;
    private const int LeastPiece = 2048;
    private const int MostPieces = 16;

    internal static bool Suits<T>(in MatMulProblem<T> problem)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        problem.K >= LeastDepth && (long)problem.M * problem.N <= LargestResult;

    internal static void Run<T>(in MatMulProblem<T> problem, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int pieces = Math.Min(MostPieces, problem.K / LeastPiece);
        int grain = MatMulPacked.RoundUp((problem.K + pieces - 1) / pieces, MatMulPacked.DepthBlock);
        pieces = (problem.K + grain - 1) / grain;
        int size = problem.M * problem.N;
        T[] buffer = ArrayPool<T>.Shared.Rent(pieces * size);
        fixed (T* parts = buffer)
        {
            WorkSplit.Run(problem.K, grain, problem.Work, threads, new Parts<T>(problem, parts, grain), MultiplyPart);
            if (!problem.Accumulate)
            {
                new Span<T>(problem.C, size).Clear();
            }

            for (int i = 0; i < pieces; i++)
            {
                Add(parts + ((nint)i * size), problem.C, size);
            }
        }

        ArrayPool<T>.Shared.Return(buffer);
    }

    private static void MultiplyPart<T>(Parts<T> parts, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint offset = (nint)(start / parts.Grain) * parts.Problem.M * parts.Problem.N;
        MatMulPacked.Run(parts.Problem.PartOfDepth(start, end - start, parts.Results + offset), threads: 1);
    }

    private static void Add<T>(T* part, T* c, int size)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0;
        for (; i <= size - Vector<T>.Count; i += Vector<T>.Count)
        {
            (Vector.Load(c + i) + Vector.Load(part + i)).Store(c + i);
        }

        for (; i < size; i++)
        {
            c[i] += part[i];
        }
    }

    private readonly struct Parts<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        internal Parts(in MatMulProblem<T> problem, T* results, int grain)
        {
            Problem = problem;
            Results = results;
            Grain = grain;
        }

        internal MatMulProblem<T> Problem { get; }

        internal T* Results { get; }

        internal int Grain { get; }
    }
}
