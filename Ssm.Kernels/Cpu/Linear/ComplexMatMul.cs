namespace Ssm.Kernels;

/// <summary>The complex matrix product C = op(A) op(B) on planes, as four real products.</summary>
/// <remarks>
/// (Ar + iAi)(Br + iBi) = (Ar Br − Ai Bi) + i (Ar Bi + Ai Br): the minus signs and the conjugates are applied to a
/// product while it is in cache, so no operand is copied or negated. The form with three products (Knuth, "The Art of
/// Computer Programming", 4.6.4) saves a quarter of the multiplications, needs sums of the planes as copies, and its
/// imaginary part is exact only relative to the real one; it is not used. Each part has |error| ≤ 2 K ε Σ |a||b|.
/// A NaN or an infinity spreads to its row (of A) or column (of B). C may not share memory with A or B.
/// </remarks>
public static unsafe class ComplexMatMul
{
    /// <summary>Computes C = op(A) op(B), where op transposes, conjugates, both or neither.</summary>
    /// <param name="a">A, (M, K), or (K, M) when transposed.</param>
    /// <param name="b">B, (K, N), or (N, K) when transposed.</param>
    /// <param name="c">C, (M, N).</param>
    /// <param name="shape">The sizes, and which operands are stored transposed.</param>
    /// <param name="conjugateLeft">Whether op(A) conjugates.</param>
    /// <param name="conjugateRight">Whether op(B) conjugates.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A plane has not the length that the shape asks for.</exception>
    public static void Multiply<T>(
        ReadOnlyPlanar<T> a,
        ReadOnlyPlanar<T> b,
        Planar<T> c,
        in MatMulShape shape,
        bool conjugateLeft,
        bool conjugateRight,
        int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        MatMul.CheckSizes(shape, threads, nameof(ComplexMatMul));
        MatMul.CheckLength(a.Length, shape.M, shape.K, shape.TransposeLeft, nameof(ComplexMatMul), nameof(a));
        MatMul.CheckLength(b.Length, shape.K, shape.N, shape.TransposeRight, nameof(ComplexMatMul), nameof(b));
        MatMul.CheckLength(c.Length, shape.M, shape.N, transposed: false, nameof(ComplexMatMul), nameof(c));
        Run(a, b, c.Re, c.Im, shape, MatMulStrides.One, new MatMulConjugates(conjugateLeft, conjugateRight), threads);
    }

    /// <summary>Computes C[i] = op(A[i]) op(B[i]) for every i of a batch, the results one behind the other.</summary>
    /// <param name="a">The left operands.</param>
    /// <param name="b">The right operands.</param>
    /// <param name="c">The results, (batch, M, N).</param>
    /// <param name="shape">The sizes of each product, and which operands are stored transposed.</param>
    /// <param name="batch">How many products, and how far apart their operands are; 0 shares one.</param>
    /// <param name="conjugates">Which operands are conjugated.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <remarks>Each product has the bits that <see cref="Multiply"/> gives for it.</remarks>
    /// <exception cref="ArgumentException">A plane is too short for the last product.</exception>
    public static void MultiplyBatched<T>(
        ReadOnlyPlanar<T> a,
        ReadOnlyPlanar<T> b,
        Planar<T> c,
        in MatMulShape shape,
        in MatMulStrides batch,
        MatMulConjugates conjugates,
        int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckBatch(a.Length, b.Length, c.Length, shape, batch, threads);
        Run(a, b, c.Re, c.Im, shape, batch, conjugates, threads);
    }

    /// <summary>Computes the real parts of <see cref="MultiplyBatched"/>, which takes half of the products.</summary>
    /// <inheritdoc cref="MultiplyBatched"/>
    public static void RealPartBatched<T>(
        ReadOnlyPlanar<T> a,
        ReadOnlyPlanar<T> b,
        Span<T> c,
        in MatMulShape shape,
        in MatMulStrides batch,
        MatMulConjugates conjugates,
        int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckBatch(a.Length, b.Length, c.Length, shape, batch, threads);
        Run(a, b, c, default, shape, batch, conjugates, threads);
    }

    private static void CheckBatch(int a, int b, int c, in MatMulShape shape, in MatMulStrides batch, int threads)
    {
        const string Kernel = nameof(ComplexMatMul);
        MatMul.CheckSizes(shape, threads, Kernel);
        Guard.AtLeast(batch.Count, 0, Kernel);
        Guard.AtLeast(batch.LeftStride, 0, Kernel);
        Guard.AtLeast(batch.RightStride, 0, Kernel);
        long result = (long)shape.M * shape.N;
        MatMul.CheckBatch(a, batch.Count, batch.LeftStride, (long)shape.M * shape.K, Kernel, nameof(a));
        MatMul.CheckBatch(b, batch.Count, batch.RightStride, (long)shape.K * shape.N, Kernel, nameof(b));
        MatMul.CheckBatch(c, batch.Count, result, result, Kernel, nameof(c));
    }

    // Without a span of imaginary parts only the real ones are computed.
    private static void Run<T>(
        ReadOnlyPlanar<T> a,
        ReadOnlyPlanar<T> b,
        Span<T> re,
        Span<T> im,
        in MatMulShape shape,
        in MatMulStrides batch,
        MatMulConjugates conjugates,
        int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool same = conjugates.Left == conjugates.Right;
        Negate<T> op = default;
        MatMulEpilogue<T> negate = MatMulEpilogue<T>.Of(null, &op);
        fixed (T* ar = a.Re, ai = a.Im, br = b.Re, bi = b.Im, cr = re, ci = im)
        {
            Product(ai, bi, cr, accumulate: false, same ? negate : default, shape, batch, threads);
            Product(ar, br, cr, accumulate: true, default, shape, batch, threads);
            if (im.IsEmpty)
            {
                return;
            }

            // The term of the conjugated operand first: it is negated there, or with both the whole sum at the end.
            MatMulEpilogue<T> first = same ? default : negate;
            MatMulEpilogue<T> second = same && conjugates.Left ? negate : default;
            if (conjugates.Left)
            {
                Product(ai, br, ci, accumulate: false, first, shape, batch, threads);
                Product(ar, bi, ci, accumulate: true, second, shape, batch, threads);
            }
            else
            {
                Product(ar, bi, ci, accumulate: false, first, shape, batch, threads);
                Product(ai, br, ci, accumulate: true, second, shape, batch, threads);
            }
        }
    }

    private static void Product<T>(
        T* a,
        T* b,
        T* c,
        bool accumulate,
        MatMulEpilogue<T> epilogue,
        in MatMulShape shape,
        in MatMulStrides batch,
        int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        MatMulProblem<T> first = new(a, b, c, shape, accumulate, epilogue);
        if (batch.Count == 1)
        {
            MatMul.Run(first, threads);
            return;
        }

        int result = shape.M * shape.N;
        MatMulBatch.Run(
            new MatMulBatch<T>(first, batch.LeftStride, batch.RightStride, result), batch.Count, threads);
    }
}
