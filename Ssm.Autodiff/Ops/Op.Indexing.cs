namespace Ssm.Autodiff;

/// <content>Looking up and adding by index along an axis.</content>
public static partial class Op
{
    /// <summary>Entries indices[0], indices[1], … of one axis, in that order and as often as they are named.</summary>
    /// <remarks>Adjoint: each entry of ȳ is added to the entry it came from.</remarks>
    /// <param name="x">Real or complex.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="indices">Entries of the axis, of one axis themselves.</param>
    /// <exception cref="ArgumentException">The indices have more than one axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index lies outside the axis.</exception>
    public static Variable<T> IndexSelect<T>(Variable<T> x, int axis, Indices indices)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(indices);
        axis = x.Shape.Axis(axis, nameof(IndexSelect));
        if (indices.Shape.Rank != 1)
        {
            throw new ArgumentException($"IndexSelect: 'indices' has shape {indices.Shape}, expected one " +
                "axis.", nameof(indices));
        }

        indices.RequireRange(nameof(IndexSelect), 0, x.Shape[axis]);
        AxisShape along = NdMath.Along(x.Shape, axis);
        int count = indices.Shape[0];
        int[] rows = new int[along.Outer * count];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = ((i / count) * along.Length) + indices.Values[i % count];
        }

        return Rows(x, new Indices(rows, [rows.Length]), along.Inner, x.Shape.With(axis, count));
    }

    /// <summary>y[…, i, …] = x[…, indices[…, i, …], …]: along one axis, each element is looked up.</summary>
    /// <remarks>Adjoint: x̄[…, indices[…, i, …], …] += ȳ[…, i, …].</remarks>
    /// <param name="x">Real or complex.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="indices">Entries of the axis; of the shape of the result, which is x's but for the axis.</param>
    /// <exception cref="ArgumentException">The shapes differ in another axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index lies outside the axis.</exception>
    public static Variable<T> Gather<T>(Variable<T> x, int axis, Indices indices)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Rows(x, FlatPositions(nameof(Gather), x.Shape, ref axis, indices), width: 1, indices.Shape);

    /// <summary>
    /// x with every element of values added at its index along one axis: x[…, indices[…, i, …], …] += values[…, i, …].
    /// </summary>
    /// <remarks>Adjoint: x̄ = ȳ; the gradient of values is <see cref="Gather"/> of ȳ.</remarks>
    /// <param name="x">Real or complex.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="indices">Entries of the axis, of the shape of the values.</param>
    /// <param name="values">What is added; its shape is x's but for the axis.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index lies outside the axis.</exception>
    public static Variable<T> ScatterAdd<T>(Variable<T> x, int axis, Indices indices, Variable<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Indices positions = FlatPositions(nameof(ScatterAdd), x.Shape, ref axis, indices);
        if (values.Shape != indices.Shape)
        {
            throw new ArgumentException(
                $"ScatterAdd: 'values' has shape {values.Shape}, expected {indices.Shape} as " +
                "'indices'.", nameof(values));
        }

        NdMath.RequireSameDevice(nameof(ScatterAdd), x.Array, values.Array);
        NdArray<T> y = NdMath.Add(x.Array, NdMath.ScatterRows(values.Array, positions, 1, x.Shape));
        return Tape<T>.Of(x, values) is { } tape ? Record(tape, x, values, positions, y) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> x, Variable<T> values, Indices positions, NdArray<T> y)
        {
            return tape.Record(y, ScatterAddPullback, [x, values]);

            void ScatterAddPullback(NdArray<T> dy, Gradients<T> gradients)
            {
                gradients.Add(x, dy);
                if (values.Tape is not null)
                {
                    gradients.Add(values, NdMath.GatherRows(dy, positions, 1, values.Shape));
                }
            }
        }
    }

    private static Variable<T> Rows<T>(Variable<T> x, Indices positions, int width, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> y = NdMath.GatherRows(x.Array, positions, width, shape);
        return x.Tape is { } tape ? Record(tape, x, positions, width, y) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> x, Indices positions, int width, NdArray<T> y)
        {
            Shape shape = x.Shape;
            return tape.Record(y, RowsPullback, [x], "Gather");

            void RowsPullback(NdArray<T> dy, Gradients<T> gradients) =>
                gradients.Add(x, NdMath.ScatterRows(dy, positions, width, shape));
        }
    }

    /// <summary>Where in the flat array each index points to.</summary>
    private static Indices FlatPositions(string operation, Shape shape, ref int axis, Indices indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        axis = shape.Axis(axis, operation);
        if (indices.Shape.Rank != shape.Rank || indices.Shape.With(axis, 1) != shape.With(axis, 1))
        {
            throw new ArgumentException(
                $"{operation}: 'indices' has shape {indices.Shape}, expected {shape} but for axis " +
                $"{axis}.", nameof(indices));
        }

        indices.RequireRange(operation, 0, shape[axis]);
        AxisShape of = NdMath.Along(shape, axis);
        AxisShape by = NdMath.Along(indices.Shape, axis);
        int[] positions = new int[by.Count];
        for (int i = 0; i < positions.Length; i++)
        {
            int outer = i / (by.Length * by.Inner);
            positions[i] = (((outer * of.Length) + indices.Values[i]) * of.Inner) + (i % by.Inner);
        }

        return new Indices(positions, [positions.Length]);
    }
}
