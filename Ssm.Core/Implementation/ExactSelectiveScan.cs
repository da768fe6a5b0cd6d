using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Core.Implementation;

/// <summary>The selective scan with inputs that are held from step to step: zero-order hold of A and of B.</summary>
/// <remarks>
/// h[t] = e^(Δ[t] A) ⊙ h[t−1] + Δ[t] φ₁(Δ[t] A) B[t] u[t] with φ₁(z) = (e^z − 1)/z: equation (4) of Gu and Dao,
/// "Mamba", 2023, arXiv:2312.00752. A composition of ops over (B, L, E·N): the fused scan has Euler's weight, as
/// Mamba's code.
/// </remarks>
internal static class ExactSelectiveScan
{
    /// <summary>Runs the scan.</summary>
    /// <param name="inputs">As of <see cref="Op.SelectiveScan"/>, B and C (B, L, G, N), without resets.</param>
    /// <returns>y, (B, L, E), and the states after the last step, (B, E, N).</returns>
    internal static (Variable<T> Y, Variable<T> Final) Run<T>(SelectiveScanInputs<T> inputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape rows = inputs.U.Shape;
        (int batch, int length, int channels) = (rows[0], rows[1], rows[2]);
        int states = inputs.A.Shape[1], groups = inputs.B.Shape[2], together = channels / groups;
        Shape each = [batch, length, groups, together, 1];
        Shape shared = [batch, length, groups, 1, states];
        Variable<T> raw = inputs.DeltaBias is null ? inputs.Delta : inputs.Delta + inputs.DeltaBias;
        Variable<T> delta = inputs.Softplus ? Op.Softplus(raw) : raw;
        Variable<T> z = Op.Reshape(delta, each) * Op.Reshape(inputs.A, [groups, together, states]);
        Variable<T> held = z.IsComplex ? Op.Phi1(z) : Op.Real(Op.Phi1(z));
        Variable<T> drive = held * Op.Reshape(inputs.B, shared) * Op.Reshape(delta * inputs.U, each);
        Shape flat = [batch, length, channels * states];
        Variable<T>? initial = inputs.Initial is null
            ? null
            : Op.Reshape(inputs.Initial, [batch, channels * states]);
        (Variable<T> h, Variable<T> last) = Op.DiagonalScanWithState(
            Op.Reshape(Op.Exp(z), flat), Op.Reshape(drive, flat), initial);
        Variable<T> products = Op.Reshape(h, z.Shape) * Op.Reshape(inputs.C, shared);
        Variable<T> y = Op.Reshape(
            Op.Sum(z.IsComplex ? Op.Scale(Op.Real(products), T.CreateChecked(2)) : products, axis: -1), rows);
        y = inputs.Skip is null ? y : y + (inputs.Skip * inputs.U);
        y = inputs.Gate is null ? y : Op.SwiGlu(inputs.Gate, y);
        return (y, Op.Reshape(last, [batch, channels, states]));
    }
}
