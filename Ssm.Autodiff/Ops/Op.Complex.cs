namespace Ssm.Autodiff;

/// <content>Between real and complex numbers.</content>
public static partial class Op
{
    /// <summary>re + i·im, from two real arrays of one shape; their memory is shared.</summary>
    /// <remarks>Adjoint: r̄e = Re ȳ, īm = Im ȳ.</remarks>
    public static Variable<T> Complex<T>(Variable<T> re, Variable<T> im)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdMath.RequireReal(nameof(Complex), re.Array);
        NdMath.RequireReal(nameof(Complex), im.Array);
        NdMath.RequireSameDevice(nameof(Complex), re.Array, im.Array);
        if (re.Shape != im.Shape)
        {
            throw new ArgumentException($"Complex: 're' has shape {re.Shape}, " +
                $"'im' has {im.Shape}; they must be equal.");
        }

        NdArray<T> y = NdMath.Join(re.Array, im.Array);
        return Tape<T>.Of(re, im) is { } tape ? Record(tape, re, im, y) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> re, Variable<T> im, NdArray<T> y)
        {
            return tape.Record(y, ComplexPullback, [re, im]);

            void ComplexPullback(NdArray<T> dy, Gradients<T> gradients)
            {
                gradients.Add(re, dy.RealPart());
                gradients.Add(im, dy.ImaginaryPart());
            }
        }
    }

    /// <summary>Re z, a view of the same memory.</summary>
    /// <remarks>Adjoint: z̄ = ȳ.</remarks>
    public static Variable<T> Real<T>(Variable<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> y = z.Array.RealPart();
        return z.Tape is { } tape ? Record(tape, z, y) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> z, NdArray<T> y)
        {
            return tape.Record(y, RealPullback, [z]);

            void RealPullback(NdArray<T> dy, Gradients<T> gradients) => gradients.Add(z, dy);
        }
    }

    /// <summary>Im z, a view of the same memory; zeros where z is real.</summary>
    /// <remarks>Adjoint: z̄ = i·ȳ.</remarks>
    public static Variable<T> Imaginary<T>(Variable<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!z.IsComplex)
        {
            return Constant(NdArray<T>.AllocateZeros(z.Shape, z.Backend));
        }

        NdArray<T> y = z.Array.ImaginaryPart();
        return z.Tape is { } tape ? Record(tape, z, y) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> z, NdArray<T> y)
        {
            return tape.Record(y, ImaginaryPullback, [z]);

            void ImaginaryPullback(NdArray<T> dy, Gradients<T> gradients) =>
                gradients.Add(z, NdMath.Join(NdArray<T>.AllocateZeros(dy.Shape, dy.Backend), dy));
        }
    }

    /// <summary>conj(z).</summary>
    /// <remarks>Adjoint: z̄ = conj(ȳ).</remarks>
    public static Variable<T> Conjugate<T>(Variable<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> y = NdMath.Conjugate(z.Array);
        return z.Tape is { } tape ? Record(tape, z, y) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> z, NdArray<T> y)
        {
            return tape.Record(y, ConjugatePullback, [z]);

            void ConjugatePullback(NdArray<T> dy, Gradients<T> gradients) => gradients.Add(z, NdMath.Conjugate(dy));
        }
    }

    /// <summary>|z|, real.</summary>
    /// <remarks>Adjoint: z̄ = ȳ·z/|z|, and 0 where z = 0.</remarks>
    public static Variable<T> Abs<T>(Variable<T> z)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        z.IsComplex ? ToReal(z, new ComplexAbs<T>()) : RealUnary(nameof(Abs), z, new Abs<T>());

    /// <summary>|z|², real.</summary>
    /// <remarks>Adjoint: z̄ = 2·ȳ·z.</remarks>
    public static Variable<T> AbsSquared<T>(Variable<T> z)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        z.IsComplex ? ToReal(z, new ComplexAbsSquared<T>()) : RealUnary(nameof(AbsSquared), z, new Square<T>());

    /// <summary>The phase of z in (−π, π], real.</summary>
    /// <remarks>Adjoint: z̄ = ȳ·i·z/|z|².</remarks>
    public static Variable<T> Angle<T>(Variable<T> z)
        where T : unmanaged, IFloatingPointIeee754<T> => ToReal(AsComplex(z), new ComplexAngle<T>());

    /// <summary>z with a plane of imaginary parts: z itself, or a real array with zeros beside it.</summary>
    private static Variable<T> AsComplex<T>(Variable<T> z)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        z.IsComplex ? z : Complex(z, Constant(NdArray<T>.AllocateZeros(z.Shape, z.Backend)));

    private static Variable<T> ToReal<T, TOp>(Variable<T> z, TOp op)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IComplexToRealOp<T>
    {
        NdArray<T> y = NdArray<T>.Allocate(z.Shape, z.Backend);
        y.Backend.ComplexToReal(op, z.Array.Planes, y.Re);
        return z.Tape is { } tape ? Record(tape, z, y, op) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> z, NdArray<T> y, TOp op)
        {
            return tape.Record(y, ToRealPullback, [z], OpName.Of<TOp>());

            void ToRealPullback(NdArray<T> dy, Gradients<T> gradients)
            {
                NdArray<T> dz = NdArray<T>.Allocate(z.Shape, dy.Backend, complex: true);
                dy.Backend.ComplexToRealAdjoint(op, z.Array.Planes, y.Re, dy.Re, dz.Planes);
                gradients.Add(z, dz);
            }
        }
    }
}
