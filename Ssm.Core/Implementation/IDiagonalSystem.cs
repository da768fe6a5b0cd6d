using System.Numerics;

namespace Ssm.Core.Implementation;

/// <summary>A layer whose recurrence is a diagonal linear time-invariant system.</summary>
public interface IDiagonalSystem
{
    /// <summary>
    /// The eigenvalues of the discrete state matrix, one for each stored mode: the poles of the transfer function.
    /// Where a
    /// mode stands for a conjugate pair, the conjugate is a pole too.
    /// </summary>
    Complex[] Poles();
}
