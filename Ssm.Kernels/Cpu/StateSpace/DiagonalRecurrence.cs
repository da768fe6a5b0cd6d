namespace Ssm.Kernels;

/// <summary>
/// One diagonal state space for each channel, from inputs to outputs without the states in between in memory.
/// </summary>
/// <remarks>
/// <para>
/// x[t] = ā ⊙ x[t−1] + b̄ u[t] and y[t] = scale·Re Σ_n c_n x_n[t] + d u[t], for each of H channels with N complex
/// modes. u and y are (B, L, H), time-major; ā, b̄, c are (H, N); states are (B, H, N). It is the recurrent form of
/// S4D: Gu, Gupta, Goel and Ré, 2022, arXiv:2206.11893.
/// </para>
/// <para>
/// Where packed sequences follow each other, <c>resets</c> (B, L) is not zero at the first step of each: nothing
/// passes from the step before it, be it infinite.
/// </para>
/// <para>
/// Lanes run across channels, in tiles of 64 steps, two modes at a time in registers. y may be exactly the memory of u,
/// and <c>last</c> that of <c>x0</c>; no other overlap is allowed. A channel's bits depend on that channel alone, so a
/// NaN or an infinity stays in its channel. |error| of an output is at most 8(t + N + 4)ε of the same recurrence over
/// magnitudes.
/// </para>
/// </remarks>
public static unsafe partial class DiagonalRecurrence
{
    /// <summary>Runs the recurrence over whole sequences or chunks of them.</summary>
    /// <param name="u">(B, L, H).</param>
    /// <param name="system">ā, b̄, c, each (H, N); d (H) or empty.</param>
    /// <param name="scale">2 where each mode stands for a conjugate pair, else 1.</param>
    /// <param name="x0">The states before the first step, (B, H, N), or empty for zero.</param>
    /// <param name="resets">(B, L), not zero where a sequence begins, or empty for none.</param>
    /// <param name="y">(B, L, H).</param>
    /// <param name="last">The states after the last step, (B, H, N), or empty where they are not wanted.</param>
    /// <param name="shape">B, L, H, N.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Forward<T>(
        ReadOnlySpan<T> u,
        DiagonalSystem<T> system,
        T scale,
        ReadOnlyPlanar<T> x0,
        ReadOnlySpan<int> resets,
        Span<T> y,
        Planar<T> last,
        RecurrenceShape shape,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int states = CheckSystem(u.Length, system, x0.Length, resets.Length, shape, threads);
        Guard.Length(y.Length, shape.Elements, nameof(DiagonalRecurrence), nameof(y));
        ScanChecks.Optional(last.Length, states, nameof(DiagonalRecurrence), nameof(last));
        if (shape.Batch == 0 || shape.Channels == 0)
        {
            return;
        }

        T[] constants = RecurrenceScratch.Rent<T>(ConstantsLength<T>(shape));
        fixed (T* pu = u, py = y, pd = system.D, ar = system.A.Re, ai = system.A.Im, br = system.B.Re)
        fixed (T* bi = system.B.Im, cr = system.C.Re, ci = system.C.Im, sr = x0.Re, si = x0.Im, memory = constants)
        fixed (T* lr = last.Re, li = last.Im)
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
                Y = py,
                Last = new(lr, li),
            };
            DiagonalRecurrenceTiles.LoadConstants(work, 0, work.Blocks);
            long operations = 8L * shape.Elements * shape.Modes;
            WorkSplit.Run(checked(shape.Batch * work.Blocks), 2, operations, threads, work, ForwardPieces);
        }

        RecurrenceScratch.Return(constants);
    }

    private static void ForwardPieces<T>(DiagonalRecurrenceWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int w = Vector<T>.Count;
        int tile = DiagonalRecurrenceWork<T>.TileSteps * w;
        T[] buffer = RecurrenceScratch.Rent<T>(work.BlockStates + (2L * tile) + w);
        fixed (T* memory = buffer)
        {
            T* states = RecurrenceScratch.Align(memory);
            T* u = states + work.BlockStates;
            T* y = u + tile;
            T* d = y + tile;
            for (int piece = start; piece < end; piece++)
            {
                (int batch, int block) = (piece / work.Blocks, piece % work.Blocks);
                Sequence(work, batch, block, states, u, y, d);
            }
        }

        RecurrenceScratch.Return(buffer);
    }

    private static void Sequence<T>(
        in DiagonalRecurrenceWork<T> work, int batch, int block, T* states, T* u, T* y, T* d)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int width, int modes, nint stride) = (work.Width(block), work.Shape.Modes, work.Shape.Channels);
        nint state = work.State(batch, block);
        T* constants = work.Constants + ((nint)block * work.BlockConstants);
        T* factor = LoadFeedthrough(work, block, d);
        DiagonalRecurrenceTiles.LoadStates(work.X0.AtIfExists(state), width, modes, states);
        for (int t = 0, end; t < work.Shape.Length; t = end)
        {
            end = work.TileEnd(batch, t);
            if (work.Begins(batch, t))
            {
                new Span<T>(states, work.BlockStates).Clear();
            }

            nint row = work.Row(batch, t, block);
            DiagonalRecurrenceTiles.Load(work.U + row, stride, width, end - t, u);
            DiagonalRecurrenceTiles.Scaled(u, factor, end - t, y);
            Advance(constants, states, u, y, end - t, modes);
            DiagonalRecurrenceTiles.Store(y, end - t, work.Y + row, stride, width);
        }

        if (work.Last.Exists)
        {
            DiagonalRecurrenceTiles.StoreStates(states, width, modes, work.Last.At(state));
        }
    }

    private static void Advance<T>(T* constants, T* states, T* u, T* y, int steps, int modes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int w = Vector<T>.Count;
        int n = 0;
        for (; n <= modes - 2; n += 2)
        {
            DiagonalRecurrenceLoops.AdvanceTwo(constants + (6 * n * w), states + (2 * n * w), u, y, steps);
        }

        if (n < modes)
        {
            DiagonalRecurrenceLoops.AdvanceOne(constants + (6 * n * w), states + (2 * n * w), u, y, steps);
        }
    }

    private static T* LoadFeedthrough<T>(in DiagonalRecurrenceWork<T> work, int block, T* d)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (work.D == null)
        {
            return null;
        }

        DiagonalRecurrenceTiles.LoadLanes(work.D + ((nint)block * Vector<T>.Count), work.Width(block), d);
        return d;
    }

    private static long ConstantsLength<T>(RecurrenceShape shape)
        where T : unmanaged
    {
        long lanes = Vector<T>.Count;
        return 6 * ((shape.Channels + lanes - 1) / lanes * lanes) * shape.Modes;
    }

    // The lengths that both directions check; answers how many complex numbers the states of a batch are.
    private static int CheckSystem<T>(
        int inputs, DiagonalSystem<T> system, int initial, int resets, RecurrenceShape shape, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const string Kernel = nameof(DiagonalRecurrence);
        shape.Check(threads, Kernel);
        int constants = checked(shape.Channels * shape.Modes);
        int states = checked(shape.Batch * constants);
        Guard.Length(inputs, shape.Elements, Kernel, "u");
        Guard.Length(system.A.Length, constants, Kernel, "a");
        Guard.Length(system.B.Length, constants, Kernel, "b");
        Guard.Length(system.C.Length, constants, Kernel, "c");
        ScanChecks.Optional(system.D.Length, shape.Channels, Kernel, "d");
        ScanChecks.Optional(initial, states, Kernel, "x0");
        ScanChecks.Optional(resets, shape.Steps, Kernel, "resets");
        return states;
    }
}
