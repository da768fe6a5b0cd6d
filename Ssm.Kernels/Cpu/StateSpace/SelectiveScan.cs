namespace Ssm.Kernels;

/// <summary>
/// The selective scan of S6 and Mamba: h[t] = e^(Δ[t] A) ⊙ h[t−1] + Δ[t] u[t] B[t], y[t] = ⟨C[t], h[t]⟩ + D u[t],
/// and y ⊙ SiLU(z) where there is a gate, for N real states of each of D channels.
/// </summary>
/// <remarks>
/// <para>
/// Δ is δ + bias, or its softplus. The transition is the exact one, the input weight Euler's ΔB, as in Mamba's code.
/// The operands and their layouts are those of <see cref="SelectiveScanOperands{T}"/>: activations (B, L, D), rates
/// (D, N), weights (B, L, G, N) or (D, N), states (B, D, N). Where a sequence starts over it forgets its state.
/// </para>
/// <para>
/// The (B, L, D, N) states are never in memory: a tile of 32 steps and a few vectors of channels goes through all
/// states in the first-level cache. The adjoint computes them again, tile by tile, from those that the forward pass
/// kept at every 32nd step. Lanes run across channels, so a NaN or an infinity stays in its channel, but for the
/// gradients of weights that channels share. Pieces of work depend on the sizes alone: the bits are the same for any
/// number of threads. e^(ΔA) is within 1 ulp of the exponential of its argument, whose own rounding comes to |ΔA| half
/// ulps; below the smallest normal number it is 0. No output may overlap anything else.
/// </para>
/// <para>Gu and Dao, "Mamba: Linear-Time Sequence Modeling with Selective State Spaces", 2023, arXiv:2312.00752,
/// algorithm 2 and section 3.3.2.</para>
/// </remarks>
public static unsafe partial class SelectiveScan
{
    /// <summary>Runs the scan over a batch of sequences.</summary>
    /// <param name="operands">What is read.</param>
    /// <param name="y">The outputs: (B, L, D).</param>
    /// <param name="final">The states after the last step: (B, D, N), or empty.</param>
    /// <param name="carries">
    /// The states before steps 0, 32, 64, …, which the adjoint needs: (B, ⌈L/32⌉, N, D), or empty.
    /// </param>
    /// <param name="shape">The sizes.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape, or D is no multiple of G.</exception>
    public static void Forward<T>(
        in SelectiveScanOperands<T> operands,
        Span<T> y,
        Span<T> final,
        Span<T> carries,
        SelectiveScanShape shape,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(operands, shape, threads);
        Guard.Length(y.Length, shape.Elements, nameof(SelectiveScan));
        ScanChecks.Optional(final.Length, shape.StateElements, nameof(SelectiveScan), nameof(final));
        ScanChecks.Optional(carries.Length, shape.CarryElements, nameof(SelectiveScan), nameof(carries));
        if (shape.Channels == 0)
        {
            return;
        }

        fixed (T* u = operands.U, delta = operands.Delta, a = operands.A, b = operands.B, c = operands.C)
        fixed (T* skip = operands.Skip, gate = operands.Gate, bias = operands.DeltaBias, initial = operands.Initial)
        fixed (T* yp = y, last = final, kept = carries)
        fixed (int* resets = operands.Resets)
        {
            SelectiveWork<T> work = new()
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
                Y = yp,
                Final = last,
                Carries = kept,
            };
            WorkSplit.Run(work.Pieces, 1, work.Operations, threads, work, SelectiveForward.Pieces);
        }
    }

    internal static void Check<T>(in SelectiveScanOperands<T> operands, SelectiveScanShape shape, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const string kernel = nameof(SelectiveScan);
        Guard.AtLeast(shape.Batch, 0, kernel);
        Guard.AtLeast(shape.Length, 0, kernel);
        Guard.AtLeast(shape.Channels, 0, kernel);
        Guard.AtLeast(shape.States, 0, kernel);
        Guard.AtLeast(shape.Groups, 1, kernel);
        Guard.AtLeast(threads, 1, kernel);
        Guard.Multiple(shape.Channels, shape.Groups, kernel);
        Guard.Length(operands.U.Length, shape.Elements, kernel);
        Guard.Length(operands.Delta.Length, shape.Elements, kernel);
        Guard.Length(operands.A.Length, shape.RateElements, kernel);
        Guard.Length(operands.B.Length, shape.InputElements, kernel);
        Guard.Length(operands.C.Length, shape.OutputElements, kernel);
        ScanChecks.Optional(operands.Skip.Length, shape.Channels, kernel, nameof(operands.Skip));
        ScanChecks.Optional(operands.Gate.Length, shape.Elements, kernel, nameof(operands.Gate));
        ScanChecks.Optional(operands.DeltaBias.Length, shape.Channels, kernel, nameof(operands.DeltaBias));
        ScanChecks.Optional(operands.Initial.Length, shape.StateElements, kernel, nameof(operands.Initial));
        int resets = checked(shape.Batch * shape.Length);
        ScanChecks.Optional(operands.Resets.Length, resets, kernel, nameof(operands.Resets));
    }
}
