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
        bool same = conjugateLeft == conjugateRight;
        Product(a.Im, b.Im, c.Re, shape, negate: same, threads);
        MatMul.Multiply(a.Re, b.Re, c.Re, shape, accumulate: true, threads);
        if (same)
        {
            // Both conjugates: the whole sum is negated, at the end.
            MatMul.Multiply(a.Re, b.Im, c.Im, shape, accumulate: false, threads);
            Add(a.Im, b.Re, c.Im, shape, negate: conjugateLeft, threads);
        }
        else if (conjugateLeft)
        {
            Product(a.Im, b.Re, c.Im, shape, negate: true, threads);
            MatMul.Multiply(a.Re, b.Im, c.Im, shape, accumulate: true, threads);
        }
        else
        {
            Product(a.Re, b.Im, c.Im, shape, negate: true, threads);
            MatMul.Multiply(a.Im, b.Re, c.Im, shape, accumulate: true, threads);
        }
    }

    private static void Product<T>(
        ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, in MatMulShape shape, bool negate, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (negate)
        {
            MatMul.Affine<T, Negate<T>>(a, b, [], default, c, shape, threads);
        }
        else
        {
            MatMul.Multiply(a, b, c, shape, accumulate: false, threads);
        }
    }

    // c = ±(c + a b); the first product has checked the lengths.
    private static void Add<T>(
        ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, in MatMulShape shape, bool negate, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Negate<T> op = default;
        fixed (T* left = a, right = b, result = c)
        {
            MatMulEpilogue<T> epilogue = negate ? MatMulEpilogue<T>.Of(null, &op) : default;
            MatMul.Run(new MatMulProblem<T>(left, right, result, shape, accumulate: true, epilogue), threads);
        }
    }
}
