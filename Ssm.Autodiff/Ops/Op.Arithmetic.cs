namespace Ssm.Autodiff;

/// <content>Sums, products and quotients.</content>
public static partial class Op
{
    /// <summary>a + b, broadcast.</summary>
    /// <remarks>Adjoint: ā = ȳ, b̄ = ȳ.</remarks>
    public static Variable<T> Add<T>(Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> y = NdMath.Add(a.Array, b.Array);
        return Tape<T>.Of(a, b) is { } tape ? Record(tape, a, b, y) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> a, Variable<T> b, NdArray<T> y)
        {
            return tape.Record(y, AddPullback, [a, b]);

            void AddPullback(NdArray<T> dy, Gradients<T> gradients)
            {
                gradients.Add(a, dy);
                gradients.Add(b, dy);
            }
        }
    }

    /// <summary>a − b, broadcast.</summary>
    /// <remarks>Adjoint: ā = ȳ, b̄ = −ȳ.</remarks>
    public static Variable<T> Subtract<T>(Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> y = NdMath.Subtract(a.Array, b.Array);
        return Tape<T>.Of(a, b) is { } tape ? Record(tape, a, b, y) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> a, Variable<T> b, NdArray<T> y)
        {
            return tape.Record(y, SubtractPullback, [a, b]);

            void SubtractPullback(NdArray<T> dy, Gradients<T> gradients)
            {
                gradients.Add(a, dy);
                if (b.Tape is not null)
                {
                    gradients.Add(b, NdMath.Negate(dy));
                }
            }
        }
    }

    /// <summary>a ⊙ b, broadcast.</summary>
    /// <remarks>Adjoint: ā = conj(b) ⊙ ȳ, b̄ = conj(a) ⊙ ȳ.</remarks>
    public static Variable<T> Multiply<T>(Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> y = NdMath.Multiply(a.Array, b.Array);
        return Tape<T>.Of(a, b) is { } tape ? Record(tape, a, b, y) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> a, Variable<T> b, NdArray<T> y)
        {
            return tape.Record(y, MultiplyPullback, [a, b]);

            void MultiplyPullback(NdArray<T> dy, Gradients<T> gradients)
            {
                if (a.Tape is not null)
                {
                    gradients.Add(a, NdMath.MultiplyConjugate(b.Array, dy));
                }

                if (b.Tape is not null)
                {
                    gradients.Add(b, NdMath.MultiplyConjugate(a.Array, dy));
                }
            }
        }
    }

    /// <summary>a / b, broadcast.</summary>
    /// <remarks>Adjoint: ā = ȳ / conj(b), b̄ = −conj(y)·ȳ / conj(b).</remarks>
    public static Variable<T> Divide<T>(Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> y = NdMath.Divide(a.Array, b.Array);
        return Tape<T>.Of(a, b) is { } tape ? Record(tape, a, b, y) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> a, Variable<T> b, NdArray<T> y)
        {
            return tape.Record(y, DividePullback, [a, b]);

            void DividePullback(NdArray<T> dy, Gradients<T> gradients)
            {
                NdArray<T> da = NdMath.Divide(dy, NdMath.Conjugate(b.Array));
                gradients.Add(a, da);
                if (b.Tape is not null)
                {
                    gradients.Add(b, NdMath.Negate(NdMath.MultiplyConjugate(y, da)));
                }
            }
        }
    }

    /// <summary>−x.</summary>
    /// <remarks>Adjoint: x̄ = −ȳ.</remarks>
    public static Variable<T> Negate<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Scale(x, -T.One);

    /// <summary>x times a real constant.</summary>
    /// <remarks>Adjoint: x̄ = factor·ȳ.</remarks>
    public static Variable<T> Scale<T>(Variable<T> x, T factor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> y = NdMath.Scale(x.Array, factor);
        return x.Tape is { } tape ? Record(tape, x, factor, y) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> x, T factor, NdArray<T> y)
        {
            return tape.Record(y, ScalePullback, [x]);

            void ScalePullback(NdArray<T> dy, Gradients<T> gradients) => gradients.Add(x, NdMath.Scale(dy, factor));
        }
    }
}
