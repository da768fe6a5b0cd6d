using System.Numerics;

namespace Ssm.Core.Initialization;

/// <summary>A HiPPO system in the eigenbasis of its normal part, one mode of each conjugate pair.</summary>
/// <remarks>
/// N real states, M = N/2 modes, rank R. The whole system has the modes (Λ, conj Λ) and
/// A = 2 Re(V diag(Λ) V*) − Σ p[r] p[r]ᵀ with the real rows p of <see cref="HippoMatrix.P"/>. Without the clip of Im B,
/// B = 2 Re(V B̃) and p[r] = 2 Re(V P̃[r]).
/// </remarks>
/// <param name="Lambda">Eigenvalues of the normal part, (M): imaginary parts ascending, none positive.</param>
/// <param name="B">The input vector B̃ = V* B, (M), its imaginary parts clipped where that was asked for.</param>
/// <param name="P">The low-rank term P̃[r] = V* p[r], (R, M), row-major.</param>
/// <param name="V">The eigenvectors as columns, (N, M), row-major.</param>
public sealed record DiagonalHippo(Complex[] Lambda, Complex[] B, Complex[] P, Complex[] V)
{
    /// <summary>M, the number of stored modes: half the real order.</summary>
    public int Modes => Lambda.Length;

    /// <summary>R, the number of rows of <see cref="P"/>.</summary>
    public int Rank => P.Length / Lambda.Length;
}
