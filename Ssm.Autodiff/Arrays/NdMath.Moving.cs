namespace Ssm.Autodiff;

/// <content>Moving numbers about: permutations, slices, joins. All of them treat the planes alike.</content>
internal static partial class NdMath
{
    /// <summary>The axes in another order: axis i of the result is axis order[i] of <paramref name="x"/>.</summary>
    internal static NdArray<T> Permute<T>(NdArray<T> x, ReadOnlySpan<int> order)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<int> sizes = stackalloc int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            sizes[i] = x.Shape[order[i]];
        }

        NdArray<T> y = NdArray<T>.Allocate(new Shape(sizes), x.Backend, x.IsComplex);
        x.Backend.Permute(x.Re, y.Re, x.Shape.Sizes, order);
        if (x.IsComplex)
        {
            x.Backend.Permute(x.Im, y.Im, x.Shape.Sizes, order);
        }

        return y;
    }

    internal static NdArray<T> Flip<T>(NdArray<T> x, int axis)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> y = NdArray<T>.Allocate(x.Shape, x.Backend, x.IsComplex);
        AxisShape along = Along(x.Shape, axis);
        x.Backend.Flip(x.Re, y.Re, along);
        if (x.IsComplex)
        {
            x.Backend.Flip(x.Im, y.Im, along);
        }

        return y;
    }

    /// <summary>Entries start up to start + length of one axis.</summary>
    internal static NdArray<T> Slice<T>(NdArray<T> x, int axis, int start, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        AxisShape from = Along(x.Shape, axis);
        Shape shape = x.Shape.With(axis, length);

        // A slice of the outermost axis is one piece of the same memory.
        if (from.Outer == 1)
        {
            int offset = start * from.Inner;
            return new NdArray<T>(
                shape, x.Backend, x.Re.Slice(offset, shape.Count),
                x.IsComplex ? x.Im.Slice(offset, shape.Count) : default);
        }

        NdArray<T> y = NdArray<T>.Allocate(shape, x.Backend, x.IsComplex);
        int fromStride = from.Length * from.Inner;
        RowCopy copy = new(from.Outer, length * from.Inner, fromStride, length * from.Inner);
        CopyRows(x, y, start * from.Inner, 0, copy);
        return y;
    }

    /// <summary>Copies <paramref name="x"/> into a place of <paramref name="y"/> along one axis.</summary>
    internal static void Place<T>(NdArray<T> x, NdArray<T> y, int axis, int start)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        AxisShape from = Along(x.Shape, axis);
        AxisShape to = Along(y.Shape, axis);
        int width = from.Length * from.Inner;
        CopyRows(x, y, 0, start * to.Inner, new RowCopy(from.Outer, width, width, to.Length * to.Inner));
    }

    /// <summary>Zeros around <paramref name="x"/> along one axis: the adjoint of <see cref="Slice"/>.</summary>
    internal static NdArray<T> Embed<T>(NdArray<T> x, Shape shape, int axis, int start)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> y = NdArray<T>.AllocateZeros(shape, x.Backend, x.IsComplex);
        Place(x, y, axis, start);
        return y;
    }

    /// <summary>Repeats along axes of size 1, and before the first axis, until the shape is reached.</summary>
    internal static NdArray<T> BroadcastTo<T>(NdArray<T> x, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        x.Shape == shape ? x : Add(x, NdArray<T>.AllocateZeros(shape, x.Backend));

    private static void CopyRows<T>(NdArray<T> x, NdArray<T> y, int fromOffset, int toOffset, RowCopy copy)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (copy.Rows == 0 || copy.Width == 0)
        {
            return;
        }

        x.Backend.CopyRows(Tail(x.Re, fromOffset), Tail(y.Re, toOffset), copy);
        if (y.IsComplex)
        {
            x.Backend.CopyRows(Tail(ToComplex(x).Im, fromOffset), Tail(y.Im, toOffset), copy);
        }
    }

    private static View<T> Tail<T>(View<T> view, int offset)
        where T : unmanaged => view.Slice(offset, view.Length - offset);
}
