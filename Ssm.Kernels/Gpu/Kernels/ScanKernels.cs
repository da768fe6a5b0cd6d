using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The diagonal recurrence x[r] = a[r] ⊙ x[r−1] + b[r], one thread to a channel and a chunk of time.</summary>
/// <remarks>
/// <para>
/// Neighbouring threads have neighbouring channels, so that all reads and writes are coalesced, and no number passes
/// from thread to thread. One chunk is the recurrence step after step. Several are three phases:
/// <see cref="Summarize"/> finds for each chunk the state at its end from none before it, and the product of its
/// factors; these are a scan over chunks, done in the same way; <see cref="Finish"/> runs every chunk from the true
/// state before it. Blelloch, "Prefix sums and their applications", 1990, section 1.4; Martin and Cundy, 2018,
/// arXiv:1709.04057.
/// </para>
/// <para>
/// Four steps are read before the first of them is computed: what bounds a thread is how long it waits for memory.
/// Passes over memory with one chunk: a, b, h once each; with more a and b are read twice. A row that is reset does
/// not use its factor, nor does the first row where there is no state before it.
/// </para>
/// </remarks>
internal static class ScanKernels
{
    /// <summary>All states of each chunk.</summary>
    /// <param name="w">The walk.</param>
    /// <param name="a">Factors.</param>
    /// <param name="b">What is added; may be h.</param>
    /// <param name="start">(B, C), the states before the first row, or nothing for zero.</param>
    /// <param name="ends">(B, chunks − 1, C), the states at the ends of chunks.</param>
    /// <param name="resets">Flags.</param>
    /// <param name="h">The states.</param>
    internal static void Finish<T, TNumber, TVary, TResets>(
        ScanWalk w, ComplexPlanes<T> a, ComplexPlanes<T> b, ComplexPlanes<T> start, ComplexPlanes<T> ends,
        ArrayView<int> resets, ComplexPlanes<T> h)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
        where TVary : struct, IChoice
        where TResets : struct, IChoice
    {
        for (int piece = GridStride.Start; piece < w.Chunks * w.Lines; piece += GridStride.Step)
        {
            int chunk = piece / w.Lines, line = piece - (chunk * w.Lines);
            int batch = line / w.Channels, channel = line - (batch * w.Channels);
            int row = chunk * w.ChunkRows, end = IntrinsicMath.Min(row + w.ChunkRows, w.Rows);
            int at = w.At(batch, row, channel), factorAt = w.FactorAt(batch, row, channel);
            TNumber gate = TVary.Is ? TNumber.Zero : TNumber.Load(a, factorAt);
            TNumber x;
            if (chunk == 0)
            {
                x = ScanSteps.First<T, TNumber, TResets>(w, a, b, start, resets, batch, channel);
                TNumber.Store(h, at, x);
                row++;
                at += w.Step;
                factorAt += w.FactorStep;
            }
            else
            {
                x = TNumber.Load(ends, w.EndAt(batch, chunk - 1, channel));
            }

            int resetAt = w.ResetAt(batch, row);
            for (; row + 3 < end; row += 4)
            {
                int at1 = at + w.Step, at2 = at1 + w.Step, at3 = at2 + w.Step;
                TNumber b0 = TNumber.Load(b, at), b1 = TNumber.Load(b, at1);
                TNumber b2 = TNumber.Load(b, at2), b3 = TNumber.Load(b, at3);
                TNumber a0 = ScanSteps.Factor<T, TNumber, TVary>(a, factorAt, gate);
                TNumber a1 = ScanSteps.Factor<T, TNumber, TVary>(a, factorAt + w.FactorStep, gate);
                TNumber a2 = ScanSteps.Factor<T, TNumber, TVary>(a, factorAt + (2 * w.FactorStep), gate);
                TNumber a3 = ScanSteps.Factor<T, TNumber, TVary>(a, factorAt + (3 * w.FactorStep), gate);
                bool r0 = ScanSteps.Reset<TResets>(resets, resetAt);
                bool r1 = ScanSteps.Reset<TResets>(resets, resetAt + w.ResetStep);
                bool r2 = ScanSteps.Reset<TResets>(resets, resetAt + (2 * w.ResetStep));
                bool r3 = ScanSteps.Reset<TResets>(resets, resetAt + (3 * w.ResetStep));
                x = ScanSteps.Step<T, TNumber, TResets>(a0, x, b0, r0);
                TNumber.Store(h, at, x);
                x = ScanSteps.Step<T, TNumber, TResets>(a1, x, b1, r1);
                TNumber.Store(h, at1, x);
                x = ScanSteps.Step<T, TNumber, TResets>(a2, x, b2, r2);
                TNumber.Store(h, at2, x);
                x = ScanSteps.Step<T, TNumber, TResets>(a3, x, b3, r3);
                TNumber.Store(h, at3, x);
                at = at3 + w.Step;
                factorAt += 4 * w.FactorStep;
                resetAt += 4 * w.ResetStep;
            }

            for (; row < end; row++)
            {
                TNumber factor = ScanSteps.Factor<T, TNumber, TVary>(a, factorAt, gate);
                bool reset = ScanSteps.Reset<TResets>(resets, resetAt);
                x = ScanSteps.Step<T, TNumber, TResets>(factor, x, TNumber.Load(b, at), reset);
                TNumber.Store(h, at, x);
                at += w.Step;
                factorAt += w.FactorStep;
                resetAt += w.ResetStep;
            }
        }
    }

