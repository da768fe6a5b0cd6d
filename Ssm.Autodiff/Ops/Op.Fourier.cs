namespace Ssm.Autodiff;

/// <content>Discrete Fourier transforms along any axis, unnormalised forward and with 1/n back.</content>
public static partial class Op
{
    /// <summary>y[k] = Σ_j x[j]·exp(−2πi·jk/n) along one axis.</summary>
    /// <remarks>Adjoint: x̄ = n · <see cref="InverseFft"/>(ȳ), for Fᴴ = n·F⁻¹.</remarks>
    /// <param name="x">Real or complex.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="length">n: zeros are added, or entries cut off, at the end of the axis; 0 for its own size.</param>
    /// <exception cref="ArgumentException">The length is negative, or 0 for an empty axis.</exception>
    public static Variable<T> Fft<T>(Variable<T> x, int axis = -1, int length = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        x = Fitted(nameof(Fft), x, ref axis, length);
        NdArray<T> y = NdMath.Fft(x.Array, axis);
        return x.Tape is { } tape ? Record(tape, x, axis, y) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> x, int axis, NdArray<T> y)
        {
            T n = T.CreateChecked(x.Shape[axis]);
            return tape.Record(y, FftPullback, [x]);

            void FftPullback(NdArray<T> dy, Gradients<T> gradients) =>
                gradients.Add(x, NdMath.Scale(NdMath.InverseFft(dy, axis), n));
        }
    }

    /// <summary>x[j] = 1/n Σ_k y[k]·exp(2πi·jk/n) along one axis.</summary>
    /// <remarks>Adjoint: ȳ = <see cref="Fft"/>(x̄) / n.</remarks>
    /// <param name="x">Real or complex.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="length">n: zeros are added, or entries cut off, at the end of the axis; 0 for its own size.</param>
    /// <exception cref="ArgumentException">The length is negative, or 0 for an empty axis.</exception>
    public static Variable<T> InverseFft<T>(Variable<T> x, int axis = -1, int length = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        x = Fitted(nameof(InverseFft), x, ref axis, length);
        NdArray<T> y = NdMath.InverseFft(x.Array, axis);
        return x.Tape is { } tape ? Record(tape, x, axis, y) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> x, int axis, NdArray<T> y)
        {
            T n = T.CreateChecked(x.Shape[axis]);
            return tape.Record(y, InverseFftPullback, [x]);

            void InverseFftPullback(NdArray<T> dy, Gradients<T> gradients) =>
                gradients.Add(x, NdMath.Scale(NdMath.Fft(dy, axis), T.One / n));
        }
    }

    /// <summary>Bins 0 … n/2 of <see cref="Fft"/> of a real array; the others are their conjugates.</summary>
    /// <remarks>
    /// Adjoint: x̄[j] = Re Σ_k ȳ[k]·exp(2πi·jk/n) over the bins that are there. The inverse real transform counts every
    /// bin but 0 and n/2 twice, so x̄ is n times that of ȳ with those bins halved.
    /// </remarks>
    /// <param name="x">Real.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="length">n: zeros are added, or entries cut off, at the end of the axis; 0 for its own size.</param>
    /// <exception cref="ArgumentException">x is complex, or the length is negative, or 0 for an empty axis.</exception>
    public static Variable<T> RealFft<T>(Variable<T> x, int axis = -1, int length = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdMath.RequireReal(nameof(RealFft), x.Array);
        x = Fitted(nameof(RealFft), x, ref axis, length);
        NdArray<T> y = NdMath.RealFft(x.Array, axis);
        return x.Tape is { } tape ? Record(tape, x, axis, y) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> x, int axis, NdArray<T> y)
        {
            int length = x.Shape[axis];
            return tape.Record(y, RealFftPullback, [x]);

            void RealFftPullback(NdArray<T> dy, Gradients<T> gradients)
            {
                T n = T.CreateChecked(length);
                NdArray<T> weighed = NdMath.WeighBins(dy, axis, length, n, n / T.CreateChecked(2));
                gradients.Add(x, NdMath.InverseRealFft(weighed, axis, length));
            }
        }
    }

    /// <summary>The real array of n entries of which bins 0 … n/2 are given.</summary>
    /// <remarks>
    /// The imaginary parts of bin 0, and of bin n/2 of an even n, have no effect. Adjoint: z̄ = w/n ⊙
    /// <see cref="RealFft"/>(x̄), with w = 1 in those two bins and 2 in the others, which stand for two each.
    /// </remarks>
    /// <param name="z">Real or complex; zeros are added, or bins cut off, to have n/2 + 1 of them.</param>
    /// <param name="length">n, 1 or more.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ArgumentException">The length is not positive.</exception>
    public static Variable<T> InverseRealFft<T>(Variable<T> z, int length, int axis = -1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        z = Fitted(nameof(InverseRealFft), z, ref axis, (length / 2) + 1);
        NdArray<T> y = NdMath.InverseRealFft(z.Array, axis, length);
        return z.Tape is { } tape ? Record(tape, z, axis, length, y) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> z, int axis, int length, NdArray<T> y)
        {
            return tape.Record(y, InverseRealFftPullback, [z]);

            void InverseRealFftPullback(NdArray<T> dy, Gradients<T> gradients)
            {
                T n = T.CreateChecked(length);
                NdArray<T> spectrum = NdMath.RealFft(dy, axis);
                gradients.Add(z, NdMath.WeighBins(spectrum, axis, length, T.One / n, T.CreateChecked(2) / n));
            }
        }
    }

    /// <summary>x with zeros after the end of the axis, or cut off there, to have the length asked for.</summary>
    private static Variable<T> Fitted<T>(string operation, Variable<T> x, ref int axis, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        axis = x.Shape.Axis(axis, operation);
        int size = x.Shape[axis];
        length = length == 0 ? size : length;
        if (length <= 0)
        {
            throw new ArgumentException($"{operation}: the length is {length}, expected 1 or more.", nameof(length));
        }

        return length < size ? Slice(x, axis, 0, length) : length > size ? Pad(x, axis, 0, length - size) : x;
    }
}
