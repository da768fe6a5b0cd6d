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
            T rate = s.Rate[channel], x;
            if (chunk == 0)
            {
                x = s.Before(line);
            }
            else
            {
                x = ends[w.EndAt(batch, chunk - 1, channel)];
            }

            for (; row + 3 < end; row += 4)
            {
                GatedStep<T> s0 = Step<T, TStarts, No>(w, s, h, at, startAt, rate, 0);
                GatedStep<T> s1 = Step<T, TStarts, No>(w, s, h, at, startAt, rate, 1);
                GatedStep<T> s2 = Step<T, TStarts, No>(w, s, h, at, startAt, rate, 2);
                GatedStep<T> s3 = Step<T, TStarts, No>(w, s, h, at, startAt, rate, 3);
                x = s0.From(x);
                h[at] = x;
                x = s1.From(x);
                h[at + w.Step] = x;
                x = s2.From(x);
                h[at + (2 * w.Step)] = x;
                x = s3.From(x);
                h[at + (3 * w.Step)] = x;
                at += 4 * w.Step;
                startAt += 4 * w.ResetStep;
            }

            for (; row < end; row++)
            {
                x = Step<T, TStarts, No>(w, s, h, at, startAt, rate, 0).From(x);
                h[at] = x;
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
            T rate = s.Rate[channel], x = T.Zero, product = T.One;
            bool cut = false;
            if (!TAdjoint.Is && chunk == 0)
            {
                x = s.Before(line);
            }

            for (; row + 3 < end; row += 4)
            {
                GatedStep<T> s0 = Step<T, TStarts, TAdjoint>(w, s, dh, at, startAt, rate, 0);
                GatedStep<T> s1 = Step<T, TStarts, TAdjoint>(w, s, dh, at, startAt, rate, 1);
                GatedStep<T> s2 = Step<T, TStarts, TAdjoint>(w, s, dh, at, startAt, rate, 2);
                GatedStep<T> s3 = Step<T, TStarts, TAdjoint>(w, s, dh, at, startAt, rate, 3);
                x = s3.From(s2.From(s1.From(s0.From(x))));
                product = product * s0.A * s1.A * s2.A * s3.A;
                cut |= s0.Begins | s1.Begins | s2.Begins | s3.Begins;
                at += 4 * w.Step;
                startAt += 4 * w.ResetStep;
            }

            for (; row < end; row++)
            {
                GatedStep<T> step = Step<T, TStarts, TAdjoint>(w, s, dh, at, startAt, rate, 0);
                x = step.From(x);
                product *= step.A;
                cut |= step.Begins;
                at += w.Step;
                startAt += w.ResetStep;
            }

            int to = w.EndAt(batch, chunk, channel);
            ends[to] = x;
            products[to] = product;
            if (TStarts.Is && channel == 0)
            {
                cuts[(batch * (w.Chunks - 1)) + chunk] = cut ? 1 : 0;
            }
        }
    }

    // The step so many rows behind a place.
    private static GatedStep<T> Step<T, TStarts, TAdjoint>(
        in ScanWalk w, in GatedSources<T> s, ArrayView<T> dh, int at, int startAt, T rate, int rows)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TStarts : struct, IChoice
        where TAdjoint : struct, IChoice
    {
        bool begins = ScanSteps.Reset<TStarts>(s.Starts, startAt + (rows * w.ResetStep));
        return GatedStep<T>.Read<TAdjoint>(s, dh, at + (rows * w.Step), rate, begins);
    }
}
