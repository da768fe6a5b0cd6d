namespace Ssm.Autodiff;

/// <content>How a function of one argument is recorded, whatever the function.</content>
public static partial class Op
{
    /// <summary>
    /// φ₁(z) = (e^z − 1)/z, with φ₁(0) = 1 and no cancellation near 0: the input factor of a held input.
    /// </summary>
    /// <remarks>Adjoint: z̄ = conj((e^z − φ₁)/z)·ȳ, by its series near 0.</remarks>
    public static Variable<T> Phi1<T>(Variable<T> z)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ComplexUnary(AsComplex(z), new Expm1OverX<T>());

    private static Variable<T> Unary<T, TReal, TComplex>(Variable<T> x, TReal real, TComplex complex)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReal : struct, IUnaryOp<T>
        where TComplex : struct, IComplexUnaryOp<T> =>
        x.IsComplex ? ComplexUnary(x, complex) : RealUnary(typeof(TReal).Name, x, real);

    private static Variable<T> RealUnary<T, TOp>(string operation, Variable<T> x, TOp op)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IUnaryOp<T>
    {
        NdMath.RequireReal(operation, x.Array);
        NdArray<T> y = NdMath.PlanewiseUnary(x.Array, op);
        return x.Tape is { } tape ? Record(tape, x, y, op) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> x, NdArray<T> y, TOp op)
        {
            return tape.Record(y, UnaryPullback, [x], OpName.Of<TOp>());

            void UnaryPullback(NdArray<T> dy, Gradients<T> gradients) =>
                gradients.Add(x, NdMath.UnaryAdjoint(x.Array, y, dy, op));
        }
    }

    private static Variable<T> ComplexUnary<T, TOp>(Variable<T> z, TOp op)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IComplexUnaryOp<T>
    {
        NdArray<T> w = NdMath.ComplexUnary(z.Array, op);
        return z.Tape is { } tape ? Record(tape, z, w, op) : Constant(w);

        static Variable<T> Record(Tape<T> tape, Variable<T> z, NdArray<T> w, TOp op)
        {
            return tape.Record(w, ComplexUnaryPullback, [z], OpName.Of<TOp>());

            void ComplexUnaryPullback(NdArray<T> dw, Gradients<T> gradients) =>
                gradients.Add(z, NdMath.ComplexUnaryAdjoint(z.Array, w, dw, op));
        }
    }

    private static Variable<T> Binary<T, TOp>(string operation, Variable<T> a, Variable<T> b, TOp op)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IBinaryOp<T>
    {
        NdArray<T> y = NdMath.Binary(operation, a.Array, b.Array, op);
        return Tape<T>.Of(a, b) is { } tape ? Record(tape, a, b, y, op) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> a, Variable<T> b, NdArray<T> y, TOp op)
        {
            return tape.Record(y, BinaryPullback, [a, b], OpName.Of<TOp>());

            void BinaryPullback(NdArray<T> dy, Gradients<T> gradients)
            {
                if (a.Tape is not null)
                {
                    gradients.Add(a, NdMath.BinaryAdjoint(a.Array, b.Array, y, dy, op, left: true));
                }

                if (b.Tape is not null)
                {
                    gradients.Add(b, NdMath.BinaryAdjoint(a.Array, b.Array, y, dy, op, left: false));
                }
            }
        }
    }
}
