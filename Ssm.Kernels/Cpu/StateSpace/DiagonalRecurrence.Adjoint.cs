namespace Ssm.Kernels;

/// <content>The adjoint, by states recomputed tile by tile.</content>
public static unsafe partial class DiagonalRecurrence
{
    /// <summary>The adjoint of <see cref="Forward"/>.</summary>
    /// <remarks>
    /// One walk forwards keeps the states at the tiles' borders, one backwards recomputes each tile's and computes
    /// <code>
    ///   λ[t] = scale·conj(c) ȳ[t] + conj(ā) λ[t+1],  λ[L] from the gradient of the last state
    ///   ū[t] = Re Σ conj(b̄) λ[t] + d ȳ[t]            b̄'s gradient: Σ λ[t] u[t]     c's: scale Σ ȳ[t] conj(x[t])
    ///   ā's gradient: Σ conj(x[t−1]) λ[t]            d's: Σ ȳ[t] u[t]              x0's: conj(ā) λ[0]
    /// </code>
    /// Gradients of the system are summed over the batch in a fixed order. Every result is overwritten. du may be
    /// exactly the memory of dy.
    /// </remarks>
    /// <param name="u">(B, L, H).</param>
    /// <param name="system">ā, b̄, c, each (H, N); d (H) or empty.</param>
    /// <param name="scale">As in the forward direction.</param>
    /// <param name="x0">(B, H, N) or empty.</param>
    /// <param name="resets">(B, L) or empty.</param>
    /// <param name="dy">The gradient of y, (B, L, H).</param>
    /// <param name="dlast">The gradient of the states after the last step, (B, H, N), or empty for zero.</param>
    /// <param name="du">Receives the gradient of u, (B, L, H).</param>
    /// <param name="gradients">Receive the gradients of the system.</param>
    /// <param name="dx0">Receives the gradient of x0, (B, H, N); empty where it is not wanted.</param>
    /// <param name="shape">B, L, H, N.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Adjoint<T>(
        ReadOnlySpan<T> u,
        DiagonalSystem<T> system,
        T scale,
        ReadOnlyPlanar<T> x0,
        ReadOnlySpan<int> resets,
        ReadOnlySpan<T> dy,
        ReadOnlyPlanar<T> dlast,
        Span<T> du,
        DiagonalSystemGradients<T> gradients,
        Planar<T> dx0,
        RecurrenceShape shape,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const string Kernel = nameof(DiagonalRecurrence);
        int states = CheckSystem(u.Length, system, x0.Length, resets.Length, shape, threads);
        Guard.Length(dy.Length, shape.Elements, Kernel, nameof(dy));
        Guard.Length(du.Length, shape.Elements, Kernel, nameof(du));
        Guard.Length(gradients.A.Length, system.A.Length, Kernel, "gradients.A");
        Guard.Length(gradients.B.Length, system.B.Length, Kernel, "gradients.B");
        Guard.Length(gradients.C.Length, system.C.Length, Kernel, "gradients.C");
        ScanChecks.Optional(gradients.D.Length, shape.Channels, Kernel, "gradients.D");
        ScanChecks.Optional(dlast.Length, states, Kernel, nameof(dlast));
        ScanChecks.Optional(dx0.Length, states, Kernel, nameof(dx0));

        T[] constants = RecurrenceScratch.Rent<T>(ConstantsLength<T>(shape));
        fixed (T* pu = u, pd = system.D, ar = system.A.Re, ai = system.A.Im, br = system.B.Re, bi = system.B.Im)
        fixed (T* cr = system.C.Re, ci = system.C.Im, sr = x0.Re, si = x0.Im, memory = constants, pdy = dy, pdu = du)
        fixed (T* lr = dlast.Re, li = dlast.Im, zr = dx0.Re, zi = dx0.Im)
        fixed (int* flags = resets)
        {
            DiagonalRecurrenceWork<T> work = new()
            {
                Shape = shape,
                Scale = scale,
                A = new(ar, ai),
                B = new(br, bi),
                C = new(cr, ci),
                D = pd,
                U = pu,
                X0 = new(sr, si),
                Resets = flags,
                Constants = RecurrenceScratch.Align(memory),
                Dy = pdy,
                Du = pdu,
                Dlast = new(lr, li),
                Dx0 = new(zr, zi),
            };
            DiagonalRecurrenceTiles.LoadConstants(work, 0, work.Blocks);
            Gather(work, gradients, threads);
        }

        RecurrenceScratch.Return(constants);
    }

    // Runs the pieces, and adds up what the groups of sequences found.
    private static void Gather<T>(DiagonalRecurrenceWork<T> work, DiagonalSystemGradients<T> gradients, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int groups, int count, int channels) = (work.Groups, gradients.A.Length, work.Shape.Channels);
        T[] partials = RecurrenceScratch.Rent<T>((6L * groups * count) + ((long)groups * channels));
        fixed (T* memory = partials)
        {
            T* sums = RecurrenceScratch.Align(memory);
            work = work with { Partials = sums, PartialsOfD = sums + (6 * (nint)groups * count) };
            long operations = 22L * work.Shape.Elements * work.Shape.Modes;
            WorkSplit.Run(groups * work.Blocks, 1, operations, threads, work, DiagonalRecurrenceBack.Pieces);
            Sum(sums, 6 * count, groups, gradients.A.Re, T.One);
            Sum(sums + count, 6 * count, groups, gradients.A.Im, T.One);
            Sum(sums + (2 * (nint)count), 6 * count, groups, gradients.B.Re, T.One);
            Sum(sums + (3 * (nint)count), 6 * count, groups, gradients.B.Im, T.One);
            Sum(sums + (4 * (nint)count), 6 * count, groups, gradients.C.Re, work.Scale);
            Sum(sums + (5 * (nint)count), 6 * count, groups, gradients.C.Im, -work.Scale);
            Sum(work.PartialsOfD, channels, groups, gradients.D, T.One);
        }

        RecurrenceScratch.Return(partials);
    }

    // result = scale · (the groups' parts, in their order).
    private static void Sum<T>(T* parts, nint stride, int groups, Span<T> result, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        result.Clear();
        for (int group = 0; group < groups; group++)
        {
            Elementwise.Binary<T, Add<T>>(default, result, new ReadOnlySpan<T>(parts, result.Length), result);
            parts += stride;
        }

        if (scale != T.One)
        {
            Elementwise.Unary(new Scale<T>(scale), result, result);
        }
    }
}
