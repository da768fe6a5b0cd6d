namespace Ssm.Kernels;

/// <summary>
/// What follows a state space in a block, in one walk over the rows: activation, two linear maps, gate, residual sum.
/// </summary>
/// <remarks>
/// <para>
/// x₁ = m ⊙ f(x), y = r + n ⊙ (W₁ x₁ + b₁) ⊙ σ(W₂ x₁ + b₂), with an activation f and, of a tied dropout, masks m and n
/// that are the same at all steps of a sequence. Dauphin et al., "Language Modeling with Gated Convolutional
/// Networks", 2017, arXiv:1612.08083.
/// </para>
/// <para>
/// A chunk of rows goes through all of it while it is in the second-level cache: of eight numbers for each output that
/// the parts would move through memory one after another, three or four are left. Its length depends on the widths
/// alone. A row that is not finite reaches its own outputs only.
/// </para>
/// </remarks>
public static unsafe partial class GatedLinearUnit
{
    /// <summary>Computes y.</summary>
    /// <param name="op">f.</param>
    /// <param name="x">(B, L, H).</param>
    /// <param name="weights">W₁, b₁, W₂, b₂.</param>
    /// <param name="maskIn">m, (B, H), or empty for ones.</param>
    /// <param name="maskOut">n, (B, O), or empty for ones.</param>
    /// <param name="residual">r, (B, L, O), or empty for zero; may be exactly the memory of x.</param>
    /// <param name="y">(B, L, O). It overlaps nothing else.</param>
    /// <param name="value">
    /// Receives W₁ x₁ + b₁, (B, L, O), which <see cref="Adjoint"/> needs; empty, with <paramref name="gate"/>, where it
    /// is not wanted.
    /// </param>
    /// <param name="gate">Receives σ(W₂ x₁ + b₂), likewise.</param>
    /// <param name="shape">B, L, H, O.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Forward<T, TOp>(
        TOp op,
        ReadOnlySpan<T> x,
        GatedUnitWeights<T> weights,
        ReadOnlySpan<T> maskIn,
        ReadOnlySpan<T> maskOut,
        ReadOnlySpan<T> residual,
        Span<T> y,
        Span<T> value,
        Span<T> gate,
        GatedUnitShape shape,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IUnaryOp<T>
    {
        const string Kernel = nameof(GatedLinearUnit);
        int outputs = Check(x.Length, weights, maskIn.Length, maskOut.Length, shape, threads);
        ScanChecks.Optional(residual.Length, outputs, Kernel, nameof(residual));
        Guard.Length(y.Length, outputs, Kernel, nameof(y));
        ScanChecks.Optional(value.Length, outputs, Kernel, nameof(value));
        Guard.Length(gate.Length, value.Length, Kernel, nameof(gate));
        fixed (T* px = x, w1 = weights.Value, b1 = weights.ValueBias, w2 = weights.Gate, b2 = weights.GateBias)
        fixed (T* m = maskIn, n = maskOut, r = residual, py = y, pv = value, pg = gate)
        {
            GatedUnitWork<T, TOp> work = new()
            {
                Op = op,
                Shape = shape,
                X = px,
                W1 = w1,
                W2 = w2,
                MaskIn = m,
                MaskOut = n,
                Value = pv,
                Gate = pg,
                B1 = b1,
                B2 = b2,
                Residual = r,
                Y = py,
            };
            WorkSplit.Run(work.AllChunks, 1, 2L * outputs * shape.Inputs, threads, work, ForwardPieces);
        }
    }

    private static void ForwardPieces<T, TOp>(GatedUnitWork<T, TOp> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IUnaryOp<T>
    {
        (int inputs, int outputs, int most) = (work.Shape.Inputs, work.Shape.Outputs, work.ChunkRows);
        T[] buffer = RecurrenceScratch.Rent<T>((long)most * (inputs + (2L * outputs)));
        fixed (T* memory = buffer)
        {
            T* active = RecurrenceScratch.Align(memory);
            T* scratch = active + ((nint)most * inputs);
            for (int chunk = start; chunk < end; chunk++)
            {
                (int batch, nint row, int rows) = work[chunk];
                nint at = row * outputs;
                int count = rows * outputs;
                T* value = work.Value == null ? scratch : work.Value + at;
                T* gate = work.Gate == null ? scratch + ((nint)most * outputs) : work.Gate + at;
                T* y = work.Y + at;
                Activate(work, batch, row, rows, active);
                GatedUnitLoops.Repeat(work.B1, outputs, value, rows);
                GatedUnitLoops.Repeat(work.B2, outputs, gate, rows);
                MatMulShape shape = new(rows, outputs, inputs, false, true);
                S5Recurrence.Multiply(active, work.W1, value, shape, accumulate: true, threads: 1);
                S5Recurrence.Multiply(active, work.W2, gate, shape, accumulate: true, threads: 1);
                GatedUnitLoops.Open(value, gate, y, count);
                if (work.MaskOut != null)
                {
                    S5RecurrenceRows.Scaled(work.MaskOut + ((nint)batch * outputs), y, y, rows, outputs);
                }

                if (work.Residual != null)
                {
                    S5RecurrenceRows.Add(work.Residual + at, y, count);
                }
            }
        }

        RecurrenceScratch.Return(buffer);
    }

    // x₁ of a chunk.
    private static void Activate<T, TOp>(in GatedUnitWork<T, TOp> work, int batch, nint row, int rows, T* active)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IUnaryOp<T>
    {
        int inputs = work.Shape.Inputs;
        int count = rows * inputs;
        Elementwise.Unary(
            work.Op, new ReadOnlySpan<T>(work.X + (row * inputs), count), new Span<T>(active, count));
        if (work.MaskIn != null)
        {
            S5RecurrenceRows.Scaled(work.MaskIn + ((nint)batch * inputs), active, active, rows, inputs);
        }
    }

    // The lengths that both directions check; answers how many numbers the outputs are.
    private static int Check<T>(
        int x, GatedUnitWeights<T> weights, int maskIn, int maskOut, GatedUnitShape shape, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const string Kernel = nameof(GatedLinearUnit);
        Guard.AtLeast(shape.Batch, 0, Kernel);
        Guard.AtLeast(shape.Length, 0, Kernel);
        Guard.AtLeast(shape.Inputs, 0, Kernel);
        Guard.AtLeast(shape.Outputs, 0, Kernel);
        Guard.AtLeast(threads, 1, Kernel);
        int matrix = checked(shape.Inputs * shape.Outputs);
        Guard.Length(x, checked(shape.Batch * shape.Length * shape.Inputs), Kernel);
        Guard.Length(weights.Value.Length, matrix, Kernel, "weights.Value");
        Guard.Length(weights.Gate.Length, matrix, Kernel, "weights.Gate");
        Guard.Length(weights.ValueBias.Length, shape.Outputs, Kernel, "weights.ValueBias");
        Guard.Length(weights.GateBias.Length, shape.Outputs, Kernel, "weights.GateBias");
        ScanChecks.Optional(maskIn, checked(shape.Batch * shape.Inputs), Kernel, nameof(maskIn));
        ScanChecks.Optional(maskOut, checked(shape.Batch * shape.Outputs), Kernel, nameof(maskOut));
        return checked(shape.Batch * shape.Length * shape.Outputs);
    }
}
