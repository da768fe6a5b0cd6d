namespace Ssm.Kernels;

/// <content>The adjoint, from the two products that the forward direction kept.</content>
public static unsafe partial class GatedLinearUnit
{
    /// <summary>The adjoint of <see cref="Forward"/>; that of the residual is dy itself.</summary>
    /// <remarks>
    /// With v = W₁ x₁ + b₁, g = σ(W₂ x₁ + b₂) and ē = n ⊙ ȳ:
    /// <code>
    ///   v̄ = ē ⊙ g,   z̄ = ē ⊙ v ⊙ g ⊙ (1 − g)    z being what σ is applied to
    ///   x̄ = f'(x) ⊙ m ⊙ (W₁ᵀ v̄ + W₂ᵀ z̄)
    ///   W̄₁ = Σ v̄ x₁ᵀ,  b̄₁ = Σ v̄,  W̄₂ = Σ z̄ x₁ᵀ,  b̄₂ = Σ z̄
    /// </code>
    /// Sums over rows are taken in a fixed order. Every result is overwritten.
    /// </remarks>
    /// <param name="op">f.</param>
    /// <param name="x">(B, L, H).</param>
    /// <param name="weights">W₁, b₁, W₂, b₂.</param>
    /// <param name="maskIn">m, (B, H), or empty for ones.</param>
    /// <param name="maskOut">n, (B, O), or empty for ones.</param>
    /// <param name="value">What the forward direction left there.</param>
    /// <param name="gate">Likewise.</param>
    /// <param name="dy">The gradient of y, (B, L, O).</param>
    /// <param name="dx">Receives the gradient of x, (B, L, H). It overlaps nothing else.</param>
    /// <param name="gradients">Receive the gradients of the weights.</param>
    /// <param name="shape">B, L, H, O.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Adjoint<T, TOp>(
        TOp op,
        ReadOnlySpan<T> x,
        GatedUnitWeights<T> weights,
        ReadOnlySpan<T> maskIn,
        ReadOnlySpan<T> maskOut,
        ReadOnlySpan<T> value,
        ReadOnlySpan<T> gate,
        ReadOnlySpan<T> dy,
        Span<T> dx,
        GatedUnitGradients<T> gradients,
        GatedUnitShape shape,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IUnaryOp<T>
    {
        const string Kernel = nameof(GatedLinearUnit);
        int outputs = Check(x.Length, weights, maskIn.Length, maskOut.Length, shape, threads);
        Guard.Length(value.Length, outputs, Kernel, nameof(value));
        Guard.Length(gate.Length, outputs, Kernel, nameof(gate));
        Guard.Length(dy.Length, outputs, Kernel, nameof(dy));
        Guard.Length(dx.Length, x.Length, Kernel, nameof(dx));
        Guard.Length(gradients.Value.Length, weights.Value.Length, Kernel, "gradients.Value");
        Guard.Length(gradients.Gate.Length, weights.Gate.Length, Kernel, "gradients.Gate");
        Guard.Length(gradients.ValueBias.Length, shape.Outputs, Kernel, "gradients.ValueBias");
        Guard.Length(gradients.GateBias.Length, shape.Outputs, Kernel, "gradients.GateBias");
        fixed (T* px = x, w1 = weights.Value, w2 = weights.Gate, m = maskIn, n = maskOut, pv = value, pg = gate)
        fixed (T* pdy = dy, pdx = dx)
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
                Dy = pdy,
                Dx = pdx,
            };
            Gather(work, gradients, threads);
        }
    }

    // Runs the pieces, and adds up what the groups of chunks found.
    private static void Gather<T, TOp>(GatedUnitWork<T, TOp> work, GatedUnitGradients<T> gradients, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IUnaryOp<T>
    {
        (int groups, int numbers, int matrix) = (work.Groups, work.GroupNumbers, gradients.Value.Length);
        int outputs = work.Shape.Outputs;
        T[] partials = RecurrenceScratch.Rent<T>((groups + 1L) * numbers);
        fixed (T* memory = partials)
        {
            T* total = RecurrenceScratch.Align(memory);
            work = work with { Partials = total + numbers };
            new Span<T>(total, (groups + 1) * numbers).Clear();
            long operations = 4L * work.Shape.Batch * work.Shape.Length * matrix;
            WorkSplit.Run(groups, 1, operations, threads, work, BackPieces);
            for (int group = 1; group <= groups; group++)
            {
                S5RecurrenceRows.Add(total + ((nint)group * numbers), total, numbers);
            }

            new ReadOnlySpan<T>(total, matrix).CopyTo(gradients.Value);
            new ReadOnlySpan<T>(total + matrix, matrix).CopyTo(gradients.Gate);
            new ReadOnlySpan<T>(total + (2 * (nint)matrix), outputs).CopyTo(gradients.ValueBias);
            new ReadOnlySpan<T>(total + (2 * (nint)matrix) + outputs, outputs).CopyTo(gradients.GateBias);
        }

        RecurrenceScratch.Return(partials);
    }

    private static void BackPieces<T, TOp>(GatedUnitWork<T, TOp> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IUnaryOp<T>
    {
        (int inputs, int outputs, int most) = (work.Shape.Inputs, work.Shape.Outputs, work.ChunkRows);
        T[] buffer = RecurrenceScratch.Rent<T>((long)most * (inputs + (3L * outputs)));
        fixed (T* memory = buffer)
        {
            T* active = RecurrenceScratch.Align(memory);
            T* dv = active + ((nint)most * inputs);
            for (int group = start; group < end; group++)
            {
                T* partials = work.Partials + ((nint)group * work.GroupNumbers);
                int first = group * work.GroupSize;
                int last = Math.Min(work.AllChunks, first + work.GroupSize);
                for (int chunk = first; chunk < last; chunk++)
                {
                    Back(work, chunk, partials, active, dv);
                }
            }
        }

        RecurrenceScratch.Return(buffer);
    }

    private static void Back<T, TOp>(in GatedUnitWork<T, TOp> work, int chunk, T* partials, T* active, T* dv)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IUnaryOp<T>
    {
        (int inputs, int outputs, int most) = (work.Shape.Inputs, work.Shape.Outputs, work.ChunkRows);
        (int batch, nint row, int rows) = work[chunk];
        nint at = row * outputs;
        T* dz = dv + ((nint)most * outputs);
        T* dy = work.Dy + at;
        if (work.MaskOut != null)
        {
            T* masked = dz + ((nint)most * outputs);
            S5RecurrenceRows.Scaled(work.MaskOut + ((nint)batch * outputs), dy, masked, rows, outputs);
            dy = masked;
        }

        GatedUnitLoops.Slopes(work.Value + at, work.Gate + at, dy, dv, dz, rows * outputs);
        Activate(work, batch, row, rows, active);
        nint matrix = (nint)inputs * outputs;
        MatMulShape weights = new(outputs, inputs, rows, true, false);
        S5Recurrence.Multiply(dv, active, partials, weights, accumulate: true, threads: 1);
        S5Recurrence.Multiply(dz, active, partials + matrix, weights, accumulate: true, threads: 1);
        GatedUnitLoops.AddRows(dv, partials + (2 * matrix), rows, outputs);
        GatedUnitLoops.AddRows(dz, partials + (2 * matrix) + outputs, rows, outputs);

        T* dx = work.Dx + (row * inputs);
        MatMulShape back = new(rows, inputs, outputs);
        S5Recurrence.Multiply(dv, work.W1, dx, back, accumulate: false, threads: 1);
        S5Recurrence.Multiply(dz, work.W2, dx, back, accumulate: true, threads: 1);
        if (work.MaskIn != null)
        {
            S5RecurrenceRows.Scaled(work.MaskIn + ((nint)batch * inputs), dx, dx, rows, inputs);
        }

        // A derivative may be written in terms of f(x), over which a mask may have gone.
        int count = rows * inputs;
        ReadOnlySpan<T> x = new(work.X + (row * inputs), count);
        Span<T> gradient = new(dx, count);
        if (work.MaskIn != null)
        {
            Elementwise.Unary(work.Op, x, new Span<T>(active, count));
        }

        Elementwise.UnaryAdjoint(work.Op, x, new ReadOnlySpan<T>(active, count), gradient, gradient);
    }
}
