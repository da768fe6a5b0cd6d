using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Core.Discretization;

/// <summary>
/// The discretisations of a diagonal mode λ with step Δ: B̄ = f·B with the factor f, and ā or its logarithm.
/// </summary>
/// <remarks>
/// Formulas with z = Δλ: zero-order hold ā = e^z, f = Δ·φ₁(z); bilinear ā = (1 + z/2)/(1 − z/2), f = Δ/(1 − z/2). The
/// survey's equations (9) and (7).
/// </remarks>
public static class DiagonalDiscretization
{
    /// <summary>The transition ā and the input factor f.</summary>
    /// <param name="lambda">Λ, complex.</param>
    /// <param name="dt">Δ, real, broadcasting against Λ.</param>
    /// <param name="method">Which map.</param>
    public static (Variable<T> ABar, Variable<T> Factor) Discretize<T>(
        Variable<T> lambda, Variable<T> dt, DiscretizationMethod method)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> z = dt * lambda;
        return method switch
        {
            DiscretizationMethod.ZeroOrderHold => (Op.Exp(z), dt * Op.Phi1(z)),
            DiscretizationMethod.Bilinear => Bilinear(z, dt),
            _ => throw Unknown(method),
        };
    }

    /// <summary>
    /// The logarithm of the transition, log ā, and the input factor f: what a convolution kernel is made of.
    /// </summary>
    /// <param name="lambda">Λ, complex.</param>
    /// <param name="dt">Δ, real, broadcasting against Λ.</param>
    /// <param name="method">Which map.</param>
    public static (Variable<T> LogABar, Variable<T> Factor) DiscretizeLog<T>(
        Variable<T> lambda, Variable<T> dt, DiscretizationMethod method)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> z = dt * lambda;
        switch (method)
        {
            case DiscretizationMethod.ZeroOrderHold:
                return (z, dt * Op.Phi1(z));
            case DiscretizationMethod.Bilinear:
                // At z = −2 the bilinear map gives ā = 0, which has no logarithm. Beside any other ā the number
                // added is nothing; there it makes ā^l vanish for l > 0 as it should, and the gradient stays right.
                (Variable<T> aBar, Variable<T> factor) = Bilinear(z, dt);
                Variable<T> tiny = NdArray<T>.Scalar(T.CreateChecked(1e-30), z.Backend);
                return (Op.Log(aBar + tiny), factor);
            default:
                throw Unknown(method);
        }
    }

    private static (Variable<T> ABar, Variable<T> Factor) Bilinear<T>(Variable<T> z, Variable<T> dt)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> half = Op.Scale(z, T.CreateChecked(0.5));
        Variable<T> one = NdArray<T>.Scalar(T.One, z.Backend);
        Variable<T> q = Op.Reciprocal(one - half);
        return ((one + half) * q, dt * q);
    }

    private static ArgumentOutOfRangeException Unknown(DiscretizationMethod method) =>
        new(nameof(method), method, "Discretize: there is no such method.");
}
