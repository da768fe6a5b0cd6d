using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The diagonal recurrence with many threads to a channel: a tree over tiles of time.</summary>
/// <remarks>
/// <para>
/// A group takes a few channels of one sequence and a chunk of time, and walks it in tiles. In a tile each thread
/// reads four rows of its channel and combines them to one pair (product of factors, state); the threads of a channel
/// scan their pairs by the up- and the down-sweep in shared memory; then each runs its rows again, still in registers,
/// from the state before them. The state at a tile's end is carried to the next. Blelloch, "Prefix sums and their
/// applications", 1990: (a₂, b₂) after (a₁, b₁) is (a₂ a₁, a₂ b₁ + b₂), about two of these for each thread.
/// </para>
/// <para>
/// Where channels are few, neighbouring threads so read neighbouring numbers. Passes over memory as for
/// <see cref="ScanKernels"/>. A product that overflows may make NaN of a state that is zero.
/// </para>
/// </remarks>
internal static class ScanTreeKernels
{
    /// <summary>Rows that one thread combines.</summary>
    internal const int ThreadRows = 4;

    /// <summary>The most threads of a group, a power of two.</summary>
    internal const int MostThreads = 256;

    /// <summary>All states of each chunk, or the state at its end from none before it.</summary>
    /// <param name="w">The walk; a chunk is a whole number of tiles.</param>
    /// <param name="lanes">Channels of a group, a power of two that divides its threads.</param>
    /// <param name="a">Factors, conjugated here if so chosen.</param>
    /// <param name="b">What is added; may be h.</param>
    /// <param name="start">(B, C), the states before the first row, or nothing for zero.</param>
    /// <param name="ends">(B, chunks − 1, C): the true states at the ends of chunks, or where these are found.</param>
    /// <param name="products">(B, chunks − 1, C), receives the products of a chunk's factors.</param>
    /// <param name="resets">Flags.</param>
    /// <param name="cuts">(B, chunks − 1), receives whether a chunk has a row that is reset.</param>
    /// <param name="h">The states.</param>
    internal static void Scan<T, TNumber, TVary, TResets, TConjugate, TSummary>(
        ScanWalk w, int lanes, ComplexPlanes<T> a, ComplexPlanes<T> b, ComplexPlanes<T> start, ComplexPlanes<T> ends,
        ComplexPlanes<T> products, ArrayView<int> resets, ArrayView<int> cuts, ComplexPlanes<T> h)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
        where TVary : struct, IChoice
        where TResets : struct, IChoice
        where TConjugate : struct, IChoice
        where TSummary : struct, IChoice
    {
        ArrayView<TNumber> states = SharedMemory.Allocate<TNumber>(MostThreads);
        ArrayView<TNumber> factors = SharedMemory.Allocate<TNumber>(MostThreads);
        ArrayView<int> flags = SharedMemory.Allocate<int>(MostThreads);
        int blocks = (w.Channels + lanes - 1) / lanes;
        int chunk = Grid.IdxX / (w.Batch * blocks), rest = Grid.IdxX - (chunk * w.Batch * blocks);
        int batch = rest / blocks, thread = Group.IdxX, threads = Group.DimX / lanes;
        int j = thread / lanes, channel = ((rest - (batch * blocks)) * lanes) + thread - (j * lanes);
        bool exists = channel < w.Channels;
        int end = IntrinsicMath.Min((chunk + 1) * w.ChunkRows, w.Rows);
        int top = thread + ((threads - 1 - j) * lanes);

        // Before the first row of a summary there is nothing, whatever comes before it.
        bool fresh = chunk == 0 ? start.IsNothing : TSummary.Is;
        TNumber carry = TNumber.Zero, product = TNumber.One;
        bool cut = false;
        if (exists && !fresh)
        {
            carry = chunk == 0
                ? TNumber.Load(start, (batch * w.Channels) + channel)
                : TNumber.Load(ends, w.EndAt(batch, chunk - 1, channel));
        }

        for (int tile = chunk * w.ChunkRows; tile < end; tile += threads * ThreadRows)
        {
            int row = tile + (j * ThreadRows), rows = exists ? end - row : 0;

            // Nothing is read where no state comes in: an adjoint has no factor there.
            bool none = j == 0 && fresh;
            bool skips = none && !(TSummary.Is && chunk > 0);
            TNumber a0 = Factor<T, TNumber, TVary, TConjugate>(w, a, batch, row, channel, rows > 0 && !skips);
            TNumber a1 = Factor<T, TNumber, TVary, TConjugate>(w, a, batch, row + 1, channel, rows > 1);
            TNumber a2 = Factor<T, TNumber, TVary, TConjugate>(w, a, batch, row + 2, channel, rows > 2);
            TNumber a3 = Factor<T, TNumber, TVary, TConjugate>(w, a, batch, row + 3, channel, rows > 3);
            TNumber b0 = Added<T, TNumber>(w, b, batch, row, channel, rows > 0);
            TNumber b1 = Added<T, TNumber>(w, b, batch, row + 1, channel, rows > 1);
            TNumber b2 = Added<T, TNumber>(w, b, batch, row + 2, channel, rows > 2);
            TNumber b3 = Added<T, TNumber>(w, b, batch, row + 3, channel, rows > 3);
            bool r0 = TResets.Is && rows > 0 && w.Resets(resets, batch, row);
            bool r1 = TResets.Is && rows > 1 && w.Resets(resets, batch, row + 1);
            bool r2 = TResets.Is && rows > 2 && w.Resets(resets, batch, row + 2);
            bool r3 = TResets.Is && rows > 3 && w.Resets(resets, batch, row + 3);

            // A thread's pair; the first has what was carried here in its state.
            TNumber x = ScanSteps.Step<T, TNumber, Yes>(a0, carry, b0, j > 0 || none || r0);
            x = ScanSteps.Step<T, TNumber, TResets>(a1, x, b1, r1);
            x = ScanSteps.Step<T, TNumber, TResets>(a2, x, b2, r2);
            x = ScanSteps.Step<T, TNumber, TResets>(a3, x, b3, r3);
            TNumber p = TNumber.MultiplyAdd(a1, a0, TNumber.Zero);
            p = TNumber.MultiplyAdd(a2, p, TNumber.Zero);
            p = TNumber.MultiplyAdd(a3, p, TNumber.Zero);
            states[thread] = x;
            factors[thread] = p;
            if (TResets.Is)
            {
                flags[thread] = r0 | r1 | r2 | r3 ? 1 : 0;
            }

            UpSweep<T, TNumber, TResets>(states, factors, flags, j, threads, lanes);
            TNumber last = states[top];
            if (TSummary.Is)
            {
                product = TNumber.MultiplyAdd(factors[top], product, TNumber.Zero);
                cut |= TResets.Is && flags[top] != 0;
            }
            else
            {
                DownSweep<T, TNumber, TResets>(states, factors, flags, j, threads, lanes);
                TNumber before = TNumber.Select(j > 0, states[thread], carry);
                x = ScanSteps.Step<T, TNumber, Yes>(a0, before, b0, none || r0);
                Write<T, TNumber>(w, h, batch, row, channel, rows > 0, x);
                x = ScanSteps.Step<T, TNumber, TResets>(a1, x, b1, r1);
                Write<T, TNumber>(w, h, batch, row + 1, channel, rows > 1, x);
                x = ScanSteps.Step<T, TNumber, TResets>(a2, x, b2, r2);
                Write<T, TNumber>(w, h, batch, row + 2, channel, rows > 2, x);
                x = ScanSteps.Step<T, TNumber, TResets>(a3, x, b3, r3);
                Write<T, TNumber>(w, h, batch, row + 3, channel, rows > 3, x);
            }

            carry = last;
            fresh = false;
            Group.Barrier();
        }

        if (TSummary.Is && exists && j == 0)
        {
            int to = w.EndAt(batch, chunk, channel);
            TNumber.Store(ends, to, carry);
            if (TVary.Is)
            {
                TNumber.Store(products, to, product);
            }

            if (TResets.Is && channel == 0)
            {
                cuts[(batch * (w.Chunks - 1)) + chunk] = cut ? 1 : 0;
            }
        }
    }

