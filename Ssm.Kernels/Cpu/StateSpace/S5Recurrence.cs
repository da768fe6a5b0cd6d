namespace Ssm.Kernels;

/// <summary>
/// One diagonal state space for all channels, from inputs to outputs by chunks of time that stay in cache.
/// </summary>
/// <remarks>
/// <para>
/// x[t] = ā ⊙ x[t−1] + B̄ u[t] and y[t] = scale·Re(C x[t]) + d ⊙ u[t], with P complex modes. u and y are (B, L, H),
/// time-major; ā is (P), B̄ (P, H), C (H, P); states are (B, P). Reversed, x[t] comes from x[t+1], and x0 is x[L]. It
/// is the recurrence of S5 (Smith, Warrington and Linderman, 2023, arXiv:2208.04933) and of the LRU (Orvieto et
/// al., 2023, arXiv:2303.06349).
/// </para>
/// <para>
/// A chunk of time is an input product (both planes of B̄ in one real product), the recurrence in place, and an output
/// product. Its length depends on H and P alone, so that inputs, states and outputs stay in the second-level cache.
/// Only the states at the chunks' borders are ever in memory.
/// </para>
/// <para>
/// <c>resets</c> (B, L) is not zero where a packed sequence begins: nothing passes between such a step and the one
/// before it, in either direction. No output may overlap an input, but <c>last</c> may be exactly the memory of
/// <c>x0</c>. A NaN or an infinity spreads over its own sequence, from its own step on.
/// </para>
/// </remarks>
public static unsafe partial class S5Recurrence
{
    /// <summary>Complex numbers in the states at the borders of all chunks: B · chunks · P.</summary>
    public static int BordersLength<T>(RecurrenceShape shape)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        checked(shape.Batch * S5RecurrenceWork<T>.Chunks(shape) * shape.Modes);

