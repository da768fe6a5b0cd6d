using System.Buffers;

namespace Ssm.Kernels;

/// <content>The adjoint.</content>
public static unsafe partial class SelectiveScan
{
    /// <summary>The gradients of <see cref="Forward"/>.</summary>
    /// <remarks>
    /// With ȳ the gradient before the gate and g[t] that of the state, g[t] = C[t] ȳ[t] + e^(Δ[t+1] A) g[t+1], and
    /// r[t] = e^(Δ[t] A) h[t−1]:
    /// <code>
    ///   ū = D ȳ + Δ Σ_n g B        Δ̄ = u Σ_n g B + Σ_n A g r      h̄₀ = e^(Δ[0] A) g[0]
    ///   B̄ = Σ_d g Δ u              C̄ = Σ_d h ȳ                    Ā = Σ_t Δ g r            D̄ = Σ_t u ȳ
    /// </code>
    /// Sums over time are made tile by tile, then over tiles, then over sequences; sums over channels vector by vector,
    /// then over pieces of channels: always in the same order.
    /// </remarks>
    /// <param name="operands">As given to the scan.</param>
    /// <param name="carries">What the scan kept: (B, ⌈L/32⌉, N, D).</param>
    /// <param name="dy">The gradient of the outputs: (B, L, D).</param>
    /// <param name="dfinal">The gradient of the final states: (B, D, N), or empty for 0.</param>
    /// <param name="gradients">What is written.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape, or D is no multiple of G.</exception>
    public static void Backward<T>(
        in SelectiveScanOperands<T> operands,
        ReadOnlySpan<T> carries,
        ReadOnlySpan<T> dy,
        ReadOnlySpan<T> dfinal,
        in SelectiveScanGradients<T> gradients,
        SelectiveScanShape shape,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(operands, shape, threads);
        Guard.Length(carries.Length, shape.CarryElements, nameof(SelectiveScan));
        Guard.Length(dy.Length, shape.Elements, nameof(SelectiveScan));
        ScanChecks.Optional(dfinal.Length, shape.StateElements, nameof(SelectiveScan), nameof(dfinal));
        Check(gradients, shape);
        int sums = checked(shape.Batch * SelectiveAdjointWork<T>.SumElements(shape));
        int parts = checked(new SelectiveWork<T> { Shape = shape }.Pieces * shape.Length * shape.States);
        int inputParts = shape.ConstantInput ? 0 : parts, outputParts = shape.ConstantOutput ? 0 : parts;
        T[] memory = ArrayPool<T>.Shared.Rent(checked(sums + inputParts + outputParts));
        fixed (T* u = operands.U, delta = operands.Delta, a = operands.A, b = operands.B, c = operands.C)
        fixed (T* skip = operands.Skip, gate = operands.Gate, bias = operands.DeltaBias, initial = operands.Initial)
        fixed (T* kept = carries, dyp = dy, last = dfinal, du = gradients.U, ddelta = gradients.Delta)
        fixed (T* dgate = gradients.Gate, dinitial = gradients.Initial, partial = memory)
        fixed (int* resets = operands.Resets)
        {
            SelectiveAdjointWork<T> work = new()
            {
                Scan = new()
                {
                    Shape = shape,
                    U = u,
                    Delta = delta,
                    A = a,
                    B = b,
                    C = c,
                    Skip = skip,
                    Gate = gate,
                    DeltaBias = bias,
                    Initial = initial,
                    Resets = resets,
                    Softplus = operands.Softplus,
                    Carries = kept,
                },
                Dy = dyp,
                FinalGradient = last,
                Du = du,
                Ddelta = ddelta,
                Dgate = dgate,
                Dinitial = dinitial,
                Sums = partial,
                BParts = partial + sums,
                CParts = partial + sums + inputParts,
            };
            WorkSplit.Run(
                work.Scan.Pieces, 1, 3 * work.Scan.Operations, threads, work, SelectiveAdjoint.Pieces);
        }

        SelectiveSums<T> total = new(memory, sums, inputParts, shape, planes: 1);
        total.Rates(gradients.A, plane: 0);
        total.Input(gradients.B, plane: 0);
        total.Output(gradients.C, plane: 0);
        total.Skip(gradients.Skip);
        total.DeltaBias(gradients.DeltaBias);
        ArrayPool<T>.Shared.Return(memory);
    }

    internal static void Check<T>(in SelectiveScanGradients<T> gradients, SelectiveScanShape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const string kernel = nameof(SelectiveScan);
        ScanChecks.Optional(gradients.U.Length, shape.Elements, kernel, nameof(gradients.U));
        ScanChecks.Optional(gradients.Delta.Length, shape.Elements, kernel, nameof(gradients.Delta));
        ScanChecks.Optional(gradients.A.Length, shape.RateElements, kernel, nameof(gradients.A));
        ScanChecks.Optional(gradients.B.Length, shape.InputElements, kernel, nameof(gradients.B));
        ScanChecks.Optional(gradients.C.Length, shape.OutputElements, kernel, nameof(gradients.C));
        ScanChecks.Optional(gradients.Skip.Length, shape.Channels, kernel, nameof(gradients.Skip));
        ScanChecks.Optional(gradients.Gate.Length, shape.Elements, kernel, nameof(gradients.Gate));
        ScanChecks.Optional(gradients.DeltaBias.Length, shape.Channels, kernel, nameof(gradients.DeltaBias));
        ScanChecks.Optional(gradients.Initial.Length, shape.StateElements, kernel, nameof(gradients.Initial));
    }
}
