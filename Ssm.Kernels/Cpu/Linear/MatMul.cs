using System.Diagnostics.CodeAnalysis;

namespace Ssm.Kernels;

/// <summary>The real matrix product C = op(A) op(B), optionally + C or with a bias and a function after it, on
/// row-major spans.</summary>
/// <remarks>
/// <para>
/// Large products are packed and register-blocked after Goto and van de Geijn, "Anatomy of High-Performance Matrix
/// Multiplication", ACM TOMS 34(3), 2008: B in panels of two vectors of columns, A copied row by row, and tiles of
/// C of six rows (twelve where there are 512-bit vectors) that stay in registers. Products of one to three rows or of
/// one column (decoding), and small ones, read both operands in place.
/// </para>
/// <para>
/// How a sum over K is cut and ordered depends on the shape alone, never on the number of threads: same shape, same
/// bits. Each element has |error| ≤ K ε Σ |a||b|.
/// </para>
/// <para>
/// A NaN or an infinity in A spreads only to its row of C, one in B only to its column: the zeros that pad the panels
/// meet such values only in sums that are thrown away. C may not share memory with A or B.
/// </para>
/// </remarks>
public static unsafe class MatMul
{
    /// <summary>Computes C = op(A) op(B), or C += op(A) op(B).</summary>
    /// <param name="a">A, (M, K), or (K, M) when transposed.</param>
    /// <param name="b">B, (K, N), or (N, K) when transposed.</param>
    /// <param name="c">C, (M, N). For K = 0 it becomes zero, or stays as it is when accumulating.</param>
    /// <param name="shape">The sizes, and which operands are stored transposed.</param>
    /// <param name="accumulate">Adds to C instead of overwriting it.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A span has not the length that the shape asks for.</exception>
    public static void Multiply<T>(
        ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, in MatMulShape shape, bool accumulate, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckSizes(shape, threads, nameof(MatMul));
        CheckLength(a.Length, shape.M, shape.K, shape.TransposeLeft, nameof(MatMul), nameof(a));
        CheckLength(b.Length, shape.K, shape.N, shape.TransposeRight, nameof(MatMul), nameof(b));
        CheckLength(c.Length, shape.M, shape.N, transposed: false, nameof(MatMul), nameof(c));

        fixed (T* left = a, right = b, result = c)
        {
            Run(new MatMulProblem<T>(left, right, result, shape, accumulate, default), threads);
        }
    }

