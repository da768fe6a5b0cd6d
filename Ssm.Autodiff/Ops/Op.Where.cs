namespace Ssm.Autodiff;

/// <content>Choosing between two values.</content>
public static partial class Op
{
    /// <summary>a where the mask is not 0, b where it is; all three broadcast.</summary>
    /// <remarks>
    /// Adjoint: ā = ȳ where the mask is not 0, else 0; b̄ the other way round. What is not chosen has no effect on
    /// values
    /// or gradients of this op, be it NaN; but an op before it whose slope is infinite there still makes NaN of 0 · ∞:
    /// for
    /// that, choose its argument too.
    /// </remarks>
    /// <param name="mask">Real: 0 or another number, as from <see cref="Greater"/>; it has no gradient.</param>
    /// <param name="a">What is taken where the mask is not 0, real or complex.</param>
    /// <param name="b">What is taken where the mask is 0, real or complex.</param>
    /// <exception cref="ArgumentException">The mask is complex, or the shapes do not broadcast.</exception>
    public static Variable<T> Where<T>(NdArray<T> mask, Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(mask);
        mask.RequireAlive();
        NdMath.RequireReal(nameof(Where), mask);
        NdArray<T> not = NdMath.Not(mask);
        NdArray<T> y = NdMath.Add(NdMath.Keep(a.Array, mask), NdMath.Keep(b.Array, not));
        return Tape<T>.Of(a, b) is { } tape ? Record(tape, mask, not, a, b, y) : Constant(y);

        static Variable<T> Record(
            Tape<T> tape, NdArray<T> mask, NdArray<T> not, Variable<T> a, Variable<T> b, NdArray<T> y)
        {
            return tape.Record(y, WherePullback, [a, b]);

            void WherePullback(NdArray<T> dy, Gradients<T> gradients)
            {
                if (a.Tape is not null)
                {
                    gradients.Add(a, NdMath.Keep(dy, mask));
                }

                if (b.Tape is not null)
                {
                    gradients.Add(b, NdMath.Keep(dy, not));
                }
            }
        }
    }
}
