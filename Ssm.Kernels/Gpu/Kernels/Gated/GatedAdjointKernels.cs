using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The adjoint of RG-LRU's recurrence, one thread to a channel and a chunk of time.</summary>
/// <remarks>
/// It walks back in time with c[t] = a[t] (h̄[t] + c[t+1]), the gradient of the state before a step, and computes the
/// coefficients again; the equations are those of <see cref="RgLruRecurrence"/>. Passes over memory with one chunk: x,
/// both gates, h and h̄ in, three gradients out; with more the recurrence gate and h̄ are read twice. The gradient of a
/// rate is formed in blocks of 32 steps, then over those of a chunk, then over chunks and sequences, in order.
/// </remarks>
internal static class GatedAdjointKernels
{
    private const int BlockRows = 32;

    /// <summary>All gradients of each chunk.</summary>
    /// <param name="w">The walk, back in time.</param>
    /// <param name="s">What is read.</param>
    /// <param name="h">The states.</param>
    /// <param name="dh">Their gradients.</param>
    /// <param name="ends">(B, chunks − 1, C), c at the ends of chunks.</param>
    /// <param name="to">What is written.</param>
    internal static void Backward<T, TStarts>(
        ScanWalk w, GatedSources<T> s, ArrayView<T> h, ArrayView<T> dh, ArrayView<T> ends, GatedTargets<T> to)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TStarts : struct, IChoice
    {
        for (int piece = GridStride.Start; piece < w.Chunks * w.Lines; piece += GridStride.Step)
        {
            int chunk = piece / w.Lines, line = piece - (chunk * w.Lines);
            int batch = line / w.Channels, channel = line - (batch * w.Channels);
            int row = chunk * w.ChunkRows, end = IntrinsicMath.Min(row + w.ChunkRows, w.Rows);
            int at = w.At(batch, row, channel), startAt = w.ResetAt(batch, row);
            T rate = s.Rate[channel], total = T.Zero, c = T.Zero;
            if (chunk > 0)
            {
                c = ends[w.EndAt(batch, chunk - 1, channel)];
            }

            while (row < end)
            {
                T block = T.Zero;
                for (int last = IntrinsicMath.Min(row + BlockRows, end); row < last; row++)
                {
                    T before = row + 1 < w.Rows ? h[at + w.Step] : s.Before(line);
                    T x = s.X[at], r = s.RecurrenceGate[at], i = s.InputGate[at], g = dh[at] + c;
                    bool begins = ScanSteps.Reset<TStarts>(s.Starts, startAt);
                    T open = VectorMath.Sigmoid(r), gate = VectorMath.Sigmoid(i), v = gate * x;
                    T size = rate * open, twice = size + size, a = T.Exp(-size);
                    T root = s.Root.Invoke(twice), slope = s.Root.Derivative(twice, root);
                    T input = begins ? g : g * root;
                    T dw = begins ? T.Zero : g * (((slope + slope) * v) - (a * before));
                    c = begins ? T.Zero : a * g;
                    block += dw * open;
                    to.X[at] = input * gate;
                    to.InputGate[at] = input * v * (T.One - gate);
                    to.RecurrenceGate[at] = dw * size * (T.One - open);
                    at += w.Step;
                    startAt += w.ResetStep;
                }

                total += block;
            }

            to.Rate[piece] = total;
            if (end == w.Rows && to.Initial.IntLength > 0)
            {
                to.Initial[line] = c;
            }
        }
    }
}
