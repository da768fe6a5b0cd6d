using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ssm.Kernels;

public static partial class Elementwise
{
    /// <summary>da = (∂f/∂a) dy: the adjoint of <see cref="Binary"/> with respect to its left argument.</summary>
    /// <param name="op">f.</param>
    /// <param name="a">The left argument.</param>
    /// <param name="b">The right argument.</param>
    /// <param name="y">f(a, b). Many ops ignore it.</param>
    /// <param name="dy">The gradient with respect to y.</param>
    /// <param name="da">Receives the gradient with respect to a, overwriting; may be any of the inputs.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void BinaryAdjointLeft<T, TOp>(
        TOp op, ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> da)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IBinaryOp<T>
    {
        Guard.Length(a.Length, da.Length, nameof(Elementwise));
        Guard.Length(b.Length, da.Length, nameof(Elementwise));
        Guard.Length(y.Length, da.Length, nameof(Elementwise));
        Guard.Length(dy.Length, da.Length, nameof(Elementwise));
        AdjointLoopLeft(op, new SpanOperand<T>(a), new SpanOperand<T>(b), new SpanOperand<T>(y), new SpanOperand<T>(dy),
            da);
    }

    /// <summary>da = (∂f/∂a) dy of <see cref="BinaryLeftScalar"/>.</summary>
    /// <remarks>Element by element: the sum over the elements is the gradient of the one number.</remarks>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void BinaryLeftScalarAdjointLeft<T, TOp>(
        TOp op, T a, ReadOnlySpan<T> b, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> da)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IBinaryOp<T>
    {
        Guard.Length(b.Length, da.Length, nameof(Elementwise));
        Guard.Length(y.Length, da.Length, nameof(Elementwise));
        Guard.Length(dy.Length, da.Length, nameof(Elementwise));
        AdjointLoopLeft(op, new ScalarOperand<T>(a), new SpanOperand<T>(b), new SpanOperand<T>(y),
            new SpanOperand<T>(dy), da);
    }

    /// <summary>da = (∂f/∂a) dy of <see cref="BinaryRightScalar"/>.</summary>
    /// <remarks>The other argument is the one number.</remarks>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void BinaryRightScalarAdjointLeft<T, TOp>(
        TOp op, ReadOnlySpan<T> a, T b, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> da)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IBinaryOp<T>
    {
        Guard.Length(a.Length, da.Length, nameof(Elementwise));
        Guard.Length(y.Length, da.Length, nameof(Elementwise));
        Guard.Length(dy.Length, da.Length, nameof(Elementwise));
        AdjointLoopLeft(op, new SpanOperand<T>(a), new ScalarOperand<T>(b), new SpanOperand<T>(y),
            new SpanOperand<T>(dy), da);
    }

    private static void AdjointLoopLeft<T, TOp, TLeft, TRight>(
        TOp op, TLeft a, TRight b, SpanOperand<T> y, SpanOperand<T> dy, Span<T> da)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IBinaryOp<T>
        where TLeft : IOperand<T>, allows ref struct
        where TRight : IOperand<T>, allows ref struct
    {
        ref T p = ref MemoryMarshal.GetReference(da);
        nuint width = (nuint)Vector<T>.Count, length = (nuint)da.Length, i = 0;
        for (; i + width <= length; i += width)
        {
            (dy.Load(i) * op.DerivativeLeft(a.Load(i), b.Load(i), y.Load(i))).StoreUnsafe(ref p, i);
        }

        if (i < length)
        {
            nuint rest = length - i;
            Vector<T> slope = op.DerivativeLeft(a.LoadTail(i, rest), b.LoadTail(i, rest), y.LoadTail(i, rest));
            Tail.Store(dy.LoadTail(i, rest) * slope, ref Unsafe.Add(ref p, i), rest);
        }
    }
}
