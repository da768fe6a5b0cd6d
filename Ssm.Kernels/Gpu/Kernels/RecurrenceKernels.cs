using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The recurrence of S4D from inputs to outputs, its states in registers alone.</summary>
/// <remarks>
/// <para>
/// x[t] = ā ⊙ x[t−1] + b̄ u[t] and y[t] = scale·Re Σ_n c_n x_n[t] + d u[t] for each channel; Gu, Gupta, Goel and Ré,
/// 2022, arXiv:2206.11893. A thread has four modes of a channel and a chunk of time. The threads that share a channel put
/// their parts of eight outputs in shared memory, and add them up in order. Chunks are joined as those of a scan:
/// <see cref="EndStates"/>, a scan over chunks with the factors ā to a power, <see cref="Outputs"/>.
/// </para>
/// <para>
/// Without an initial state only the product b̄ c matters for outputs: states are then z = x / b̄, four products and two
/// for the output instead of eight in all. The gradient of u is the same recurrence, the other way: with λ for x, ȳ for
/// u, conj(ā) for ā, scale·conj(c) for b̄ and conj(b̄) for scale·c; there the state before the first row of the walk, the
/// gradient of the last state, has no factor. Passes over memory: u and y once, u again with several chunks.
/// </para>
/// </remarks>
internal static class RecurrenceKernels
{
    /// <summary>Rows whose outputs are added up together.</summary>
    internal const int TileRows = 8;

    /// <summary>The most threads of a group.</summary>
    internal const int MostThreads = 256;

    /// <summary>The outputs of each chunk, and the states after the last.</summary>
    /// <param name="w">The walk.</param>
    /// <param name="system">ā, b̄, c, d.</param>
    /// <param name="tile">What a group has.</param>
    /// <param name="u">Inputs.</param>
    /// <param name="start">(B, H, N), the states before the first row.</param>
    /// <param name="ends">(B, chunks − 1, H, N), the states at the ends of chunks.</param>
    /// <param name="resets">Flags.</param>
    /// <param name="y">Outputs; may be u in a single pass.</param>
    /// <param name="last">(B, H, N), or nothing.</param>
    internal static void Outputs<T, TInitial, TResets, TAdjoint>(
        ScanWalk w, ModeSystem<T> system, ModeTile tile, ArrayView<T> u, ComplexPlanes<T> start, ComplexPlanes<T> ends,
        ArrayView<int> resets, ArrayView<T> y, ComplexPlanes<T> last)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TInitial : struct, IChoice
        where TResets : struct, IChoice
        where TAdjoint : struct, IChoice
    {
        ArrayView<T> parts = SharedMemory.Allocate<T>(MostThreads * TileRows);
        int blocks = (w.Channels + tile.Lanes - 1) / tile.Lanes;
        int chunk = Grid.IdxX / (w.Batch * blocks), rest = Grid.IdxX - (chunk * w.Batch * blocks);
        int batch = rest / blocks, firstChannel = (rest - (batch * blocks)) * tile.Lanes;
        int slice = Group.IdxX / tile.Lanes, lane = Group.IdxX - (slice * tile.Lanes);

        // Threads beyond the last channel do the last channel's work, and write none of it.
        bool exists = firstChannel + lane < w.Channels;
        int channel = IntrinsicMath.Min(firstChannel + lane, w.Channels - 1);
        int mode = tile.FirstMode + (slice * ModeQuad<T>.Count), present = system.Modes - mode;
        int constants = (channel * system.Modes) + mode;
        ModeQuad<T> a = system.Factors<TAdjoint>(constants, present);
        ModeQuad<T> b = ModeQuad<T>.Ones(), c = system.Outputs<TAdjoint>(constants, present);
        if (TInitial.Is)
        {
            b = system.Inputs<TAdjoint>(constants, present);
        }
        else
        {
            c = ModeQuad<T>.Multiply(c, system.Inputs<TAdjoint>(constants, present));
        }

        ModeQuad<T> x = Before<T, TInitial>(w, system, start, ends, batch, chunk, channel, mode);
        int row = chunk * w.ChunkRows, end = IntrinsicMath.Min(row + w.ChunkRows, w.Rows);
        for (; row < end; row += TileRows)
        {
            int rows = IntrinsicMath.Min(TileRows, end - row), i = 0;
            int at = w.At(batch, row, channel), to = (slice * TileRows * tile.Lanes) + lane;
            if (TInitial.Is && TAdjoint.Is && row == 0)
            {
                x = Advance<T, TInitial>(ModeQuad<T>.Ones(), x, b, u[at], reset: false);
                parts[to] = ModeQuad<T>.RealSum(c, x);
                to += tile.Lanes;
                at += w.Step;
                i = 1;
            }

            for (; i + 3 < rows; i += 4)
            {
                T u0 = u[at], u1 = u[at + w.Step], u2 = u[at + (2 * w.Step)], u3 = u[at + (3 * w.Step)];
                x = Advance<T, TInitial>(a, x, b, u0, TResets.Is && w.Resets(resets, batch, row + i));
                parts[to] = ModeQuad<T>.RealSum(c, x);
                x = Advance<T, TInitial>(a, x, b, u1, TResets.Is && w.Resets(resets, batch, row + i + 1));
                parts[to + tile.Lanes] = ModeQuad<T>.RealSum(c, x);
                x = Advance<T, TInitial>(a, x, b, u2, TResets.Is && w.Resets(resets, batch, row + i + 2));
                parts[to + (2 * tile.Lanes)] = ModeQuad<T>.RealSum(c, x);
                x = Advance<T, TInitial>(a, x, b, u3, TResets.Is && w.Resets(resets, batch, row + i + 3));
                parts[to + (3 * tile.Lanes)] = ModeQuad<T>.RealSum(c, x);
                to += 4 * tile.Lanes;
                at += 4 * w.Step;
            }

            for (; i < rows; i++)
            {
                bool reset = TResets.Is && w.Resets(resets, batch, row + i);
                x = Advance<T, TInitial>(a, x, b, u[at], reset);
                parts[to] = ModeQuad<T>.RealSum(c, x);
                to += tile.Lanes;
                at += w.Step;
            }

            Group.Barrier();
            AddUp(w, system.D, tile, parts, u, y, batch, firstChannel, row, rows);
            Group.Barrier();
        }

        if (chunk == w.Chunks - 1 && exists && !last.IsNothing)
        {
            if (!TInitial.Is)
            {
                x = ModeQuad<T>.Multiply(x, system.Inputs<TAdjoint>(constants, present));
            }

            if (TAdjoint.Is)
            {
                x = ModeQuad<T>.Multiply(a, x).Unless(TResets.Is && w.Resets(resets, batch, w.Rows));
            }

            x.Store(last, (((batch * w.Channels) + channel) * system.Modes) + mode, present);
        }
    }

