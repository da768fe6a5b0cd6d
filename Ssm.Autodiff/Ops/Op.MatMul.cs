namespace Ssm.Autodiff;

/// <content>Matrix products.</content>
public static partial class Op
{
    /// <summary>op(a)·op(b) over the last two axes, where op transposes (without conjugating) if asked for.</summary>
    /// <remarks>
    /// The axes before the last two are a batch: equal on both sides, absent on one, or repeated by NumPy's rules
    /// (which
    /// copies). Adjoint, for y = a·b:
    /// <code>
    ///   ā = ȳ·bᴴ
    ///   b̄ = aᴴ·ȳ     summed over the batch where b has none
    /// </code>
    /// </remarks>
    /// <exception cref="ArgumentException">Inner or batch sizes differ, or an operand has fewer than two
    /// axes.</exception>
    public static Variable<T> MatMul<T>(
        Variable<T> a, Variable<T> b, bool transposeA = false, bool transposeB = false)     // (…, M, K), (…, K, N)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (a, b) = WithOneBatch(a, b);
        NdArray<T> y = NdMath.MatMul(a.Array, b.Array, transposeA, transposeB);
        return Tape<T>.Of(a, b) is { } tape ? RecordMatMul(tape, a, b, transposeA, transposeB, y) : Constant(y);
    }

    /// <summary>Re(op(a)·op(b)): the product of complex matrices of which only the real part is wanted.</summary>
    /// <remarks>Adjoint: that of <see cref="MatMul"/>, for Re hands on ȳ as it is.</remarks>
    /// <exception cref="ArgumentException">Inner or batch sizes differ, or an operand has fewer than two
    /// axes.</exception>
    public static Variable<T> MatMulRealPart<T>(
        Variable<T> a, Variable<T> b, bool transposeA = false, bool transposeB = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (a, b) = WithOneBatch(a, b);
        NdArray<T> y = NdMath.MatMulRealPart(a.Array, b.Array, transposeA, transposeB);
        return Tape<T>.Of(a, b) is { } tape ? RecordMatMul(tape, a, b, transposeA, transposeB, y) : Constant(y);
    }

    // Batches that differ and are both there, as (2, 1) and (3), become one by repetition: the product itself repeats
    // only where one side has no batch at all.
    private static (Variable<T> A, Variable<T> B) WithOneBatch<T>(Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (a.Shape.Rank <= 2 || b.Shape.Rank <= 2 || a.Shape.Sizes[..^2].SequenceEqual(b.Shape.Sizes[..^2]))
        {
            return (a, b);
        }

        Shape left = new(a.Shape.Sizes[..^2]);
        Shape right = new(b.Shape.Sizes[..^2]);
        BroadcastPlan.Create(left.Sizes, right.Sizes);
        Shape batch = NdMath.Broadcast(left, right);
        return (
            BroadcastTo(a, new Shape([.. batch.Sizes, a.Shape[^2], a.Shape[^1]])),
            BroadcastTo(b, new Shape([.. batch.Sizes, b.Shape[^2], b.Shape[^1]])));
    }

    private static Variable<T> RecordMatMul<T>(
        Tape<T> tape, Variable<T> a, Variable<T> b, bool transposeA, bool transposeB, NdArray<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        return tape.Record(y, MatMulPullback, [a, b], nameof(MatMul));

        void MatMulPullback(NdArray<T> dy, Gradients<T> gradients)
        {
            NdArray<T> left = a.Array;
            NdArray<T> right = b.Array;

            // A stack of matrices times one matrix is one product of many rows, and so is its adjoint.
            if (right.Shape.Rank == 2 && !transposeA && left.Shape.Rank > 2)
            {
                left = left.Reshape([left.Shape.CountOf(0, left.Shape.Rank - 1), left.Shape[^1]]);
                dy = dy.Reshape([left.Shape[0], dy.Shape[^1]]);
            }

            if (a.Tape is not null)
            {
                NdArray<T> da = transposeA
                    ? Product(right, dy, transposeB, true, new MatMulConjugates(true, false), a.IsComplex)
                    : Product(dy, right, false, !transposeB, new MatMulConjugates(false, true), a.IsComplex);
                gradients.Add(a, da.Shape.Count == a.Shape.Count ? da.Reshape(a.Shape) : da);
            }

            if (b.Tape is not null)
            {
                gradients.Add(b, transposeB
                    ? Product(dy, left, true, transposeA, new MatMulConjugates(false, true), b.IsComplex)
                    : Product(left, dy, !transposeA, false, new MatMulConjugates(true, false), b.IsComplex));
            }
        }

        // A real operand receives the real part, so no imaginary one is computed for it.
        static NdArray<T> Product(
            NdArray<T> left, NdArray<T> right, bool tl, bool tr, MatMulConjugates conjugates, bool complex) => complex
            ? NdMath.MatMul(left, right, tl, tr, conjugates)
            : NdMath.MatMulRealPart(left, right, tl, tr, conjugates);
    }
}
