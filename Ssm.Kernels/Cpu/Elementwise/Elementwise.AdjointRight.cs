using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ssm.Kernels;

public static partial class Elementwise
{
    /// <summary>db = (∂f/∂b) dy: the adjoint of <see cref="Binary"/> with respect to its right argument.</summary>
    /// <param name="op">f.</param>
    /// <param name="a">The left argument.</param>
    /// <param name="b">The right argument.</param>
    /// <param name="y">f(a, b). Many ops ignore it.</param>
    /// <param name="dy">The gradient with respect to y.</param>
    /// <param name="db">Receives the gradient with respect to b, overwriting; may be any of the inputs.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void BinaryAdjointRight<T, TOp>(
        TOp op, ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> db)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IBinaryOp<T>
    {
        Guard.Length(a.Length, db.Length, nameof(Elementwise));
        Guard.Length(b.Length, db.Length, nameof(Elementwise));
        Guard.Length(y.Length, db.Length, nameof(Elementwise));
        Guard.Length(dy.Length, db.Length, nameof(Elementwise));
        AdjointLoopRight(op, new SpanOperand<T>(a), new SpanOperand<T>(b), new SpanOperand<T>(y),
            new SpanOperand<T>(dy), db);
    }

    /// <summary>db = (∂f/∂b) dy of <see cref="BinaryLeftScalar"/>.</summary>
    /// <remarks>The other argument is the one number.</remarks>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void BinaryLeftScalarAdjointRight<T, TOp>(
        TOp op, T a, ReadOnlySpan<T> b, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> db)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IBinaryOp<T>
    {
        Guard.Length(b.Length, db.Length, nameof(Elementwise));
        Guard.Length(y.Length, db.Length, nameof(Elementwise));
        Guard.Length(dy.Length, db.Length, nameof(Elementwise));
        AdjointLoopRight(op, new ScalarOperand<T>(a), new SpanOperand<T>(b), new SpanOperand<T>(y),
            new SpanOperand<T>(dy), db);
    }

    /// <summary>db = (∂f/∂b) dy of <see cref="BinaryRightScalar"/>.</summary>
    /// <remarks>Element by element: the sum over the elements is the gradient of the one number.</remarks>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void BinaryRightScalarAdjointRight<T, TOp>(
        TOp op, ReadOnlySpan<T> a, T b, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> db)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IBinaryOp<T>
    {
        Guard.Length(a.Length, db.Length, nameof(Elementwise));
        Guard.Length(y.Length, db.Length, nameof(Elementwise));
        Guard.Length(dy.Length, db.Length, nameof(Elementwise));
        AdjointLoopRight(op, new SpanOperand<T>(a), new ScalarOperand<T>(b), new SpanOperand<T>(y),
            new SpanOperand<T>(dy), db);
    }

    private static void AdjointLoopRight<T, TOp, TLeft, TRight>(
        TOp op, TLeft a, TRight b, SpanOperand<T> y, SpanOperand<T> dy, Span<T> db)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IBinaryOp<T>
        where TLeft : IOperand<T>, allows ref struct
        where TRight : IOperand<T>, allows ref struct
    {
        ref T p = ref MemoryMarshal.GetReference(db);
        nuint width = (nuint)Vector<T>.Count, length = (nuint)db.Length, i = 0;
        for (; i + width <= length; i += width)
        {
            (dy.Load(i) * op.DerivativeRight(a.Load(i), b.Load(i), y.Load(i))).StoreUnsafe(ref p, i);
        }

        if (i < length)
        {
            nuint rest = length - i;
            Vector<T> slope = op.DerivativeRight(a.LoadTail(i, rest), b.LoadTail(i, rest), y.LoadTail(i, rest));
            Tail.Store(dy.LoadTail(i, rest) * slope, ref Unsafe.Add(ref p, i), rest);
        }
    }
}
