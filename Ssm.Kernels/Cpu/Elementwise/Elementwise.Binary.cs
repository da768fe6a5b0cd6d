using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ssm.Kernels;

public static partial class Elementwise
{
    /// <summary>y = f(a, b), element by element.</summary>
    /// <param name="op">f.</param>
    /// <param name="a">Any length.</param>
    /// <param name="b">As long as <paramref name="a"/>.</param>
    /// <param name="y">As long as <paramref name="a"/>; may be an input.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Binary<T, TOp>(TOp op, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IBinaryOp<T>
    {
        Guard.Length(b.Length, a.Length, nameof(Elementwise));
        Guard.Length(y.Length, a.Length, nameof(Elementwise));

        // One rounding each, so TensorPrimitives gives the same bits wherever a span is cut, and has wider vectors.
        if (typeof(TOp) == typeof(Add<T>))
        {
            TensorPrimitives.Add(a, b, y);
        }
        else if (typeof(TOp) == typeof(Subtract<T>))
        {
            TensorPrimitives.Subtract(a, b, y);
        }
        else if (typeof(TOp) == typeof(Multiply<T>))
        {
            TensorPrimitives.Multiply(a, b, y);
        }
        else
        {
            BinaryLoop(op, new SpanOperand<T>(a), new SpanOperand<T>(b), y);
        }
    }

    /// <summary>y = f(a, b) with one number a for all elements.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void BinaryLeftScalar<T, TOp>(TOp op, T a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IBinaryOp<T>
    {
        Guard.Length(y.Length, b.Length, nameof(Elementwise));
        BinaryLoop(op, new ScalarOperand<T>(a), new SpanOperand<T>(b), y);
    }

    /// <summary>y = f(a, b) with one number b for all elements.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void BinaryRightScalar<T, TOp>(TOp op, ReadOnlySpan<T> a, T b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IBinaryOp<T>
    {
        Guard.Length(y.Length, a.Length, nameof(Elementwise));
        BinaryLoop(op, new SpanOperand<T>(a), new ScalarOperand<T>(b), y);
    }

    private static void BinaryLoop<T, TOp, TLeft, TRight>(TOp op, TLeft a, TRight b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IBinaryOp<T>
        where TLeft : IOperand<T>, allows ref struct
        where TRight : IOperand<T>, allows ref struct
    {
        ref T py = ref MemoryMarshal.GetReference(y);
        nuint width = (nuint)Vector<T>.Count, length = (nuint)y.Length, i = 0;
        for (; i + width <= length; i += width)
        {
            op.Invoke(a.Load(i), b.Load(i)).StoreUnsafe(ref py, i);
        }

        if (i < length)
        {
            nuint rest = length - i;
            Tail.Store(op.Invoke(a.LoadTail(i, rest), b.LoadTail(i, rest)), ref Unsafe.Add(ref py, i), rest);
        }
    }
}
