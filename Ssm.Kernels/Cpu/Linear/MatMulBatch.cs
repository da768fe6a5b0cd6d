namespace Ssm.Kernels;

/// <summary>The first product of a batch, and how far apart its matrices are.</summary>
internal readonly struct MatMulBatch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal MatMulBatch(MatMulProblem<T> first, int strideA, int strideB, int strideC)
    {
        First = first;
        StrideA = strideA;
        StrideB = strideB;
        StrideC = strideC;
    }

    internal MatMulProblem<T> First { get; }

    internal int StrideA { get; }

    internal int StrideB { get; }

    internal int StrideC { get; }

    internal MatMulProblem<T> this[int index] =>
        First.Shifted((nint)index * StrideA, (nint)index * StrideB, (nint)index * StrideC);
}

/// <summary>Runs the products of a batch side by side, or one after another with the threads inside each.</summary>
internal static class MatMulBatch
{
    // Either way gives the same bits, because a product's bits do not depend on its threads: so this may ask for them.
    internal static void Run<T>(in MatMulBatch<T> batch, int count, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long work = Math.Max(1, batch.First.Work);
        if (work < WorkSplit.SmallestParallelWork || count >= 2 * threads)
        {
            int grain = (int)Math.Clamp(WorkSplit.SmallestParallelWork / work, 1, Math.Max(1, count));
            WorkSplit.Run(count, grain, work * count, threads, batch, RunPiece);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            MatMul.Run(batch[i], threads);
        }
    }

    private static void RunPiece<T>(MatMulBatch<T> batch, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = start; i < end; i++)
        {
            MatMul.Run(batch[i], threads: 1);
        }
    }
}
