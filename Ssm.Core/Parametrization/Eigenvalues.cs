using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Core.Parametrization;

/// <summary>
/// The parametrisations of a diagonal state matrix Λ: how stored real numbers make stable eigenvalues.
/// </summary>
public static class Eigenvalues
{
    /// <summary>λ = −f(re) + i·g(im), with Re λ &lt; 0 by construction: S4 and S4D.</summary>
    /// <remarks>
    /// Gu, Gupta, Goel and Ré, 2022, arXiv:2206.11893, section 3.4; the survey's equation (8) with f = exp.
    /// </remarks>
    public static Variable<T> NegativeReal<T>(
        Variable<T> re, Variable<T> im, Transform realTransform = Transform.Exp,
        Transform imagTransform = Transform.None)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Op.Complex(-realTransform.Apply(re), imagTransform.Apply(im));

    /// <summary>λ = −f(re) without an imaginary part, as complex numbers.</summary>
    public static Variable<T> NegativeReal<T>(Variable<T> re, Transform realTransform = Transform.Exp)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Op.Complex(-realTransform.Apply(re), NdArray<T>.Zeros(re.Shape, re.Backend));

    /// <summary>λ = re + i·im as stored: S5.</summary>
    /// <remarks>Smith, Warrington and Linderman, 2023, arXiv:2208.04933.</remarks>
    public static Variable<T> Cartesian<T>(Variable<T> re, Variable<T> im)
        where T : unmanaged, IFloatingPointIeee754<T> => Op.Complex(re, im);

    /// <summary>
    /// λ = min(re, −1e-4) + i·im: S5 with <c>clip_eigs</c>. No gradient flows through a clipped real part.
    /// </summary>
    public static Variable<T> ClippedCartesian<T>(Variable<T> re, Variable<T> im)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> bound = NdArray<T>.Scalar(T.CreateChecked(-1e-4), re.Backend);
        return Op.Complex(Op.Minimum(re, bound), im);
    }

    /// <summary>log λ̄ = −exp(ν) + i·exp(θ) of the discrete eigenvalue itself, so that |λ̄| &lt; 1: the LRU.</summary>
    /// <remarks>Orvieto et al., 2023, arXiv:2303.06349, section 3.3; the survey's equation (10).</remarks>
    public static Variable<T> LogPolar<T>(Variable<T> nuLog, Variable<T> thetaLog)
        where T : unmanaged, IFloatingPointIeee754<T> => Op.Complex(-Op.Exp(nuLog), Op.Exp(thetaLog));
}
