namespace Ssm.Kernels;

/// <content>One step at a time.</content>
public static unsafe partial class ComplexSelectiveScan
{
    /// <summary>One time step of a batch of sequences; allocates nothing.</summary>
    /// <remarks>Lanes run across the states of a channel, which lie together.</remarks>
    /// <param name="operands">What is read, with L = 1; the initial states are not.</param>
    /// <param name="state">The states (B, D, N), moved on by the step.</param>
    /// <param name="y">The outputs: (B, 1, D).</param>
    /// <param name="shape">The sizes, with L = 1.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape, D is no multiple of G, or L is not 1.
    /// </exception>
    public static void Step<T>(
        in ComplexSelectiveScanOperands<T> operands, Planar<T> state, Span<T> y, SelectiveScanShape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SelectiveScan.Check(operands.RealPlanes, shape, threads: 1);
        Guard.Length(shape.Length, 1, nameof(ComplexSelectiveScan));
        Guard.Length(operands.Initial.Length, 0, nameof(ComplexSelectiveScan));
        Guard.Length(state.Length, shape.StateElements, nameof(ComplexSelectiveScan));
        Guard.Length(y.Length, shape.Elements, nameof(ComplexSelectiveScan));
        fixed (T* u = operands.U, delta = operands.Delta, a = operands.A.Re, aIm = operands.A.Im)
        fixed (T* b = operands.B.Re, bIm = operands.B.Im, c = operands.C.Re, cIm = operands.C.Im)
        fixed (T* skip = operands.Skip, gate = operands.Gate, bias = operands.DeltaBias)
        fixed (T* re = state.Re, im = state.Im, yp = y)
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
                Softplus = operands.Softplus,
                Y = yp,
            };
            for (int batch = 0; batch < shape.Batch; batch++)
            {
                nint at = work.State(batch, 0);
                if (!operands.Resets.IsEmpty && operands.Resets[batch] != 0)
                {
                    new Span<T>(re + at, shape.RateElements).Clear();
                    new Span<T>(im + at, shape.RateElements).Clear();
                }

                SelectiveScan.StepSequence(work, batch, re + at, im + at);
            }
        }
    }
}
