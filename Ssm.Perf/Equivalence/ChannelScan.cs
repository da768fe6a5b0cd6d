using System.Numerics;
using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Perf.Equivalence;

/// <summary>Diagonal systems of one channel each, by a scan over all channels and modes at once.</summary>
internal static class ChannelScan
{
    /// <summary>x[t] = ā x[t−1] + w u[t], y[t] = scale·Re Σ x[t] + d u[t], w being products of B̄ and C.</summary>
    /// <param name="u">(B, L, H).</param>
    /// <param name="aBar">ā, (H, N).</param>
    /// <param name="weights">w, (H, N).</param>
    /// <param name="d">(H).</param>
    /// <param name="scale">2 where each mode stands for a conjugate pair, else 1.</param>
    /// <param name="algorithm">Which scan.</param>
    internal static Variable<T> Run<T>(
        Variable<T> u, Variable<T> aBar, Variable<T> weights, Variable<T> d, int scale, ScanAlgorithm algorithm)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int batch, int length, int channels, int modes) =
            (u.Shape[0], u.Shape[1], aBar.Shape[0], aBar.Shape[1]);
        int states = channels * modes;
        Variable<T> drive = Op.Reshape(u, [batch, length, channels, 1]) * weights;
        Variable<T> x = Op.DiagonalScan(
            Op.Reshape(aBar, [states]), Op.Reshape(drive, [batch, length, states]), algorithm: algorithm);
        Variable<T> sums = Op.Sum(Op.Reshape(Op.Real(x), [batch, length, channels, modes]), axis: -1);
        return Op.Scale(sums, T.CreateChecked(scale)) + (u * d);
    }
}