    /// <summary>The states at the end of each chunk but the last, from none before it; the first from the true ones.</summary>
    /// <param name="w">The walk.</param>
    /// <param name="system">ā, b̄, c.</param>
    /// <param name="u">Inputs.</param>
    /// <param name="start">(B, H, N), the states before the first row.</param>
    /// <param name="resets">Flags.</param>
    /// <param name="ends">(B, chunks − 1, H, N).</param>
    /// <param name="cuts">(B, chunks − 1), receives whether a chunk has a row that is reset.</param>
    internal static void EndStates<T, TInitial, TResets, TAdjoint>(
        ScanWalk w, ModeSystem<T> system, ArrayView<T> u, ComplexPlanes<T> start, ArrayView<int> resets,
        ComplexPlanes<T> ends, ArrayView<int> cuts)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TInitial : struct, IChoice
        where TResets : struct, IChoice
        where TAdjoint : struct, IChoice
    {
        int pieces = system.Slices * w.Lines;
        for (int i = GridStride.Start; i < (w.Chunks - 1) * pieces; i += GridStride.Step)
        {
            int chunk = i / pieces, rest = i - (chunk * pieces), slice = rest / w.Lines;
            int line = rest - (slice * w.Lines), batch = line / w.Channels, channel = line - (batch * w.Channels);
            int mode = slice * ModeQuad<T>.Count, present = system.Modes - mode;
            int constants = (channel * system.Modes) + mode;
            ModeQuad<T> a = system.Factors<TAdjoint>(constants, present), b = ModeQuad<T>.Ones();
            ModeQuad<T> x = ModeQuad<T>.Zeros();
            if (TInitial.Is)
            {
                b = system.Inputs<TAdjoint>(constants, present);
            }

            int row = chunk * w.ChunkRows, end = row + w.ChunkRows, at = w.At(batch, row, channel);
            bool cut = false;
            if (TInitial.Is && chunk == 0)
            {
                x = ModeQuad<T>.Load(start, (line * system.Modes) + mode, present);
                if (TAdjoint.Is)
                {
                    x = Advance<T, TInitial>(ModeQuad<T>.Ones(), x, b, u[at], reset: false);
                    at += w.Step;
                    row++;
                }
            }

            for (; row + 3 < end; row += 4)
            {
                T u0 = u[at], u1 = u[at + w.Step], u2 = u[at + (2 * w.Step)], u3 = u[at + (3 * w.Step)];
                bool r0 = TResets.Is && w.Resets(resets, batch, row), r1 = TResets.Is && w.Resets(resets, batch, row + 1);
                bool r2 = TResets.Is && w.Resets(resets, batch, row + 2);
                bool r3 = TResets.Is && w.Resets(resets, batch, row + 3);
                cut |= r0 | r1 | r2 | r3;
                x = Advance<T, TInitial>(a, x, b, u0, r0);
                x = Advance<T, TInitial>(a, x, b, u1, r1);
                x = Advance<T, TInitial>(a, x, b, u2, r2);
                x = Advance<T, TInitial>(a, x, b, u3, r3);
                at += 4 * w.Step;
            }

            for (; row < end; row++)
            {
                bool reset = TResets.Is && w.Resets(resets, batch, row);
                cut |= reset;
                x = Advance<T, TInitial>(a, x, b, u[at], reset);
                at += w.Step;
            }

            x.Store(ends, EndAt(w, system, batch, chunk, channel) + mode, present);
            if (TResets.Is && channel == 0 && slice == 0)
            {
                cuts[(batch * (w.Chunks - 1)) + chunk] = cut ? 1 : 0;
            }
        }
    }

