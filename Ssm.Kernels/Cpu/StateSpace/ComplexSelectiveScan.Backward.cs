using System.Buffers;

namespace Ssm.Kernels;

/// <content>The adjoint.</content>
public static unsafe partial class ComplexSelectiveScan
{
    /// <summary>The gradients of <see cref="Forward"/>.</summary>
    /// <remarks>
    /// With ȳ the gradient before the gate, g[t] = 2 conj(C[t]) ȳ[t] + conj(e^(Δ[t+1] A)) g[t+1] that of the state, and
    /// q[t] = conj(e^(Δ[t] A) h[t−1]) g[t]:
    /// <code>
    ///   ū = D ȳ + Δ Re Σ_n conj(B) g   Δ̄ = u Re Σ_n conj(B) g + Re Σ_n conj(A) q   h̄₀ = conj(e^(Δ[0] A)) g[0]
    ///   B̄ = Σ_d g Δ u                  C̄ = 2 Σ_d conj(h) ȳ                         Ā = Σ_t Δ q    D̄ = Σ_t u ȳ
    /// </code>
    /// Sums are made in the order of <see cref="SelectiveScan.Backward"/>.
    /// </remarks>
    /// <param name="operands">As given to the scan.</param>
    /// <param name="carries">What the scan kept: (B, ⌈L/32⌉, 2, N, D).</param>
    /// <param name="dy">The gradient of the outputs: (B, L, D).</param>
    /// <param name="dfinal">The gradient of the final states: (B, D, N), or empty for 0.</param>
    /// <param name="gradients">What is written.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape, or D is no multiple of G.</exception>
    public static void Backward<T>(
        in ComplexSelectiveScanOperands<T> operands,
        ReadOnlySpan<T> carries,
        ReadOnlySpan<T> dy,
        ReadOnlyPlanar<T> dfinal,
        in ComplexSelectiveScanGradients<T> gradients,
        SelectiveScanShape shape,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SelectiveScan.Check(operands.RealPlanes, shape, threads);
        Guard.Length(carries.Length, checked(2 * shape.CarryElements), nameof(ComplexSelectiveScan));
        Guard.Length(dy.Length, shape.Elements, nameof(ComplexSelectiveScan));
        ScanChecks.Optional(dfinal.Length, shape.StateElements, nameof(ComplexSelectiveScan), nameof(dfinal));
        SelectiveScan.Check(gradients.RealPlanes, shape);
        SelectiveWork<T> sizes = new() { Shape = shape, Complex = true };
        int sums = checked(shape.Batch * SelectiveAdjointWork<T>.SumElements(sizes.Packed));
        int parts = checked(sizes.Pieces * shape.Length * sizes.Packed.States);
        int inputParts = shape.ConstantInput ? 0 : parts, outputParts = shape.ConstantOutput ? 0 : parts;
        T[] memory = ArrayPool<T>.Shared.Rent(checked(sums + inputParts + outputParts));
        fixed (T* u = operands.U, delta = operands.Delta, a = operands.A.Re, aIm = operands.A.Im)
        fixed (T* b = operands.B.Re, bIm = operands.B.Im, c = operands.C.Re, cIm = operands.C.Im)
        fixed (T* skip = operands.Skip, gate = operands.Gate, bias = operands.DeltaBias)
        fixed (T* initial = operands.Initial.Re, initialIm = operands.Initial.Im, kept = carries, dyp = dy)
        fixed (T* last = dfinal.Re, lastIm = dfinal.Im, du = gradients.U, ddelta = gradients.Delta)
        fixed (T* dgate = gradients.Gate, dinitial = gradients.Initial.Re, dinitialIm = gradients.Initial.Im)
        fixed (T* partial = memory)
        fixed (int* resets = operands.Resets)
        {
            SelectiveAdjointWork<T> work = new()
            {
                Scan = new()
                {
                    Shape = shape,
                    Complex = true,
                    U = u,
                    Delta = delta,
                    A = a,
                    AIm = aIm,
                    B = b,
                    BIm = bIm,
                    C = c,
                    CIm = cIm,
                    Skip = skip,
                    Gate = gate,
                    DeltaBias = bias,
                    Initial = initial,
                    InitialIm = initialIm,
                    Resets = resets,
                    Softplus = operands.Softplus,
                    Carries = kept,
                },
                Dy = dyp,
                FinalGradient = last,
                FinalGradientIm = lastIm,
                Du = du,
                Ddelta = ddelta,
                Dgate = dgate,
                Dinitial = dinitial,
                DinitialIm = dinitialIm,
                Sums = partial,
                BParts = partial + sums,
                CParts = partial + sums + inputParts,
            };
            WorkSplit.Run(work.Scan.Pieces, 1, 3 * work.Scan.Operations, threads, work, SelectiveAdjoint.Pieces);
        }

        SelectiveSums<T> total = new(memory, sums, inputParts, shape, planes: 2);
        total.Rates(gradients.A.Re, plane: 0);
        total.Rates(gradients.A.Im, plane: 1);
        total.Input(gradients.B.Re, plane: 0);
        total.Input(gradients.B.Im, plane: 1);
        total.Output(gradients.C.Re, plane: 0);
        total.Output(gradients.C.Im, plane: 1);
        total.Skip(gradients.Skip);
        total.DeltaBias(gradients.DeltaBias);
        ArrayPool<T>.Shared.Return(memory);
    }
}
