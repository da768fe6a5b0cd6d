namespace Ssm.Autodiff;

/// <content>Padding, rolling, repeating, stacking and splitting: compositions of the ops that move numbers.</content>
public static partial class Op
{
    /// <summary>Zeros before and after x along one axis.</summary>
    /// <remarks>Adjoint: x̄ = the part of ȳ where x is.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static Variable<T> Pad<T>(Variable<T> x, int axis, int before, int after)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        axis = x.Shape.Axis(axis, nameof(Pad));
        ArgumentOutOfRangeException.ThrowIfNegative(before);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        int length = x.Shape[axis];
        NdArray<T> y = NdMath.Embed(x.Array, x.Shape.With(axis, before + length + after), axis, before);
        return x.Tape is { } tape ? Record(tape, x, axis, before, y) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> x, int axis, int before, NdArray<T> y)
        {
            int length = x.Shape[axis];
            return tape.Record(y, PadPullback, [x]);

            void PadPullback(NdArray<T> dy, Gradients<T> gradients) =>
                gradients.Add(x, NdMath.Slice(dy, axis, before, length));
        }
    }

    /// <summary>y[i] = x[i − shift] along one axis, round the end; a negative shift goes to the front.</summary>
    /// <remarks>Adjoint: x̄ = ȳ rolled back.</remarks>
    public static Variable<T> Roll<T>(Variable<T> x, int axis, int shift)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        axis = x.Shape.Axis(axis, nameof(Roll));
        int length = x.Shape[axis];
        int cut = length == 0 ? 0 : ((shift % length) + length) % length;
        return cut == 0 ? x : Concat(axis, Slice(x, axis, length - cut, cut), Slice(x, axis, 0, length - cut));
    }

    /// <summary>x side by side with itself: as many copies along each axis as asked for.</summary>
    /// <remarks>Adjoint: x̄ = the sum of ȳ over the copies.</remarks>
    /// <exception cref="ArgumentException">There is not one count for each axis.</exception>
    public static Variable<T> Tile<T>(Variable<T> x, params ReadOnlySpan<int> counts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rank = x.Shape.Rank;
        if (counts.Length != rank)
        {
            throw new ArgumentException($"Tile: 'counts' has {counts.Length} values, expected one for each axis of " +
                $"{x.Shape}.");
        }

        // Every axis of size n becomes (1, n), is repeated to (count, n), and is merged.
        int[] split = new int[2 * rank];
        int[] repeated = new int[2 * rank];
        int[] merged = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            (split[2 * i], split[(2 * i) + 1]) = (1, x.Shape[i]);
            (repeated[2 * i], repeated[(2 * i) + 1]) = (counts[i], x.Shape[i]);
            merged[i] = counts[i] * x.Shape[i];
        }

        return Reshape(BroadcastTo(Reshape(x, new Shape(split)), new Shape(repeated)), new Shape(merged));
    }

    /// <summary>Every entry of one axis, count times in a row.</summary>
    /// <remarks>Adjoint: x̄ = the sum of ȳ over the copies.</remarks>
    public static Variable<T> RepeatInterleave<T>(Variable<T> x, int axis, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        axis = x.Shape.Axis(axis, nameof(RepeatInterleave));
        ReadOnlySpan<int> lead = x.Shape.Sizes[..(axis + 1)];
        ReadOnlySpan<int> rest = x.Shape.Sizes[(axis + 1)..];
        Variable<T> y = BroadcastTo(Reshape(x, new Shape([.. lead, 1, .. rest])), new Shape([.. lead, count, .. rest]));
        return Reshape(y, x.Shape.With(axis, x.Shape[axis] * count));
    }

    /// <summary>Arrays of one shape along a new axis.</summary>
    /// <remarks>Adjoint: each input receives its entry of ȳ.</remarks>
    /// <exception cref="ArgumentException">There is no array, or they differ in shape.</exception>
    public static Variable<T> Stack<T>(int axis, params ReadOnlySpan<Variable<T>> parts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T>[] entries = parts.ToArray();
        for (int i = 0; i < entries.Length; i++)
        {
            int rank = entries[i].Shape.Rank;
            int at = axis < 0 ? axis + rank + 1 : axis;
            if (at < 0 || at > rank || entries[i].Shape != parts[0].Shape)
            {
                throw new ArgumentException(
                    $"Stack: part {i} has shape {entries[i].Shape}, expected {parts[0].Shape}, and 'axis' is {axis}.");
            }

            ReadOnlySpan<int> sizes = entries[i].Shape.Sizes;
            entries[i] = Reshape(entries[i], new Shape([.. sizes[..at], 1, .. sizes[at..]]));
        }

        return Concat(axis, entries);
    }

    /// <summary>x cut into pieces of the given lengths along one axis.</summary>
    /// <remarks>Adjoint: x̄ = the gradients of the pieces, side by side.</remarks>
    /// <exception cref="ArgumentException">The lengths do not add up to the axis.</exception>
    public static Variable<T>[] Split<T>(Variable<T> x, int axis, params ReadOnlySpan<int> lengths)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        axis = x.Shape.Axis(axis, nameof(Split));
        Variable<T>[] pieces = new Variable<T>[lengths.Length];
        int start = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            pieces[i] = Slice(x, axis, start, lengths[i]);
            start += lengths[i];
        }

        return start == x.Shape[axis]
            ? pieces
            : throw new ArgumentException($"Split: the lengths add up to {start}, expected " +
                $"{x.Shape[axis]}.", nameof(lengths));
    }
}
