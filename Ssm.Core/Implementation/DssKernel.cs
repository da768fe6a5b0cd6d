using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Core.Implementation;

/// <summary>The convolution kernel of DSS with the softmax normalisation over time.</summary>
/// <remarks>
/// Gupta, Gu and Berant, "Diagonal State Spaces are as Effective as Structured State Spaces", 2022, arXiv:2203.14343,
/// proposition 1 and section 3.3, in the form of state-spaces/s4 (<c>disc = "dss"</c>). The normaliser depends on a
/// length; for a given one the kernel is that of a recurrence with <see cref="SoftmaxWeights"/> as its output map.
/// </remarks>
public static class DssKernel
{
    // state-spaces/s4 keeps the reciprocal of the normaliser finite with it.
    private const double Epsilon = 1e-7;

    /// <summary>
    /// K[l, h] = Re Σ_n c[h, n]·b[h, n]·(e^z − 1)·r·e^(lz) with z = Δλ, q = (e^(Lz) − 1)·λ and r = conj(q)/(|q|² +
    /// 1e-7).
    /// </summary>
    /// <remarks>
    /// For a mode that grows, Re λ &gt; 0, the softmax is taken from its largest entry, the last one: e^((l − L + 1)z)
    /// in the place of e^(lz), and −z in the place of z elsewhere.
    /// </remarks>
    /// <param name="lambda">Λ, complex, (H, N).</param>
    /// <param name="dt">Δ, real, broadcasting against Λ.</param>
    /// <param name="weights">C ⊙ B, complex, (H, N).</param>
    /// <param name="length">Time steps, L.</param>
    /// <returns>The kernel, real, (L, H).</returns>
    public static Variable<T> Softmax<T>(Variable<T> lambda, Variable<T> dt, Variable<T> weights, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (Variable<T> z, Variable<T> scaled, NdArray<T>? growing) = Normalize(lambda, dt, weights, length);
        if (growing is null)
        {
            return Op.VandermondeKernel(scaled, z, length, scale: T.One);
        }

        // A growing mode is a decaying one read from the end.
        Variable<T> others = NdArray<T>.Scalar(T.One, z.Backend) - (Variable<T>)growing;
        return Op.VandermondeKernel(scaled * others, z, length, scale: T.One)
            + Op.Flip(Op.VandermondeKernel(scaled * growing, z, length, scale: T.One), 0);
    }

    /// <summary>The v for which <see cref="Softmax"/> is K[l, h] = Re Σ_n v[h, n]·e^(lz).</summary>
    /// <inheritdoc cref="Softmax"/>
    /// <returns>v, complex, (H, N).</returns>
    public static Variable<T> SoftmaxWeights<T>(Variable<T> lambda, Variable<T> dt, Variable<T> weights, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (Variable<T> z, Variable<T> scaled, NdArray<T>? growing) = Normalize(lambda, dt, weights, length);
        return growing is null
            ? scaled
            : scaled * Op.Exp(Op.Scale(z, T.CreateChecked(length - 1)) * growing);
    }

    // z with the sign that decays, the weights over the normaliser, and 1 where that sign was turned.
    private static (Variable<T> Z, Variable<T> Weights, NdArray<T>? Growing) Normalize<T>(
        Variable<T> lambda, Variable<T> dt, Variable<T> weights, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(lambda);
        ArgumentNullException.ThrowIfNull(dt);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        Variable<T> z = dt * lambda;
        NdArray<T>? growing = null;
        T[] marks = Array.ConvertAll(lambda.Value.ToArray(), rate => rate > T.Zero ? T.One : T.Zero);
        if (Array.Exists(marks, mark => mark > T.Zero))
        {
            growing = NdArray<T>.From(marks, lambda.Shape, z.Backend);
            NdArray<T> signs = NdArray<T>.From(
                Array.ConvertAll(marks, mark => T.One - mark - mark), lambda.Shape, z.Backend);
            z *= signs;
        }

        // e^z − 1 = z·φ₁(z) loses no digits where z is small.
        Variable<T> far = Op.Scale(z, T.CreateChecked(length));
        Variable<T> epsilon = NdArray<T>.Scalar(T.CreateChecked(Epsilon), z.Backend);
        Variable<T> q = far * Op.Phi1(far) * lambda;
        Variable<T> r = Op.Conjugate(q) / (Op.AbsSquared(q) + epsilon);
        return (z, weights * (z * Op.Phi1(z)) * r, growing);
    }
}
