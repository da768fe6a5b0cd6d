namespace Ssm.Kernels;

/// <summary>
/// The selective scan with complex rates, weights and states: h[t] = e^(Δ[t] A) ⊙ h[t−1] + Δ[t] u[t] B[t],
/// y[t] = 2 Re⟨C[t], h[t]⟩ + D u[t], C not conjugated, and y ⊙ SiLU(z) where there is a gate.
/// </summary>
/// <remarks>
/// <para>
/// N states stand for N pairs of conjugate ones, hence the 2. Layouts are those of <see cref="SelectiveScan"/>, each
/// complex array being two planes, and so is everything it says about tiles, lanes, NaN, threads and memory: a complex
/// scan runs through the same tiles with two planes of states. The parts of e^(ΔA) are within 3 ulp of its magnitude
/// for the rounded A; rounding A itself comes to |ΔA| half ulps. No output may overlap anything else.
/// </para>
/// <para>Gu and Dao, "Mamba: Linear-Time Sequence Modeling with Selective State Spaces", 2023, arXiv:2312.00752,
/// section 3.6 on complex states.</para>
/// </remarks>
public static unsafe partial class ComplexSelectiveScan
{
    /// <summary>Runs the scan over a batch of sequences.</summary>
    /// <param name="operands">What is read.</param>
    /// <param name="y">The outputs: (B, L, D).</param>
    /// <param name="final">The states after the last step: (B, D, N), or empty.</param>
    /// <param name="carries">
    /// What the adjoint needs of the states before steps 0, 32, 64, …: (B, ⌈L/32⌉, 2, N, D), or empty.
    /// </param>
    /// <param name="shape">The sizes.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape, or D is no multiple of G.</exception>
    public static void Forward<T>(
        in ComplexSelectiveScanOperands<T> operands,
        Span<T> y,
        Planar<T> final,
        Span<T> carries,
        SelectiveScanShape shape,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SelectiveScan.Check(operands.RealPlanes, shape, threads);
        Guard.Length(y.Length, shape.Elements, nameof(ComplexSelectiveScan));
        ScanChecks.Optional(final.Length, shape.StateElements, nameof(ComplexSelectiveScan), nameof(final));
        int kept = checked(2 * shape.CarryElements);
        ScanChecks.Optional(carries.Length, kept, nameof(ComplexSelectiveScan), nameof(carries));
        if (shape.Channels == 0)
        {
            return;
        }

        fixed (T* u = operands.U, delta = operands.Delta, a = operands.A.Re, aIm = operands.A.Im)
        fixed (T* b = operands.B.Re, bIm = operands.B.Im, c = operands.C.Re, cIm = operands.C.Im)
        fixed (T* skip = operands.Skip, gate = operands.Gate, bias = operands.DeltaBias)
        fixed (T* initial = operands.Initial.Re, initialIm = operands.Initial.Im)
        fixed (T* yp = y, last = final.Re, lastIm = final.Im, states = carries)
        fixed (int* resets = operands.Resets)
        {
            SelectiveWork<T> work = new()
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
                Y = yp,
                Final = last,
                FinalIm = lastIm,
                Carries = states,
            };
            WorkSplit.Run(work.Pieces, 1, work.Operations, threads, work, SelectiveForward.Pieces);
        }
    }
}
