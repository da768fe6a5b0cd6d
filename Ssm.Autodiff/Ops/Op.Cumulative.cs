namespace Ssm.Autodiff;

/// <content>Running sums and products.</content>
public static partial class Op
{
    /// <summary>y[i] = Σ_{j ≤ i} x[j] along one axis.</summary>
    /// <remarks>Adjoint: x̄[j] = Σ_{i ≥ j} ȳ[i], the running sum from the end.</remarks>
    public static Variable<T> CumulativeSum<T>(Variable<T> x, int axis)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        axis = x.Shape.Axis(axis, nameof(CumulativeSum));
        NdArray<T> y = NdMath.CumulativeSum(x.Array, axis);
        return x.Tape is { } tape ? Record(tape, x, axis, y) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> x, int axis, NdArray<T> y)
        {
            return tape.Record(y, CumulativeSumPullback, [x]);

            void CumulativeSumPullback(NdArray<T> dy, Gradients<T> gradients) =>
                gradients.Add(x, NdMath.ReverseCumulativeSum(dy, axis));
        }
    }

    /// <summary>y[i] = Π_{j ≤ i} x[j] along one axis: the recurrence y[i] = x[i]·y[i−1] from y[−1] = 1.</summary>
    /// <remarks>
    /// Adjoint: that of <see cref="DiagonalScan"/> in its transition, x̄[j] = conj(y[j−1])·λ[j] with
    /// λ[j] = ȳ[j] + conj(x[j+1])·λ[j+1]; nothing is divided, so zeros are like any other number.
    /// </remarks>
    public static Variable<T> CumulativeProduct<T>(Variable<T> x, int axis)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        AxisShape along = NdMath.Along(x.Shape, x.Shape.Axis(axis, nameof(CumulativeProduct)));
        IBackend<T> backend = x.Backend;
        Variable<T> rows = Reshape(x, [along.Outer, along.Length, along.Inner]);
        Variable<T> y = DiagonalScan(
            rows,
            Constant(NdArray<T>.AllocateZeros(rows.Shape, backend)),
            Constant(NdArray<T>.AllocateFull([along.Outer, along.Inner], T.One, backend)));
        return Reshape(y, x.Shape);
    }

    /// <summary>The product over one axis, which is dropped, or kept with size 1; 1 where the axis is empty.</summary>
    /// <remarks>Adjoint: x̄[j] = conj(Π_{i ≠ j} x[i])·ȳ, by that of <see cref="CumulativeProduct"/>.</remarks>
    public static Variable<T> Product<T>(Variable<T> x, int axis, bool keep = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        axis = x.Shape.Axis(axis, nameof(Product));
        Shape shape = keep ? x.Shape.With(axis, 1) : Without(x.Shape, axis);
        return x.Shape[axis] == 0
            ? Constant(NdArray<T>.AllocateFull(shape, T.One, x.Backend))
            : Reshape(Slice(CumulativeProduct(x, axis), axis, x.Shape[axis] - 1, 1), shape);
    }
}
