namespace Ssm.Autodiff;

/// <content>Other forms of complex numbers: modulus and phase, pairs in a last axis.</content>
public static partial class Op
{
    /// <summary>r·exp(iθ) = r·cos θ + i·r·sin θ, of two real arrays of one shape.</summary>
    /// <remarks>Adjoint: r̄ = Re(conj(e^{iθ})·ȳ), θ̄ = Re(conj(i·y)·ȳ).</remarks>
    /// <exception cref="ArgumentException">The shapes differ, or an operand is complex.</exception>
    public static Variable<T> Polar<T>(Variable<T> r, Variable<T> theta)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdMath.RequireReal(nameof(Polar), theta.Array);
        return Complex(Multiply(r, Cos(theta)), Multiply(r, Sin(theta)));
    }

    /// <summary>
    /// The complex numbers whose parts are the two entries of the last axis, as checkpoints store them.
    /// </summary>
    /// <remarks>Adjoint: the parts of ȳ, side by side.</remarks>
    /// <param name="x">Real, (…, 2).</param>
    /// <returns>Complex, (…).</returns>
    /// <exception cref="ArgumentException">The last axis has not two entries, or x is complex.</exception>
    public static Variable<T> FromPairs<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        x.Shape.Rank > 0 && x.Shape[^1] == 2
            ? Complex(Select(x, -1, 0), Select(x, -1, 1))
            : throw new ArgumentException($"FromPairs: 'x' has shape {x.Shape}, expected (…, 2).", nameof(x));

    /// <summary>The parts of complex numbers as the two entries of a new last axis.</summary>
    /// <remarks>Adjoint: ȳ's entries as the parts of a complex number.</remarks>
    /// <param name="z">Complex, (…).</param>
    /// <returns>Real, (…, 2).</returns>
    public static Variable<T> ToPairs<T>(Variable<T> z)
        where T : unmanaged, IFloatingPointIeee754<T> => Stack(-1, Real(z), Imaginary(z));
}