    /// <summary>Computes C = f(op(A) op(B) + bias), the function applied to each part while it is in cache.</summary>
    /// <param name="a">A, (M, K), or (K, M) when transposed.</param>
    /// <param name="b">B, (K, N), or (N, K) when transposed.</param>
    /// <param name="bias">(N), added to every row; empty for none.</param>
    /// <param name="op">f: an activation, or <see cref="Identity{T}"/>.</param>
    /// <param name="c">C, (M, N).</param>
    /// <param name="shape">The sizes, and which operands are stored transposed.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <remarks>The bits are those of <see cref="Multiply"/>, a sum and f, one after the other.</remarks>
    /// <exception cref="ArgumentException">A span has not the length that the shape asks for.</exception>
    public static void Affine<T, TOp>(
        ReadOnlySpan<T> a,
        ReadOnlySpan<T> b,
        ReadOnlySpan<T> bias,
        TOp op,
        Span<T> c,
        in MatMulShape shape,
        int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : unmanaged, IUnaryOp<T>
    {
        CheckSizes(shape, threads, nameof(MatMul));
        CheckLength(a.Length, shape.M, shape.K, shape.TransposeLeft, nameof(MatMul), nameof(a));
        CheckLength(b.Length, shape.K, shape.N, shape.TransposeRight, nameof(MatMul), nameof(b));
        CheckLength(c.Length, shape.M, shape.N, transposed: false, nameof(MatMul), nameof(c));
        if (!bias.IsEmpty)
        {
            Guard.Length(bias.Length, shape.N, nameof(MatMul));
        }

        fixed (T* left = a, right = b, result = c, added = bias)
        {
            MatMulEpilogue<T> epilogue = MatMulEpilogue<T>.Of(added, &op);
            Run(new MatMulProblem<T>(left, right, result, shape, accumulate: false, epilogue), threads);
        }
    }

    /// <summary>Computes C[i] = op(A[i]) op(B[i]), or C[i] += …, for i = 0 … batch − 1.</summary>
    /// <param name="a">The left operands; A[i] starts at i · <paramref name="strideA"/>.</param>
    /// <param name="b">The right operands; B[i] starts at i · <paramref name="strideB"/>.</param>
    /// <param name="c">The results; C[i] starts at i · <paramref name="strideC"/>.</param>
    /// <param name="batch">How many products.</param>
    /// <param name="strideA">Elements from one A to the next; 0 shares one A.</param>
    /// <param name="strideB">Elements from one B to the next; 0 shares one B.</param>
    /// <param name="strideC">Elements from one C to the next: M · N or more, so that no two results overlap.</param>
    /// <param name="shape">The sizes of each product, and which operands are stored transposed.</param>
    /// <param name="accumulate">Adds to C instead of overwriting it.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <remarks>Each product has the bits that <see cref="Multiply"/> gives for it.</remarks>
    /// <exception cref="ArgumentException">A span is too short for the last product.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size or stride is negative, or results overlap.</exception>
    public static void MultiplyBatched<T>(
        ReadOnlySpan<T> a,
        ReadOnlySpan<T> b,
        Span<T> c,
        int batch,
        int strideA,
        int strideB,
        int strideC,
        in MatMulShape shape,
        bool accumulate,
        int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckSizes(shape, threads, nameof(MatMul));
        Guard.AtLeast(batch, 0, nameof(MatMul));
        Guard.AtLeast(strideA, 0, nameof(MatMul));
        Guard.AtLeast(strideB, 0, nameof(MatMul));
        if (strideC < (long)shape.M * shape.N)
        {
            ThrowOverlap(strideC, shape);
        }

        CheckBatch(a.Length, batch, strideA, (long)shape.M * shape.K, nameof(MatMul), nameof(a));
        CheckBatch(b.Length, batch, strideB, (long)shape.K * shape.N, nameof(MatMul), nameof(b));
        CheckBatch(c.Length, batch, strideC, (long)shape.M * shape.N, nameof(MatMul), nameof(c));

        fixed (T* left = a, right = b, result = c)
        {
            MatMulProblem<T> first = new(left, right, result, shape, accumulate, default);
            MatMulBatch.Run(new MatMulBatch<T>(first, strideA, strideB, strideC), batch, threads);
        }
    }

    // The one place that decides which way a product goes; only the shape is asked.
    internal static void Run<T>(in MatMulProblem<T> problem, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (problem.M == 0 || problem.N == 0)
        {
            return;
        }

        if (problem.K == 0)
        {
            if (!problem.Accumulate)
            {
                new Span<T>(problem.C, problem.M * problem.N).Clear();
            }

            problem.Epilogue.Apply(problem.C, problem.N, problem.M, 0, problem.N);
        }
        else if (problem.N == 1 && problem.M > 1)
        {
            MatMulRows.Run(problem.TransposedColumn(), threads);
            problem.Epilogue.Apply(problem.C, 1, problem.M, 0, 1);
        }
        else if (MatMulRows.Suits(problem))
        {
            MatMulRows.Run(problem, threads);
        }
        else if (MatMulSplitDepth.Suits(problem))
        {
            MatMulSplitDepth.Run(problem, threads);
        }
        else
        {
            MatMulPacked.Run(problem, threads);
        }
    }

    internal static void CheckSizes(in MatMulShape shape, int threads, string kernel)
    {
        Guard.AtLeast(shape.M, 0, kernel);
        Guard.AtLeast(shape.N, 0, kernel);
        Guard.AtLeast(shape.K, 0, kernel);
        Guard.AtLeast(threads, 1, kernel);
    }

    internal static void CheckLength(
        int length, int rows, int columns, bool transposed, string kernel, string argument)
    {
        if (length != (long)rows * columns)
        {
            ThrowLength(length, transposed ? columns : rows, transposed ? rows : columns, kernel, argument);
        }
    }

    internal static void CheckBatch(
        int length, int batch, long stride, long size, string kernel, string argument)
    {
        long needed = batch == 0 ? 0 : ((batch - 1L) * stride) + size;
        if (length < needed)
        {
            ThrowBatch(length, batch, stride, needed, kernel, argument);
        }
    }

    [DoesNotReturn]
    private static void ThrowLength(int length, int rows, int columns, string kernel, string argument) =>
        throw new ArgumentException(
            $"{kernel}: '{argument}' has {length} elements, expected {(long)rows * columns} for the matrix "
            + $"({rows}, {columns}) that the shape says is stored; change the shape or its transposition.",
            argument);

    [DoesNotReturn]
    private static void ThrowBatch(
        int length, int batch, long stride, long needed, string kernel, string argument) =>
        throw new ArgumentException(
            $"{kernel}: '{argument}' has {length} elements, expected {needed} or more for {batch} matrices "
            + $"that are {stride} apart; pass the whole batch, or stride 0 for one shared matrix.",
            argument);

    [DoesNotReturn]
    private static void ThrowOverlap(int strideC, in MatMulShape shape) => throw new ArgumentOutOfRangeException(
        nameof(strideC),
        $"{nameof(MatMul)}: 'strideC' is {strideC}, expected {(long)shape.M * shape.N} or more, so that no two "
        + $"({shape.M}, {shape.N}) results overlap; to sum over the batch, make it part of K.");
}