    /// <summary>Runs the recurrence over whole sequences or chunks of them.</summary>
    /// <param name="u">(B, L, H).</param>
    /// <param name="system">ā (P), B̄ (P, H), C (H, P); d (H) or empty.</param>
    /// <param name="scale">2 where each mode stands for a conjugate pair, else 1.</param>
    /// <param name="x0">The states before the first step, (B, P), or empty for zero.</param>
    /// <param name="resets">(B, L), not zero where a sequence begins, or empty for none.</param>
    /// <param name="y">(B, L, H).</param>
    /// <param name="last">The states after the last step, (B, P), or empty where they are not wanted.</param>
    /// <param name="borders">
    /// Receives what <see cref="Adjoint"/> needs: twice <see cref="BordersLength"/> numbers; empty where it is not
    /// wanted.
    /// </param>
    /// <param name="shape">B, L, H, P.</param>
    /// <param name="reversed">Whether time runs backwards.</param>
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
        Span<T> borders,
        RecurrenceShape shape,
        bool reversed = false,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int states = CheckSystem(u.Length, system, x0.Length, resets.Length, shape, threads);
        Guard.Length(y.Length, shape.Elements, nameof(S5Recurrence), nameof(y));
        ScanChecks.Optional(last.Length, states, nameof(S5Recurrence), nameof(last));
        ScanChecks.Optional(borders.Length, 2 * BordersLength<T>(shape), nameof(S5Recurrence), nameof(borders));
        int products = checked(2 * shape.Modes * shape.Channels);
        T[] stacked = RecurrenceScratch.Rent<T>(2L * products);
        fixed (T* pu = u, py = y, pd = system.D, ar = system.A.Re, ai = system.A.Im, memory = stacked, edges = borders)
        fixed (T* sr = x0.Re, si = x0.Im, lr = last.Re, li = last.Im)
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
                X0 = new(sr, si),
                Resets = flags,
                Borders = edges,
                Y = py,
                Last = new(lr, li),
            };
            long operations = 2L * shape.Elements * work.Width;
            WorkSplit.Run(shape.Batch, 1, operations, threads, work, ForwardPieces);
        }

        RecurrenceScratch.Return(stacked);
    }

    private static void ForwardPieces<T>(S5RecurrenceWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = Math.Min(S5RecurrenceWork<T>.ChunkRows(work.Shape), Math.Max(1, work.Shape.Length));
        T[] buffer = RecurrenceScratch.Rent<T>((rows + 1L) * work.Width);
        fixed (T* memory = buffer)
        {
            T* carry = RecurrenceScratch.Align(memory);
            for (int batch = start; batch < end; batch++)
            {
                Sequence(work, batch, rows, carry, carry + work.Width);
            }
        }

        RecurrenceScratch.Return(buffer);
    }

    private static void Sequence<T>(in S5RecurrenceWork<T> work, int batch, int chunkRows, T* carry, T* x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int channels, int width) = (work.Shape.Channels, work.Width);
        int chunks = S5RecurrenceWork<T>.Chunks(work.Shape);
        LoadState(work.X0.AtIfExists((nint)batch * work.Shape.Modes), work.Shape.Modes, carry);
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            (int time, int rows) = work.Chunk(chunk, chunkRows);
            if (work.Borders != null)
            {
                Copy(carry, work.Borders + ((((nint)batch * chunks) + chunk) * width), width);
            }

            States(work, batch, chunk * chunkRows, time, rows, carry, x);
            Copy(x + ((work.Reversed ? 0 : rows - 1) * (nint)width), carry, width);
            T* u = work.U + work.Row(batch, time);
            T* y = work.Y + work.Row(batch, time);
            if (work.D != null)
            {
                S5RecurrenceRows.Scaled(work.D, u, y, rows, channels);
            }

            Multiply(x, work.C, y, new(rows, channels, width, false, true), work.D != null, work.InnerThreads);
        }

        if (work.Last.Exists)
        {
            StoreState(carry, work.Shape.Modes, work.Last.At((nint)batch * work.Shape.Modes));
        }
    }

    /// <summary>The states of one chunk, from the state before it.</summary>
    internal static void States<T>(
        in S5RecurrenceWork<T> work, int batch, int walked, int time, int rows, T* carry, T* x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = work.Width;
        MatMulShape input = new(rows, width, work.Shape.Channels, false, true);
        Multiply(work.U + work.Row(batch, time), work.B, x, input, accumulate: false, work.InnerThreads);
        nint step = work.Reversed ? -width : width;
        T* before = carry;
        T* now = x + (work.Reversed ? (rows - 1) * (nint)width : 0);
        for (int n = 0; n < rows; n++, before = now, now += step)
        {
            if (!work.Drops(batch, walked + n))
            {
                S5RecurrenceRows.AddProduct(work.A, before, now, work.Shape.Modes);
            }
        }
    }

    internal static void Multiply<T>(T* a, T* b, T* c, MatMulShape shape, bool accumulate, int threads)
        where T : unmanaged, IFloatingPointIeee754<T> => MatMul.Multiply(
            new ReadOnlySpan<T>(a, shape.M * shape.K),
            new ReadOnlySpan<T>(b, shape.K * shape.N),
            new Span<T>(c, shape.M * shape.N),
            shape,
            accumulate,
            threads);

    /// <summary>A state's planes as one row; zeros where there is none.</summary>
    internal static void LoadState<T>(PlanePointers<T> from, int modes, T* row)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (from.Exists)
        {
            Copy(from.Re, row, modes);
            Copy(from.Im, row + modes, modes);
        }
        else
        {
            new Span<T>(row, 2 * modes).Clear();
        }
    }

    internal static void StoreState<T>(T* row, int modes, PlanePointers<T> to)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Copy(row, to.Re, modes);
        Copy(row + modes, to.Im, modes);
    }

    internal static void Copy<T>(T* from, T* to, int count)
        where T : unmanaged => new ReadOnlySpan<T>(from, count).CopyTo(new Span<T>(to, count));

    // b = [Re B̄; Im B̄], c = scale·[Re C, −Im C]: a complex product by real numbers is one real product.
    private static void Stack<T>(DiagonalSystem<T> system, T scale, T* b, T* c, RecurrenceShape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = system.B.Length;
        system.B.Re.CopyTo(new Span<T>(b, count));
        system.B.Im.CopyTo(new Span<T>(b + count, count));
        int modes = shape.Modes;
        for (int h = 0; h < shape.Channels; h++)
        {
            T* row = c + (2 * (nint)h * modes);
            Elementwise.Unary(
                new Scale<T>(scale), system.C.Re.Slice(h * modes, modes), new Span<T>(row, modes));
            Elementwise.Unary(
                new Scale<T>(-scale), system.C.Im.Slice(h * modes, modes), new Span<T>(row + modes, modes));
        }
    }

    // The lengths that both directions check; answers how many complex numbers the states of a batch are.
    private static int CheckSystem<T>(
        int inputs, DiagonalSystem<T> system, int initial, int resets, RecurrenceShape shape, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const string Kernel = nameof(S5Recurrence);
        shape.Check(threads, Kernel);
        int states = checked(shape.Batch * shape.Modes);
        int products = checked(shape.Modes * shape.Channels);
        Guard.Length(inputs, shape.Elements, Kernel, "u");
        Guard.Length(system.A.Length, shape.Modes, Kernel, "a");
        Guard.Length(system.B.Length, products, Kernel, "b");
        Guard.Length(system.C.Length, products, Kernel, "c");
        ScanChecks.Optional(system.D.Length, shape.Channels, Kernel, "d");
        ScanChecks.Optional(initial, states, Kernel, "x0");
        ScanChecks.Optional(resets, shape.Steps, Kernel, "resets");
        return states;
    }
}