    // The pair at the end of each part of 2, 4, 8, … threads is that of the whole part.
    private static void UpSweep<T, TNumber, TResets>(
        ArrayView<TNumber> states, ArrayView<TNumber> factors, ArrayView<int> flags, int j, int threads, int lanes)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
        where TResets : struct, IChoice
    {
        int thread = Group.IdxX;
        for (int half = 1; half < threads; half *= 2)
        {
            Group.Barrier();
            if (((j + 1) & ((2 * half) - 1)) == 0)
            {
                int left = thread - (half * lanes);
                TNumber factor = factors[thread], state = states[thread];
                bool reset = TResets.Is && flags[thread] != 0;
                states[thread] = ScanSteps.Step<T, TNumber, TResets>(factor, states[left], state, reset);
                factors[thread] = TNumber.MultiplyAdd(factor, factors[left], TNumber.Zero);
                if (TResets.Is)
                {
                    flags[thread] |= flags[left];
                }
            }
        }

        Group.Barrier();
    }

    // Each part hands the state before it to its left half, and what that makes of it to its right half.
    private static void DownSweep<T, TNumber, TResets>(
        ArrayView<TNumber> states, ArrayView<TNumber> factors, ArrayView<int> flags, int j, int threads, int lanes)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
        where TResets : struct, IChoice
    {
        int thread = Group.IdxX;
        for (int half = threads / 2; half > 0; half /= 2)
        {
            Group.Barrier();
            if (((j + 1) & ((2 * half) - 1)) == 0)
            {
                int left = thread - (half * lanes);
                TNumber before = states[thread], state = states[left];
                bool reset = TResets.Is && flags[left] != 0;

                // Nothing lies before the first part: its state has what was carried here already.
                bool first = j + 1 == 2 * half;
                states[thread] = ScanSteps.Step<T, TNumber, Yes>(factors[left], before, state, reset || first);
                states[left] = before;
            }
        }

        Group.Barrier();
    }

    private static TNumber Factor<T, TNumber, TVary, TConjugate>(
        ScanWalk w, ComplexPlanes<T> a, int batch, int row, int channel, bool exists)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
        where TVary : struct, IChoice
        where TConjugate : struct, IChoice
    {
        TNumber factor = TNumber.One;
        if (exists)
        {
            factor = ScanSteps.Gate<T, TNumber, TConjugate>(
                a, TVary.Is ? w.FactorAt(batch, row, channel) : channel);
        }

        return factor;
    }

    private static TNumber Added<T, TNumber>(
        ScanWalk w, ComplexPlanes<T> b, int batch, int row, int channel, bool exists)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
    {
        TNumber value = TNumber.Zero;
        if (exists)
        {
            value = TNumber.Load(b, w.At(batch, row, channel));
        }

        return value;
    }

    private static void Write<T, TNumber>(
        ScanWalk w, ComplexPlanes<T> h, int batch, int row, int channel, bool exists, TNumber value)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
    {
        if (exists)
        {
            TNumber.Store(h, w.At(batch, row, channel), value);
        }
    }
}
