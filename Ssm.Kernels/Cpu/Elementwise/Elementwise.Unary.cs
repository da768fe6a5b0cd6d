using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ssm.Kernels;

/// <summary>Applies an op to every element of real spans: one SIMD loop for each number of arguments, generic over the
/// op.</summary>
/// <remarks>
/// The tail is one more vector whose missing lanes are filled with ones, not the op's scalar form: so the bits of an
/// element depend on its value alone, never on its position, and a span may be cut anywhere among threads.
/// An output may be the same memory as an input, element for element; it may not overlap one otherwise.
/// </remarks>
public static partial class Elementwise
{
    /// <summary>y = f(x).</summary>
    /// <param name="op">f.</param>
    /// <param name="x">Any length.</param>
    /// <param name="y">As long as <paramref name="x"/>; may be <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    // Not inlined: a caller that the profile finds hot would take the loop in, and its op would no longer fit.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Unary<T, TOp>(TOp op, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IUnaryOp<T>
    {
        Guard.Length(y.Length, x.Length, nameof(Elementwise));
        ref T px = ref MemoryMarshal.GetReference(x);
        ref T py = ref MemoryMarshal.GetReference(y);
        nuint width = (nuint)Vector<T>.Count, length = (nuint)x.Length;
        nuint i = WideUnary.Run<T, TOp>(ref px, ref py, length);
        for (; i + width <= length; i += width)
        {
            op.Invoke(Vector.LoadUnsafe(ref px, i)).StoreUnsafe(ref py, i);
        }

        if (i < length)
        {
            UnaryTail(op, ref Unsafe.Add(ref px, i), ref Unsafe.Add(ref py, i), length - i);
        }
    }

    // Apart from the loop: an op that is inlined twice into one method may have more locals than the compiler inlines,
    // and is then called for each vector (GELU: 3.5 times slower).
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UnaryTail<T, TOp>(TOp op, ref readonly T x, ref T y, nuint count)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IUnaryOp<T> => Tail.Store(op.Invoke(Tail.Load(in x, count)), ref y, count);

    /// <summary>dx = f'(x) dy: the adjoint of <see cref="Unary"/>.</summary>
    /// <param name="op">f.</param>
    /// <param name="x">The argument. An op whose derivative needs the output alone ignores it.</param>
    /// <param name="y">f(x). An op whose derivative needs the argument alone ignores it.</param>
    /// <param name="dy">The gradient with respect to y.</param>
    /// <param name="dx">Receives the gradient with respect to x, overwriting; may be any of the inputs.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void UnaryAdjoint<T, TOp>(
        TOp op, ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IUnaryOp<T>
    {
        Guard.Length(y.Length, x.Length, nameof(Elementwise));
        Guard.Length(dy.Length, x.Length, nameof(Elementwise));
        Guard.Length(dx.Length, x.Length, nameof(Elementwise));
        SpanOperand<T> px = new(x), py = new(y), pdy = new(dy);
        ref T pdx = ref MemoryMarshal.GetReference(dx);
        nuint width = (nuint)Vector<T>.Count, length = (nuint)x.Length, i = 0;
        for (; i + width <= length; i += width)
        {
            (pdy.Load(i) * op.Derivative(px.Load(i), py.Load(i))).StoreUnsafe(ref pdx, i);
        }

        if (i < length)
        {
            nuint rest = length - i;
            Vector<T> last = pdy.LoadTail(i, rest) * op.Derivative(px.LoadTail(i, rest), py.LoadTail(i, rest));
            Tail.Store(last, ref Unsafe.Add(ref pdx, i), rest);
        }
    }
}
