namespace Ssm.Kernels;

/// <summary>What happens to a finished part of C while it is in the first-level cache: y = f(c + bias).</summary>
internal readonly unsafe struct MatMulEpilogue<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly delegate*<MatMulEpilogue<T>, T*, nint, int, int, int, void> _apply;
    private readonly void* _op;

    private MatMulEpilogue(
        T* bias, void* op, delegate*<MatMulEpilogue<T>, T*, nint, int, int, int, void> apply)
    {
        Bias = bias;
        _op = op;
        _apply = apply;
    }

    private T* Bias { get; }

    /// <summary>f(c + bias), the op staying where it is for as long as the product runs.</summary>
    internal static MatMulEpilogue<T> Of<TOp>(T* bias, TOp* op)
        where TOp : unmanaged, IUnaryOp<T> =>
        bias is null && typeof(TOp) == typeof(Identity<T>) ? default : new(bias, op, &ApplyRows<TOp>);

    /// <summary>Applies it, if there is one, to rows × columns of C that begin at column <paramref name="first"/>.
    /// </summary>
    internal void Apply(T* c, nint stride, int rows, int first, int columns)
    {
        if (_apply is not null)
        {
            _apply(this, c, stride, rows, first, columns);
        }
    }

    private static void ApplyRows<TOp>(
        MatMulEpilogue<T> epilogue, T* c, nint stride, int rows, int first, int columns)
        where TOp : unmanaged, IUnaryOp<T>
    {
        TOp op = *(TOp*)epilogue._op;
        for (int i = 0; i < rows; i++)
        {
            if (epilogue.Bias is null)
            {
                Elementwise.Unary<T, TOp>(op, new ReadOnlySpan<T>(c, columns), new Span<T>(c, columns));
            }
            else
            {
                ApplyRow(op, epilogue.Bias + first, c, columns);
            }

            c += stride;
        }
    }

    private static void ApplyRow<TOp>(TOp op, T* bias, T* c, int columns)
        where TOp : unmanaged, IUnaryOp<T>
    {
        int j = 0;
        for (; j <= columns - Vector<T>.Count; j += Vector<T>.Count)
        {
            op.Invoke(Vector.Load(c + j) + Vector.Load(bias + j)).Store(c + j);
        }

        if (j < columns)
        {
            nuint rest = (nuint)(columns - j);
            Tail.Store(op.Invoke(Tail.Load(ref c[j], rest) + Tail.Load(ref bias[j], rest)), ref c[j], rest);
        }
    }
}
