using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Core.Implementation;

/// <summary>The convolution kernel of DSS with the softmax normalisation over time.</summary>
/// <remarks>
/// Gupta, Gu and Berant, "Diagonal State Spaces are as Effective as Structured State Spaces", 2022, arXiv:2203.14343,
/// in the form of state-spaces/s4 (<c>disc = "dss"</c>). The normaliser depends on the length, so a DSS kernel has no
/// recurrent form.
/// </remarks>
public static class DssKernel
{
    // state-spaces/s4 keeps the reciprocal of the normaliser finite with it.
    private const double Epsilon = 1e-7;

    /// <summary>
    /// K[l, h] = Re Σ_n c[h, n]·b[h, n]·(e^z − 1)·r·e^(lz) with z = Δλ, q = (e^(Lz) − 1)·λ and r = conj(q)/(|q|² +
    /// 1e-7).
    /// </summary>
    /// <param name="lambda">Λ with Re Λ ≤ 0, complex, (H, N).</param>
    /// <param name="dt">Δ, real, broadcasting against Λ.</param>
    /// <param name="weights">C ⊙ B, complex, (H, N).</param>
    /// <param name="length">Time steps, L.</param>
    /// <returns>The kernel, real, (L, H).</returns>
    /// <exception cref="ArgumentException">A mode grows: Re λ is above 0.</exception>
    public static Variable<T> Softmax<T>(Variable<T> lambda, Variable<T> dt, Variable<T> weights, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(lambda);
        foreach (T rate in lambda.Value.ToArray())
        {
            if (rate > T.Zero)
            {
                throw new ArgumentException(
                    $"DssKernel: a mode has Re λ = {rate}, expected 0 or less; store −Re λ through " +
                    "exp.", nameof(lambda));
            }
        }

        Variable<T> z = dt * lambda;
        Variable<T> one = NdArray<T>.Scalar(T.One, z.Backend);
        Variable<T> epsilon = NdArray<T>.Scalar(T.CreateChecked(Epsilon), z.Backend);
        Variable<T> q = (Op.Exp(Op.Scale(z, T.CreateChecked(length))) - one) * lambda;
        Variable<T> r = Op.Conjugate(q) / (Op.AbsSquared(q) + epsilon);
        return Op.VandermondeKernel(weights * (Op.Exp(z) - one) * r, z, length, scale: T.One);
    }
}
