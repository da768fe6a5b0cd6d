namespace Ssm.Autodiff;

/// <summary>Functions of arrays, without a tape: what forward passes and pullbacks are written in.</summary>
/// <remarks>Each allocates its result on the device of its operands and calls that device's backend.</remarks>
internal static partial class NdMath
{
    /// <exception cref="ArgumentException">The arrays live on different devices.</exception>
    internal static void RequireSameDevice<T>(string operation, NdArray<T> left, NdArray<T> right)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!ReferenceEquals(left.Backend, right.Backend))
        {
            throw new ArgumentException(
                $"{operation}: the first operand is on {left.Backend.Name}, the second on {right.Backend.Name} or on " +
                "another instance of it; make both with the same backend.");
        }
    }

    /// <exception cref="ArgumentException">The array is complex.</exception>
    internal static void RequireReal<T>(string operation, NdArray<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.IsComplex)
        {
            throw new ArgumentException($"{operation}: the operand is {x}, " +
                "expected a real array; take Real or Abs first.");
        }
    }

    /// <summary>The common shape of two operands by NumPy's rules.</summary>
    internal static Shape Broadcast(Shape left, Shape right)
    {
        if (left == right)
        {
            return left;
        }

        int rank = Math.Max(left.Rank, right.Rank);
        Span<int> sizes = stackalloc int[rank];
        for (int i = 1; i <= rank; i++)
        {
            int l = i <= left.Rank ? left[^i] : 1;
            int r = i <= right.Rank ? right[^i] : 1;
            sizes[^i] = l == 1 ? r : l;
        }

        return new Shape(sizes);
    }

    /// <summary>
    /// Brings a gradient into the space of the variable it belongs to: its shape, and real where it is real.
    /// </summary>
    /// <remarks>
    /// The adjoint of repeating is the sum over the copies; that of real numbers among complex, the real part.
    /// </remarks>
    internal static NdArray<T> Project<T>(NdArray<T> gradient, NdArray<T> variable)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (gradient.IsComplex && !variable.IsComplex)
        {
            gradient = gradient.RealPart();
        }

        gradient = SumTo(gradient, variable.Shape);
        return gradient.IsComplex == variable.IsComplex ? gradient : ToComplex(gradient);
    }

    /// <summary>Sums over the axes that broadcasting repeated, so that the result has the shape asked for.</summary>
    internal static NdArray<T> SumTo<T>(NdArray<T> x, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.Shape == shape)
        {
            return x;
        }

        // The leading axes that the operand never had are one axis to sum; then each axis of size 1, from the inside.
        int extra = x.Shape.Rank - shape.Rank;
        NdArray<T> y = x;
        if (extra > 0)
        {
            int lead = x.Shape.CountOf(0, extra);
            y = ReduceAxis<T, SumReduction<T>>(y, new AxisShape(1, lead, x.Shape.CountOf(extra, x.Shape.Rank)));
            y = Reshaped(y, x.Shape.Sizes[extra..]);
        }

        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            if (shape[axis] == 1 && y.Shape[axis] != 1)
            {
                Shape reduced = y.Shape.With(axis, 1);
                y = Reshaped(ReduceAxis<T, SumReduction<T>>(y, Along(y.Shape, axis)), reduced.Sizes);
            }
        }

        return y;
    }

    /// <summary>The array seen from one axis.</summary>
    internal static AxisShape Along(Shape shape, int axis) =>
        new(shape.CountOf(0, axis), shape[axis], shape.CountOf(axis + 1, shape.Rank));

    /// <summary>Combines the middle axis of (outer, length, inner); the result is (outer · inner) flat.</summary>
    internal static NdArray<T> ReduceAxis<T, TReduction>(NdArray<T> x, AxisShape axis)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReduction : struct, IReduction<T>
    {
        NdArray<T> y = NdArray<T>.Allocate([axis.Outer * axis.Inner], x.Backend, x.IsComplex);
        x.Backend.Reduce<TReduction>(x.Re, y.Re, axis);
        if (x.IsComplex)
        {
            x.Backend.Reduce<TReduction>(x.Im, y.Im, axis);
        }

        return y;
    }

    /// <summary>The array with an imaginary plane of zeros, sharing the real one.</summary>
    internal static NdArray<T> ToComplex<T>(NdArray<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        x.IsComplex ? x : new NdArray<T>(x.Shape, x.Backend, x.Re, NdArray<T>.AllocateZeros(x.Shape, x.Backend).Re);

    /// <summary>Two real arrays of one shape as the planes of a complex one, sharing their memory.</summary>
    internal static NdArray<T> Join<T>(NdArray<T> re, NdArray<T> im)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(re.Shape, re.Backend, re.Re, im.Re);

    private static NdArray<T> Reshaped<T>(NdArray<T> x, ReadOnlySpan<int> sizes)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Reshape(new Shape(sizes));
}
