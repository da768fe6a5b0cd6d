namespace Ssm.Autodiff;

/// <content>Sums over axes.</content>
public static partial class Op
{
    /// <summary>The sum of all elements.</summary>
    /// <remarks>Adjoint: x̄ = ȳ at every element.</remarks>
    public static Variable<T> Sum<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Reshape(Sum(Reshape(x, [x.Shape.Count]), axis: 0), Shape.Scalar);

    /// <summary>The sum over one axis, which is dropped, or kept with size 1.</summary>
    /// <remarks>Adjoint: x̄ = ȳ, repeated along the axis.</remarks>
    public static Variable<T> Sum<T>(Variable<T> x, int axis, bool keep = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        axis = x.Shape.Axis(axis, nameof(Sum));
        Shape kept = x.Shape.With(axis, 1);
        Shape shape = keep ? kept : new Shape([.. x.Shape.Sizes[..axis], .. x.Shape.Sizes[(axis + 1)..]]);
        NdArray<T> y = NdMath.ReduceAxis<T, SumReduction<T>>(x.Array, NdMath.Along(x.Shape, axis)).Reshape(shape);
        return x.Tape is { } tape ? Record(tape, x, kept, y) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> x, Shape kept, NdArray<T> y)
        {
            Shape full = x.Shape;
            return tape.Record(y, SumPullback, [x]);

            void SumPullback(NdArray<T> dy, Gradients<T> gradients) =>
                gradients.Add(x, NdMath.BroadcastTo(dy.Reshape(kept), full));
        }
    }

    /// <summary>The mean of all elements.</summary>
    /// <remarks>Adjoint: x̄ = ȳ / count at every element.</remarks>
    public static Variable<T> Mean<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Scale(Sum(x), T.One / T.CreateChecked(x.Shape.Count));

    /// <summary>The mean over one axis, which is dropped, or kept with size 1.</summary>
    /// <remarks>Adjoint: x̄ = ȳ / length, repeated along the axis.</remarks>
    public static Variable<T> Mean<T>(Variable<T> x, int axis, bool keep = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        axis = x.Shape.Axis(axis, nameof(Mean));
        return Scale(Sum(x, axis, keep), T.One / T.CreateChecked(x.Shape[axis]));
    }
}
