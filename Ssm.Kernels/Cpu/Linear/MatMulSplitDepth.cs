using System.Buffers;

namespace Ssm.Kernels;

/// <summary>Small results of very long sums (weight gradients): the depth is cut, the parts added in order.</summary>
internal static unsafe class MatMulSplitDepth
{
    private const int LargestResult = 128 * 128;
    private const int LeastDepth = 4096;
    private const int LeastPiece = 2048;
    private const int MostPieces = 16;
    private const int GrainMultiple = 256;

    internal static bool Suits<T>(in MatMulProblem<T> problem)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        problem.K >= LeastDepth && (long)problem.M * problem.N <= LargestResult;

    internal static void Run<T>(in MatMulProblem<T> problem, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int pieces = Math.Min(MostPieces, problem.K / LeastPiece);
        int grain = MatMulPacked.RoundUp((problem.K + pieces - 1) / pieces, GrainMultiple);
        pieces = (problem.K + grain - 1) / grain;
        int size = problem.M * problem.N;
        T[] buffer = ArrayPool<T>.Shared.Rent(pieces * size);
        fixed (T* parts = buffer)
        {
            WorkSplit.Run(
                problem.K, grain, problem.Work, threads, new MatMulParts<T>(problem, parts, grain), MultiplyPart);
            MatMulParts<T>.AddAll(problem, parts, pieces);
        }

        ArrayPool<T>.Shared.Return(buffer);
    }

    private static void MultiplyPart<T>(MatMulParts<T> parts, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T> => MatMulPacked.Run(parts.At(start, end), threads: 1);
}
