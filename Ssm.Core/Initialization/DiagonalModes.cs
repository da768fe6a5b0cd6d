using System.Numerics;

namespace Ssm.Core.Initialization;

/// <summary>The eigenvalues and input vector of a diagonal system, one mode of each conjugate pair.</summary>
/// <param name="Lambda">The eigenvalues, (M).</param>
/// <param name="B">The input vector, (M).</param>
public sealed record DiagonalModes(Complex[] Lambda, Complex[] B)
{
    /// <summary>
    /// The other mode of every pair: the same real system, with the imaginary parts' signs turned around.
    /// </summary>
    public DiagonalModes Conjugate() =>
        new(Array.ConvertAll(Lambda, Complex.Conjugate), Array.ConvertAll(B, Complex.Conjugate));
}