    /// <summary>The state at the end of each chunk but the last, from none before it.</summary>
    /// <param name="w">The walk.</param>
    /// <param name="a">Factors, conjugated here if so chosen.</param>
    /// <param name="b">What is added.</param>
    /// <param name="start">(B, C), the states before the first row: the first chunk's end is the true one.</param>
    /// <param name="resets">Flags.</param>
    /// <param name="products">(B, chunks − 1, C), receives products of factors where these vary.</param>
    /// <param name="ends">(B, chunks − 1, C).</param>
    /// <param name="cuts">(B, chunks − 1), receives whether a chunk has a row that is reset.</param>
    internal static void Summarize<T, TNumber, TVary, TResets, TConjugate>(
        ScanWalk w, ComplexPlanes<T> a, ComplexPlanes<T> b, ComplexPlanes<T> start, ArrayView<int> resets,
        ComplexPlanes<T> products, ComplexPlanes<T> ends, ArrayView<int> cuts)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
        where TVary : struct, IChoice
        where TResets : struct, IChoice
        where TConjugate : struct, IChoice
    {
        for (int piece = GridStride.Start; piece < (w.Chunks - 1) * w.Lines; piece += GridStride.Step)
        {
            int chunk = piece / w.Lines, line = piece - (chunk * w.Lines);
            int batch = line / w.Channels, channel = line - (batch * w.Channels);
            int row = chunk * w.ChunkRows, end = row + w.ChunkRows;
            int at = w.At(batch, row, channel), factorAt = w.FactorAt(batch, row, channel);
            TNumber gate = TVary.Is ? TNumber.Zero : ScanSteps.Gate<T, TNumber, TConjugate>(a, factorAt);
            TNumber x, product = TNumber.One;
            bool cut = false;
            if (chunk == 0)
            {
                x = ScanSteps.First<T, TNumber, TResets>(w, a, b, start, resets, batch, channel);
            }
            else
            {
                x = TNumber.Load(b, at);
                product = TVary.Is ? ScanSteps.Gate<T, TNumber, TConjugate>(a, factorAt) : product;
                cut = TResets.Is && w.Resets(resets, batch, row);
            }

            row++;
            at += w.Step;
            factorAt += w.FactorStep;
            int resetAt = w.ResetAt(batch, row);
            for (; row + 3 < end; row += 4)
            {
                TNumber b0 = TNumber.Load(b, at), b1 = TNumber.Load(b, at + w.Step);
                TNumber b2 = TNumber.Load(b, at + (2 * w.Step)), b3 = TNumber.Load(b, at + (3 * w.Step));
                TNumber a0 = gate, a1 = gate, a2 = gate, a3 = gate;
                if (TVary.Is)
                {
                    a0 = ScanSteps.Gate<T, TNumber, TConjugate>(a, factorAt);
                    a1 = ScanSteps.Gate<T, TNumber, TConjugate>(a, factorAt + w.FactorStep);
                    a2 = ScanSteps.Gate<T, TNumber, TConjugate>(a, factorAt + (2 * w.FactorStep));
                    a3 = ScanSteps.Gate<T, TNumber, TConjugate>(a, factorAt + (3 * w.FactorStep));
                    product = TNumber.MultiplyAdd(a0, product, TNumber.Zero);
                    product = TNumber.MultiplyAdd(a1, product, TNumber.Zero);
                    product = TNumber.MultiplyAdd(a2, product, TNumber.Zero);
                    product = TNumber.MultiplyAdd(a3, product, TNumber.Zero);
                }

                bool r0 = ScanSteps.Reset<TResets>(resets, resetAt);
                bool r1 = ScanSteps.Reset<TResets>(resets, resetAt + w.ResetStep);
                bool r2 = ScanSteps.Reset<TResets>(resets, resetAt + (2 * w.ResetStep));
                bool r3 = ScanSteps.Reset<TResets>(resets, resetAt + (3 * w.ResetStep));
                cut |= r0 | r1 | r2 | r3;
                x = ScanSteps.Step<T, TNumber, TResets>(a0, x, b0, r0);
                x = ScanSteps.Step<T, TNumber, TResets>(a1, x, b1, r1);
                x = ScanSteps.Step<T, TNumber, TResets>(a2, x, b2, r2);
                x = ScanSteps.Step<T, TNumber, TResets>(a3, x, b3, r3);
                at += 4 * w.Step;
                factorAt += 4 * w.FactorStep;
                resetAt += 4 * w.ResetStep;
            }

            for (; row < end; row++)
            {
                TNumber factor = TVary.Is ? ScanSteps.Gate<T, TNumber, TConjugate>(a, factorAt) : gate;
                product = TVary.Is ? TNumber.MultiplyAdd(factor, product, TNumber.Zero) : product;
                bool reset = ScanSteps.Reset<TResets>(resets, resetAt);
                cut |= reset;
                x = ScanSteps.Step<T, TNumber, TResets>(factor, x, TNumber.Load(b, at), reset);
                at += w.Step;
                factorAt += w.FactorStep;
                resetAt += w.ResetStep;
            }

            int to = w.EndAt(batch, chunk, channel);
            TNumber.Store(ends, to, x);
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

    /// <summary>a to a power, or conj(a), by squaring.</summary>
    internal static void Power<T, TNumber, TConjugate>(ComplexPlanes<T> a, int exponent, ComplexPlanes<T> y, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
        where TConjugate : struct, IChoice
    {
        for (int i = GridStride.Start; i < count; i += GridStride.Step)
        {
            TNumber square = ScanSteps.Gate<T, TNumber, TConjugate>(a, i);
            TNumber power = TNumber.One;
            for (int left = exponent; left > 0; left >>= 1)
            {
                power = TNumber.Select(
                    (left & 1) != 0, TNumber.MultiplyAdd(square, power, TNumber.Zero), power);
                square = TNumber.MultiplyAdd(square, square, TNumber.Zero);
            }

            TNumber.Store(y, i, power);
        }
    }
}
