namespace Ssm.Kernels;

/// <content>The adjoint, by states recomputed chunk by chunk.</content>
public static unsafe partial class S5Recurrence
{
    /// <summary>The adjoint of <see cref="Forward"/>.</summary>
    /// <remarks>
    /// Chunks are walked against the recurrence; each recomputes its states from the one before it.
    /// <code>
    ///   λ[t] = scale·Cᴴ ȳ[t] + conj(ā) ⊙ λ[t+1],  λ[L] from the gradient of the last state
    ///   ū[t] = Re(B̄ᴴ λ[t]) + d ⊙ ȳ[t]        B̄'s gradient: Σ λ[t] u[t]ᵀ     C's: scale Σ ȳ[t] x[t]ᴴ
    ///   ā's gradient: Σ conj(x[t−1]) ⊙ λ[t]  d's: Σ ȳ[t] ⊙ u[t]             x0's: conj(ā) ⊙ λ[0]
    /// </code>
    /// Gradients of the system are summed over the batch in a fixed order. Every result is overwritten.
    /// </remarks>
    /// <param name="u">(B, L, H).</param>
    /// <param name="system">ā (P), B̄ (P, H), C (H, P); d (H) or empty.</param>
    /// <param name="scale">As in the forward direction.</param>
    /// <param name="borders">What <see cref="Forward"/> left there.</param>
    /// <param name="resets">(B, L) or empty.</param>
    /// <param name="dy">The gradient of y, (B, L, H).</param>
    /// <param name="dlast">The gradient of the states after the last step, (B, P), or empty for zero.</param>
    /// <param name="du">Receives the gradient of u, (B, L, H).</param>
    /// <param name="gradients">Receive the gradients of the system.</param>
    /// <param name="dx0">Receives the gradient of x0, (B, P); empty where it is not wanted.</param>
    /// <param name="shape">B, L, H, P.</param>
    /// <param name="reversed">As in the forward direction.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Adjoint<T>(
        ReadOnlySpan<T> u,
        DiagonalSystem<T> system,
        T scale,
        ReadOnlySpan<T> borders,
        ReadOnlySpan<int> resets,
        ReadOnlySpan<T> dy,
        ReadOnlyPlanar<T> dlast,
        Span<T> du,
        DiagonalSystemGradients<T> gradients,
        Planar<T> dx0,
        RecurrenceShape shape,
        bool reversed = false,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const string Kernel = nameof(S5Recurrence);
        int states = CheckSystem(u.Length, system, 0, resets.Length, shape, threads);
        Guard.Length(borders.Length, 2 * BordersLength<T>(shape), Kernel, nameof(borders));
        Guard.Length(dy.Length, shape.Elements, Kernel, nameof(dy));
        Guard.Length(du.Length, shape.Elements, Kernel, nameof(du));
        Guard.Length(gradients.A.Length, system.A.Length, Kernel, "gradients.A");
        Guard.Length(gradients.B.Length, system.B.Length, Kernel, "gradients.B");
        Guard.Length(gradients.C.Length, system.C.Length, Kernel, "gradients.C");
        ScanChecks.Optional(gradients.D.Length, shape.Channels, Kernel, "gradients.D");
        ScanChecks.Optional(dlast.Length, states, Kernel, nameof(dlast));
        ScanChecks.Optional(dx0.Length, states, Kernel, nameof(dx0));

        int products = checked(2 * shape.Modes * shape.Channels);
        T[] stacked = RecurrenceScratch.Rent<T>(2L * products);
        fixed (T* pu = u, pd = system.D, ar = system.A.Re, ai = system.A.Im, memory = stacked, edges = borders)
        fixed (T* pdy = dy, pdu = du, lr = dlast.Re, li = dlast.Im, zr = dx0.Re, zi = dx0.Im)
        fixed (int* flags = resets)
        {
            T* b = RecurrenceScratch.Align(memory);
            Stack(system, scale, b, b + products, shape);
            S5RecurrenceWork<T> work = new()
            {
                Shape = shape,
                Reversed = reversed,
                InnerThreads = shape.Batch == 1 ? threads : 1,
                A = new(ar, ai),
                B = b,
                C = b + products,
                D = pd,
                U = pu,
                X0 = default,
                Resets = flags,
                Borders = edges,
                Dy = pdy,
                Du = pdu,
                Dlast = new(lr, li),
                Dx0 = new(zr, zi),
            };
            Gather(work, gradients, scale, threads);
        }

        RecurrenceScratch.Return(stacked);
    }

    // Runs the pieces, and adds up what the groups of sequences found.
    private static void Gather<T>(
        S5RecurrenceWork<T> work, DiagonalSystemGradients<T> gradients, T scale, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int groups, int numbers, int width) = (work.Groups, work.GroupNumbers, work.Width);
        (int channels, int modes) = (work.Shape.Channels, work.Shape.Modes);
        T[] partials = RecurrenceScratch.Rent<T>((groups + 1L) * numbers);
        fixed (T* memory = partials)
        {
            T* total = RecurrenceScratch.Align(memory);
            work = work with { Partials = total + numbers };
            new Span<T>(total, (groups + 1) * numbers).Clear();
            WorkSplit.Run(
                groups, 1, 5L * work.Shape.Elements * width, threads, work, S5RecurrenceBack.Pieces);
            for (int group = 1; group <= groups; group++)
            {
                S5RecurrenceRows.Add(total + ((nint)group * numbers), total, numbers);
            }

            int half = modes * channels;
            T* c = total + (2 * half);
            T* a = c + (2 * half);
            new ReadOnlySpan<T>(total, half).CopyTo(gradients.B.Re);
            new ReadOnlySpan<T>(total + half, half).CopyTo(gradients.B.Im);
            for (int h = 0; h < channels; h++)
            {
                ReadOnlySpan<T> row = new(c + ((nint)h * width), width);
                Elementwise.Unary(new Scale<T>(scale), row[..modes], gradients.C.Re.Slice(h * modes, modes));
                Elementwise.Unary(new Scale<T>(-scale), row[modes..], gradients.C.Im.Slice(h * modes, modes));
            }

            new ReadOnlySpan<T>(a, modes).CopyTo(gradients.A.Re);
            new ReadOnlySpan<T>(a + modes, modes).CopyTo(gradients.A.Im);
            new ReadOnlySpan<T>(a + width, gradients.D.Length).CopyTo(gradients.D);
        }

        RecurrenceScratch.Return(partials);
    }
}
