namespace Ssm.Autodiff;

/// <content>The greatest and the least along an axis.</content>
public static partial class Op
{
    /// <summary>The greatest over one axis, which is dropped, or kept with size 1. Real.</summary>
    /// <remarks>Adjoint: ȳ to the greatest, in equal shares where several are equal.</remarks>
    /// <exception cref="ArgumentException">The axis is empty, or the operand is complex.</exception>
    public static Variable<T> Max<T>(Variable<T> x, int axis, bool keep = false)
        where T : unmanaged, IFloatingPointIeee754<T> => Extreme<T, MaxReduction<T>>(nameof(Max), x, axis, keep);

    /// <summary>The least over one axis, which is dropped, or kept with size 1. Real.</summary>
    /// <remarks>Adjoint: ȳ to the least, in equal shares where several are equal.</remarks>
    /// <exception cref="ArgumentException">The axis is empty, or the operand is complex.</exception>
    public static Variable<T> Min<T>(Variable<T> x, int axis, bool keep = false)
        where T : unmanaged, IFloatingPointIeee754<T> => Extreme<T, MinReduction<T>>(nameof(Min), x, axis, keep);

    private static Variable<T> Extreme<T, TReduction>(string operation, Variable<T> x, int axis, bool keep)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReduction : struct, IReduction<T>
    {
        NdMath.RequireReal(operation, x.Array);
        axis = x.Shape.Axis(axis, operation);
        if (x.Shape[axis] == 0)
        {
            throw new ArgumentException($"{operation}: axis {axis} of {x.Shape} is empty, expected one entry or more.");
        }

        Shape kept = x.Shape.With(axis, 1);
        NdArray<T> y = NdMath.ReduceAxis<T, TReduction>(x.Array, NdMath.Along(x.Shape, axis))
            .Reshape(keep ? kept : Without(x.Shape, axis));
        return x.Tape is { } tape ? Record(tape, x, axis, kept, y) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> x, int axis, Shape kept, NdArray<T> y)
        {
            return tape.Record(y, ExtremePullback, [x], OpName.Of<TReduction>());

            void ExtremePullback(NdArray<T> dy, Gradients<T> gradients)
            {
                NdArray<T> mask = NdMath.Binary(nameof(EqualTo), x.Array, y.Reshape(kept), new EqualTo<T>());
                NdArray<T> winners = NdMath.ReduceAxis<T, SumReduction<T>>(mask, NdMath.Along(x.Shape, axis));
                gradients.Add(x, NdMath.Multiply(mask, NdMath.Divide(dy.Reshape(kept), winners.Reshape(kept))));
            }
        }
    }
}
