namespace Ssm.Autodiff;

/// <summary>How a product over the last two axes becomes one call of the backend.</summary>
internal readonly record struct MatMulPlan(MatMulShape Shape, MatMulStrides Batch, Shape Result)
{
    /// <exception cref="ArgumentException">An operand has fewer than two axes, or inner or batch sizes
    /// differ.</exception>
    internal static MatMulPlan Create(Shape a, Shape b, bool transposeA, bool transposeB)
    {
        if (a.Rank < 2 || b.Rank < 2)
        {
            throw new ArgumentException(
                $"MatMul: left is {a}, right is {b}; both need at least two axes, so reshape a vector to a row or " +
                "column.");
        }

        int m = transposeA ? a[^1] : a[^2];
        int k = transposeA ? a[^2] : a[^1];
        int n = transposeB ? b[^2] : b[^1];
        int inner = transposeB ? b[^1] : b[^2];
        if (k != inner)
        {
            throw new ArgumentException(
                $"MatMul: inner sizes differ, left is {a}{(transposeA ? " transposed" : "")}, right is " +
                $"{b}{(transposeB ? " transposed" : "")}; transpose one of them or change its sizes.");
        }

        // Rows of a stack of matrices times one matrix are simply more rows: (B, L, H)·(H, N) is one product.
        if (b.Rank == 2 && !transposeA)
        {
            int rows = a.CountOf(0, a.Rank - 1);
            return new MatMulPlan(
                new MatMulShape(rows, n, k, false, transposeB), MatMulStrides.One, WithLast(a.Sizes[..^1], n));
        }

        ReadOnlySpan<int> batch = a.Rank >= b.Rank ? a.Sizes[..^2] : b.Sizes[..^2];
        bool agree = (a.Rank == 2 || a.Sizes[..^2].SequenceEqual(batch))
            && (b.Rank == 2 || b.Sizes[..^2].SequenceEqual(batch));
        if (!agree)
        {
            throw new ArgumentException(
                $"MatMul: batch axes differ, left is {a}, right is {b}; they must be equal, or absent on one side.");
        }

        int count = 1;
        foreach (int size in batch)
        {
            count *= size;
        }

        return new MatMulPlan(
            new MatMulShape(m, n, k, transposeA, transposeB),
            new MatMulStrides(count, a.Rank == 2 ? 0 : m * k, b.Rank == 2 ? 0 : k * n),
            new Shape([.. batch, m, n]));
    }

    private static Shape WithLast(ReadOnlySpan<int> lead, int last) => new([.. lead, last]);
}
