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

        SumUp(gradients, memory, sums, inputParts, shape);
        ArrayPool<T>.Shared.Return(memory);
    }

    private static void Check<T>(in SelectiveScanGradients<T> gradients, SelectiveScanShape shape)
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

    private static void SumUp<T>(
        in SelectiveScanGradients<T> gradients, ReadOnlySpan<T> memory, int sums, int inputParts,
        SelectiveScanShape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SumOverBatch(gradients.A, memory, 0, shape);
        SumOverBatch(gradients.Skip, memory, SelectiveAdjointWork<T>.SkipOffset(shape), shape);
        SumOverBatch(gradients.DeltaBias, memory, SelectiveAdjointWork<T>.BiasOffset(shape), shape);
        if (shape.ConstantInput)
        {
            SumOverBatch(gradients.B, memory, SelectiveAdjointWork<T>.BOffset(shape), shape);
        }
        else
        {
            SumOverPieces(gradients.B, memory[sums..], shape);
        }

        if (shape.ConstantOutput)
        {
            SumOverBatch(gradients.C, memory, SelectiveAdjointWork<T>.COffset(shape), shape);
        }
        else
        {
            SumOverPieces(gradients.C, memory[(sums + inputParts)..], shape);
        }
    }

    private static void SumOverBatch<T>(Span<T> to, ReadOnlySpan<T> sums, int offset, SelectiveScanShape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        to.Clear();
        for (int batch = 0; batch < shape.Batch; batch++)
        {
            Add(sums.Slice((batch * SelectiveAdjointWork<T>.SumElements(shape)) + offset, to.Length), to);
        }
    }

    // (B, G, pieces, L, N) to (B, L, G, N).
    private static void SumOverPieces<T>(Span<T> to, ReadOnlySpan<T> parts, SelectiveScanShape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (to.IsEmpty)
        {
            return;
        }

        to.Clear();
        int states = shape.States, pieces = new SelectiveWork<T> { Shape = shape }.GroupPieces;
        for (int row = 0; row < shape.Batch * shape.Groups * pieces; row++)
        {
            int batch = row / pieces / shape.Groups, group = row / pieces % shape.Groups;
            ReadOnlySpan<T> part = parts.Slice(row * shape.Length * states, shape.Length * states);
            for (int t = 0; t < shape.Length; t++)
            {
                int at = ((((batch * shape.Length) + t) * shape.Groups) + group) * states;
                Add(part.Slice(t * states, states), to.Slice(at, states));
            }
        }
    }

    private static void Add<T>(ReadOnlySpan<T> x, Span<T> sum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0;
        for (; i <= sum.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            (new Vector<T>(sum[i..]) + new Vector<T>(x[i..])).CopyTo(sum[i..]);
        }

        for (; i < sum.Length; i++)
        {
            sum[i] += x[i];
        }
    }
}