    /// <summary>Where the states at the end of a chunk are.</summary>
    internal static int EndAt<T>(ScanWalk w, ModeSystem<T> system, int batch, int chunk, int channel)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ((((batch * (w.Chunks - 1)) + chunk) * w.Channels) + channel) * system.Modes;

    private static ModeQuad<T> Before<T, TInitial>(
        ScanWalk w, ModeSystem<T> system, ComplexPlanes<T> start, ComplexPlanes<T> ends, int batch, int chunk,
        int channel, int mode)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TInitial : struct, IChoice
    {
        int present = system.Modes - mode;
        ModeQuad<T> x = ModeQuad<T>.Zeros();
        if (chunk > 0)
        {
            x = ModeQuad<T>.Load(ends, EndAt(w, system, batch, chunk - 1, channel) + mode, present);
        }
        else if (TInitial.Is)
        {
            x = ModeQuad<T>.Load(start, (((batch * w.Channels) + channel) * system.Modes) + mode, present);
        }

        return x;
    }

    private static ModeQuad<T> Advance<T, TInitial>(
        ModeQuad<T> a, ModeQuad<T> x, ModeQuad<T> b, T u, bool reset)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TInitial : struct, IChoice =>
        TInitial.Is ? ModeQuad<T>.Advance(a, x, b, u, reset) : ModeQuad<T>.Advance(a, x, u, reset);

    private static void AddUp<T>(
        ScanWalk w, ArrayView<T> d, ModeTile tile, ArrayView<T> parts, ArrayView<T> u, ArrayView<T> y, int batch,
        int firstChannel, int row, int rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int output = Group.IdxX; output < rows * tile.Lanes; output += Group.DimX)
        {
            int i = output / tile.Lanes, channel = firstChannel + output - (i * tile.Lanes);
            if (channel < w.Channels)
            {
                int at = w.At(batch, row + i, channel);
                T sum = T.Zero;
                if (tile.FirstMode > 0)
                {
                    sum = y[at];
                }
                else if (d.IntLength > 0)
                {
                    sum = d[channel] * u[at];
                }

                for (int slice = 0; slice < tile.Slices; slice++)
                {
                    sum += parts[(slice * TileRows * tile.Lanes) + output];
                }

                y[at] = sum;
            }
        }
    }
}
