namespace Ssm.Autodiff;

/// <content>Reshaping, reordering, cutting and joining. Each adjoint puts the numbers back where they came
/// from.</content>
public static partial class Op
{
    /// <summary>The same numbers under another shape; the memory is shared.</summary>
    /// <remarks>Adjoint: x̄ = ȳ under the shape of x.</remarks>
    /// <exception cref="ArgumentException">The shapes differ in their number of elements.</exception>
    public static Variable<T> Reshape<T>(Variable<T> x, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> y = x.Array.Reshape(shape);
        return x.Tape is { } tape ? Record(tape, x, y) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> x, NdArray<T> y)
        {
            Shape shape = x.Shape;
            return tape.Record(y, ReshapePullback, [x]);

            void ReshapePullback(NdArray<T> dy, Gradients<T> gradients) => gradients.Add(x, dy.Reshape(shape));
        }
    }

    /// <summary>The axes in another order: axis i of the result is axis order[i] of x. Copies.</summary>
    /// <remarks>Adjoint: x̄ = ȳ with the axes back in order.</remarks>
    /// <exception cref="ArgumentException">The order is not a permutation of x's axes.</exception>
    public static Variable<T> Permute<T>(Variable<T> x, params ReadOnlySpan<int> order)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] inverse = Inverse(order, x.Shape);
        NdArray<T> y = NdMath.Permute(x.Array, order);
        return x.Tape is { } tape ? Record(tape, x, inverse, y) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> x, int[] inverse, NdArray<T> y)
        {
            return tape.Record(y, PermutePullback, [x]);

            void PermutePullback(NdArray<T> dy, Gradients<T> gradients) =>
                gradients.Add(x, NdMath.Permute(dy, inverse));
        }
    }

    /// <summary>The last two axes exchanged.</summary>
    /// <remarks>Adjoint: x̄ = ȳᵀ.</remarks>
    /// <exception cref="ArgumentException">There are fewer than two axes.</exception>
    public static Variable<T> Transpose<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.Shape.Rank < 2)
        {
            throw new ArgumentException($"Transpose: 'x' has shape {x.Shape}, expected two axes or more.", nameof(x));
        }

        int[] order = [.. Enumerable.Range(0, x.Shape.Rank)];
        (order[^1], order[^2]) = (order[^2], order[^1]);
        return Permute(x, order);
    }

    /// <summary>Entries start … start + length − 1 of one axis.</summary>
    /// <remarks>Adjoint: x̄ = ȳ, surrounded by zeros.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The entries do not lie on the axis.</exception>
    public static Variable<T> Slice<T>(Variable<T> x, int axis, int start, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        axis = x.Shape.Axis(axis, nameof(Slice));
        if (start < 0 || length < 0 || start > x.Shape[axis] - length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(start),
                $"Slice: entries {start} to {(long)start + length} do not lie on axis {axis} of {x.Shape}.");
        }

        NdArray<T> y = NdMath.Slice(x.Array, axis, start, length);
        return x.Tape is { } tape ? Record(tape, x, axis, start, y) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> x, int axis, int start, NdArray<T> y)
        {
            Shape shape = x.Shape;
            return tape.Record(y, SlicePullback, [x]);

            void SlicePullback(NdArray<T> dy, Gradients<T> gradients) =>
                gradients.Add(x, NdMath.Embed(dy, shape, axis, start));
        }
    }

    /// <summary>One entry of an axis, which is dropped.</summary>
    /// <remarks>Adjoint: that of <see cref="Slice"/>.</remarks>
    public static Variable<T> Select<T>(Variable<T> x, int axis, int index)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        axis = x.Shape.Axis(axis, nameof(Select));
        return Reshape(
            Slice(x, axis, index, 1), new Shape([.. x.Shape.Sizes[..axis], .. x.Shape.Sizes[(axis + 1)..]]));
    }

    /// <summary>Arrays side by side along one axis; complex if any of them is.</summary>
    /// <remarks>Adjoint: each input receives its slice of ȳ.</remarks>
    /// <exception cref="ArgumentException">There is no array, or they differ in another axis.</exception>
    public static Variable<T> Concat<T>(int axis, params ReadOnlySpan<Variable<T>> parts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> y = Joined(ref axis, parts);
        return Tape<T>.Of(parts) is { } tape ? Record(tape, axis, parts.ToArray(), y) : Constant(y);

        static Variable<T> Record(Tape<T> tape, int axis, Variable<T>[] parts, NdArray<T> y)
        {
            return tape.Record(y, ConcatPullback, parts);

            void ConcatPullback(NdArray<T> dy, Gradients<T> gradients)
            {
                int start = 0;
                foreach (Variable<T> part in parts)
                {
                    int length = part.Shape[axis];
                    if (part.Tape is not null)
                    {
                        gradients.Add(part, NdMath.Slice(dy, axis, start, length));
                    }

                    start += length;
                }
            }
        }
    }

    /// <summary>One axis in reverse order.</summary>
    /// <remarks>Adjoint: x̄ = ȳ with the axis reversed again.</remarks>
    public static Variable<T> Flip<T>(Variable<T> x, int axis)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        axis = x.Shape.Axis(axis, nameof(Flip));
        NdArray<T> y = NdMath.Flip(x.Array, axis);
        return x.Tape is { } tape ? Record(tape, x, axis, y) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> x, int axis, NdArray<T> y)
        {
            return tape.Record(y, FlipPullback, [x]);

            void FlipPullback(NdArray<T> dy, Gradients<T> gradients) => gradients.Add(x, NdMath.Flip(dy, axis));
        }
    }

    /// <summary>x repeated to a larger shape, by NumPy's rules.</summary>
    /// <remarks>Adjoint: x̄ = the sum of ȳ over the copies.</remarks>
    /// <exception cref="ArgumentException">x does not broadcast to the shape.</exception>
    public static Variable<T> BroadcastTo<T>(Variable<T> x, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> y = Add(x, Constant(NdArray<T>.AllocateZeros(shape, x.Backend)));
        return y.Shape == shape
            ? y
            : throw new ArgumentException($"BroadcastTo: {x.Shape} does not broadcast to {shape}.", nameof(shape));
    }

    private static NdArray<T> Joined<T>(ref int axis, ReadOnlySpan<Variable<T>> parts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (parts.Length == 0)
        {
            throw new ArgumentException("Concat: 'parts' is empty, expected one array or more.", nameof(parts));
        }

        Shape first = parts[0].Shape;
        axis = first.Axis(axis, nameof(Concat));
        int total = 0;
        bool complex = false;
        foreach (Variable<T> part in parts)
        {
            if (part.Shape.Rank != first.Rank || part.Shape.With(axis, 1) != first.With(axis, 1))
            {
                throw new ArgumentException(
                    $"Concat: shapes {first} and {part.Shape} differ in another axis than {axis}.", nameof(parts));
            }

            NdMath.RequireSameDevice(nameof(Concat), parts[0].Array, part.Array);
            total += part.Shape[axis];
            complex |= part.IsComplex;
        }

        NdArray<T> y = NdArray<T>.Allocate(first.With(axis, total), parts[0].Backend, complex);
        int start = 0;
        foreach (Variable<T> part in parts)
        {
            NdMath.Place(part.Array, y, axis, start);
            start += part.Shape[axis];
        }

        return y;
    }

    private static int[] Inverse(ReadOnlySpan<int> order, Shape shape)
    {
        int[] inverse = new int[order.Length];
        Array.Fill(inverse, -1);
        for (int i = 0; i < order.Length; i++)
        {
            if (order.Length == shape.Rank && (uint)order[i] < (uint)order.Length)
            {
                inverse[order[i]] = i;
            }
        }

        return order.Length == shape.Rank && Array.IndexOf(inverse, -1) < 0
            ? inverse
            : throw new ArgumentException(
                $"Permute: 'order' is ({string.Join(", ", order.ToArray())}), expected each axis of {shape} once.");
    }
}
