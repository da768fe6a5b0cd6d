using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The recurrence of RG-LRU, one thread to a channel and a chunk of time.</summary>
/// <remarks>
/// The coefficients are made from the logits of the gates where they are needed, and never reach memory. Chunks are
/// joined as those of <see cref="ScanKernels"/>. Passes over memory with one chunk: x, both gates and h once each; with
/// more x and the gates are read twice.
/// </remarks>
internal static class GatedKernels
{
    /// <summary>Flags (B, L), or none, and those of the first steps.</summary>
    internal static void Flag(ArrayView<int> given, ArrayView<int> all, int length)
    {
        for (int i = GridStride.Start; i < all.IntLength; i += GridStride.Step)
        {
            int flag = i % length == 0 ? 1 : 0;
            if (given.IntLength > 0)
            {
                flag |= given[i];
            }

            all[i] = flag;
        }
    }

    /// <summary>All states of each chunk.</summary>
    /// <param name="w">The walk.</param>
    /// <param name="s">What is read.</param>
    /// <param name="ends">(B, chunks − 1, C), the states at the ends of chunks.</param>
    /// <param name="h">The states.</param>
    internal static void Forward<T, TStarts>(ScanWalk w, GatedSources<T> s, ArrayView<T> ends, ArrayView<T> h)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TStarts : struct, IChoice
    {
        for (int piece = GridStride.Start; piece < w.Chunks * w.Lines; piece += GridStride.Step)
        {
            int chunk = piece / w.Lines, line = piece - (chunk * w.Lines);
            int batch = line / w.Channels, channel = line - (batch * w.Channels);
            int row = chunk * w.ChunkRows, end = IntrinsicMath.Min(row + w.ChunkRows, w.Rows);
            int at = w.At(batch, row, channel), startAt = w.ResetAt(batch, row);
            T rate = s.Rate[channel], before;
            if (chunk == 0)
            {
                before = s.Before(line);
            }
            else
            {
                before = ends[w.EndAt(batch, chunk - 1, channel)];
            }

            GatedCarry<T> carry = new(before, T.One);
            for (; row + 3 < end; row += 4)
            {
                GatedRow<T> r0 = GatedRow<T>.Read<TStarts, No>(w, s, h, at, startAt, 0);
                GatedRow<T> r1 = GatedRow<T>.Read<TStarts, No>(w, s, h, at, startAt, 1);
                GatedRow<T> r2 = GatedRow<T>.Read<TStarts, No>(w, s, h, at, startAt, 2);
                GatedRow<T> r3 = GatedRow<T>.Read<TStarts, No>(w, s, h, at, startAt, 3);
                carry = carry.Through<No>(s, r0, rate);
                h[at] = carry.C;
                carry = carry.Through<No>(s, r1, rate);
                h[at + w.Step] = carry.C;
                carry = carry.Through<No>(s, r2, rate);
                h[at + (2 * w.Step)] = carry.C;
                carry = carry.Through<No>(s, r3, rate);
                h[at + (3 * w.Step)] = carry.C;
                at += 4 * w.Step;
                startAt += 4 * w.ResetStep;
            }

            for (; row < end; row++)
            {
                carry = carry.Through<No>(s, GatedRow<T>.Read<TStarts, No>(w, s, h, at, startAt, 0), rate);
                h[at] = carry.C;
                at += w.Step;
                startAt += w.ResetStep;
            }
        }
    }

    /// <summary>What comes out of each chunk but the last from nothing before it, and what passes through it.</summary>
    /// <param name="w">The walk, of the scan or of its adjoint.</param>
    /// <param name="s">What is read.</param>
    /// <param name="dh">The gradients of the states, for the adjoint.</param>
    /// <param name="products">(B, chunks − 1, C), receives the products of the factors.</param>
    /// <param name="ends">(B, chunks − 1, C); the first chunk's is the true one.</param>
    /// <param name="cuts">(B, chunks − 1), receives whether a sequence begins in a chunk.</param>
    internal static void Summarize<T, TStarts, TAdjoint>(
        ScanWalk w, GatedSources<T> s, ArrayView<T> dh, ArrayView<T> products, ArrayView<T> ends, ArrayView<int> cuts)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TStarts : struct, IChoice
        where TAdjoint : struct, IChoice
    {
        for (int piece = GridStride.Start; piece < (w.Chunks - 1) * w.Lines; piece += GridStride.Step)
        {
            int chunk = piece / w.Lines, line = piece - (chunk * w.Lines);
            int batch = line / w.Channels, channel = line - (batch * w.Channels);
            int row = chunk * w.ChunkRows, end = row + w.ChunkRows;
            int at = w.At(batch, row, channel), startAt = w.ResetAt(batch, row);
            T rate = s.Rate[channel], before = T.Zero;
            bool cut = false;
            if (!TAdjoint.Is && chunk == 0)
            {
                before = s.Before(line);
            }

            GatedCarry<T> carry = new(before, T.One);
            for (; row + 3 < end; row += 4)
            {
                GatedRow<T> r0 = GatedRow<T>.Read<TStarts, TAdjoint>(w, s, dh, at, startAt, 0);
                GatedRow<T> r1 = GatedRow<T>.Read<TStarts, TAdjoint>(w, s, dh, at, startAt, 1);
                GatedRow<T> r2 = GatedRow<T>.Read<TStarts, TAdjoint>(w, s, dh, at, startAt, 2);
                GatedRow<T> r3 = GatedRow<T>.Read<TStarts, TAdjoint>(w, s, dh, at, startAt, 3);
                carry = carry.Through<TAdjoint>(s, r0, rate);
                carry = carry.Through<TAdjoint>(s, r1, rate);
                carry = carry.Through<TAdjoint>(s, r2, rate);
                carry = carry.Through<TAdjoint>(s, r3, rate);
                cut |= r0.Begins | r1.Begins | r2.Begins | r3.Begins;
                at += 4 * w.Step;
                startAt += 4 * w.ResetStep;
            }

            for (; row < end; row++)
            {
                GatedRow<T> next = GatedRow<T>.Read<TStarts, TAdjoint>(w, s, dh, at, startAt, 0);
                carry = carry.Through<TAdjoint>(s, next, rate);
                cut |= next.Begins;
                at += w.Step;
                startAt += w.ResetStep;
            }

            int to = w.EndAt(batch, chunk, channel);
            ends[to] = carry.C;
            products[to] = carry.Product;
            if (TStarts.Is && channel == 0)
            {
                cuts[(batch * (w.Chunks - 1)) + chunk] = cut ? 1 : 0;
            }
        }
    }
}
