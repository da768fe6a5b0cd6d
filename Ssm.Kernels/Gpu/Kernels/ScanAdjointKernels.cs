using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The adjoint of a diagonal recurrence, one thread to a channel and a chunk of time.</summary>
/// <remarks>
/// <para>
/// With x̄ = ∂L/∂Re x + i·∂L/∂Im x, for the forward scan:
/// λ[t] = h̄[t] + conj(a[t+1]) ⊙ λ[t+1], b̄ = λ, ā[t] = conj(h[t−1]) ⊙ λ[t], h̄0 = conj(a[0]) ⊙ λ[0].
/// So the walk is the scan's, the other way, with the factors of the row before; row r + 1 of the walk is the step from
/// whose state row r was made.
/// </para>
/// <para>
/// Passes over memory with one chunk: a, h, h̄, b̄, ā once each; with more, a and h̄ are read twice. A sum ā over
/// time is formed in blocks of 32 rows and then of chunks, in order.
/// </para>
/// </remarks>
internal static class ScanAdjointKernels
{
    // A sum of n numbers errs by some 32 + n / 32 roundings.
    private const int QuadsOfBlock = 8;

    /// <summary>All gradients of each chunk.</summary>
    /// <param name="w">The adjoint's walk.</param>
    /// <param name="a">Factors.</param>
    /// <param name="h">States.</param>
    /// <param name="h0">(B, C), or nothing for zero.</param>
    /// <param name="dh">Their gradients; may be db.</param>
    /// <param name="ends">(B, chunks − 1, C), λ at the ends of chunks.</param>
    /// <param name="resets">Flags.</param>
    /// <param name="db">λ.</param>
    /// <param name="da">
    /// ā where factors vary; else (chunks, B, C), the sum over each chunk.
    /// </param>
    /// <param name="dh0">(B, C), or nothing.</param>
    internal static void Finish<T, TNumber, TVary, TResets, TGradient>(
        ScanWalk w, ComplexPlanes<T> a, ComplexPlanes<T> h, ComplexPlanes<T> h0, ComplexPlanes<T> dh,
        ComplexPlanes<T> ends, ArrayView<int> resets, ComplexPlanes<T> db, ComplexPlanes<T> da, ComplexPlanes<T> dh0)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
        where TVary : struct, IChoice
        where TResets : struct, IChoice
        where TGradient : struct, IChoice
    {
        for (int piece = GridStride.Start; piece < w.Chunks * w.Lines; piece += GridStride.Step)
        {
            int chunk = piece / w.Lines, line = piece - (chunk * w.Lines);
            int batch = line / w.Channels, channel = line - (batch * w.Channels);
            int row = chunk * w.ChunkRows, end = IntrinsicMath.Min(row + w.ChunkRows, w.Rows);
            int at = w.At(batch, row, channel), factorAt = w.FactorAt(batch, row, channel);
            TNumber gate = TVary.Is ? TNumber.Zero : TNumber.Load(a, factorAt);
            TNumber total = TNumber.Zero, block = TNumber.Zero;
            TNumber lambda = TNumber.Load(dh, at);
            if (chunk > 0)
            {
                TNumber before = TNumber.Load(ends, w.EndAt(batch, chunk - 1, channel));
                TNumber factor = ScanSteps.Factor<T, TNumber, TVary>(a, factorAt, gate);
                bool reset = TResets.Is && w.Resets(resets, batch, row);
                lambda = Step<T, TNumber, TResets>(factor, before, lambda, reset);
            }

            factorAt += w.FactorStep;
            int resetAt = w.ResetAt(batch, row + 1);
            int quads = 0;
            for (; row + 4 < end; row += 4)
            {
                int at1 = at + w.Step, at2 = at1 + w.Step, at3 = at2 + w.Step, at4 = at3 + w.Step;
                int f1 = factorAt + w.FactorStep, f2 = f1 + w.FactorStep, f3 = f2 + w.FactorStep;
                TNumber g1 = TNumber.Load(dh, at1), g2 = TNumber.Load(dh, at2);
                TNumber g3 = TNumber.Load(dh, at3), g4 = TNumber.Load(dh, at4);
                TNumber a0 = ScanSteps.Factor<T, TNumber, TVary>(a, factorAt, gate);
                TNumber a1 = ScanSteps.Factor<T, TNumber, TVary>(a, f1, gate);
                TNumber a2 = ScanSteps.Factor<T, TNumber, TVary>(a, f2, gate);
                TNumber a3 = ScanSteps.Factor<T, TNumber, TVary>(a, f3, gate);
                TNumber h1 = State<T, TNumber, TGradient>(h, at1), h2 = State<T, TNumber, TGradient>(h, at2);
                TNumber h3 = State<T, TNumber, TGradient>(h, at3), h4 = State<T, TNumber, TGradient>(h, at4);
                bool r1 = ScanSteps.Reset<TResets>(resets, resetAt);
                bool r2 = ScanSteps.Reset<TResets>(resets, resetAt + w.ResetStep);
                bool r3 = ScanSteps.Reset<TResets>(resets, resetAt + (2 * w.ResetStep));
                bool r4 = ScanSteps.Reset<TResets>(resets, resetAt + (3 * w.ResetStep));
                TNumber.Store(db, at, lambda);
                block = Gradient<T, TNumber, TVary, TResets, TGradient>(da, factorAt, h1, lambda, r1, block);
                lambda = Step<T, TNumber, TResets>(a0, lambda, g1, r1);
                TNumber.Store(db, at1, lambda);
                block = Gradient<T, TNumber, TVary, TResets, TGradient>(da, f1, h2, lambda, r2, block);
                lambda = Step<T, TNumber, TResets>(a1, lambda, g2, r2);
                TNumber.Store(db, at2, lambda);
                block = Gradient<T, TNumber, TVary, TResets, TGradient>(da, f2, h3, lambda, r3, block);
                lambda = Step<T, TNumber, TResets>(a2, lambda, g3, r3);
                TNumber.Store(db, at3, lambda);
                block = Gradient<T, TNumber, TVary, TResets, TGradient>(da, f3, h4, lambda, r4, block);
                lambda = Step<T, TNumber, TResets>(a3, lambda, g4, r4);
                at = at4;
                factorAt = f3 + w.FactorStep;
                resetAt += 4 * w.ResetStep;
                quads++;
                if (TGradient.Is && !TVary.Is && quads == QuadsOfBlock)
                {
                    total = TNumber.Add(total, block);
                    block = TNumber.Zero;
                    quads = 0;
                }
            }

            for (; row + 1 < end; row++)
            {
                TNumber next = TNumber.Load(dh, at + w.Step);
                TNumber before = State<T, TNumber, TGradient>(h, at + w.Step);
                TNumber factor = ScanSteps.Factor<T, TNumber, TVary>(a, factorAt, gate);
                bool reset = ScanSteps.Reset<TResets>(resets, resetAt);
                TNumber.Store(db, at, lambda);
                block = Gradient<T, TNumber, TVary, TResets, TGradient>(da, factorAt, before, lambda, reset, block);
                lambda = Step<T, TNumber, TResets>(factor, lambda, next, reset);
                at += w.Step;
                factorAt += w.FactorStep;
                resetAt += w.ResetStep;
            }

            // The state before the last row is the next chunk's, or the initial one.
            TNumber.Store(db, at, lambda);
            bool cut = TResets.Is && w.Resets(resets, batch, end);
            if (TGradient.Is)
            {
                TNumber before = TNumber.Zero;
                if (end < w.Rows)
                {
                    before = TNumber.Load(h, at + w.Step);
                }
                else if (!h0.IsNothing)
                {
                    before = TNumber.Load(h0, line);
                }

                bool none = end == w.Rows && h0.IsNothing;
                block = Gradient<T, TNumber, TVary, Yes, TGradient>(da, factorAt, before, lambda, cut | none, block);
                if (!TVary.Is)
                {
                    TNumber.Store(da, piece, TNumber.Add(total, block));
                }
            }

            if (end == w.Rows && !dh0.IsNothing)
            {
                TNumber factor = ScanSteps.Factor<T, TNumber, TVary>(a, factorAt, gate);
                TNumber value = TNumber.ConjugateMultiplyAdd(factor, lambda, TNumber.Zero);
                TNumber.Store(dh0, line, TNumber.Select(cut, TNumber.Zero, value));
            }
        }
    }

    private static TNumber Step<T, TNumber, TResets>(TNumber a, TNumber lambda, TNumber dh, bool reset)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
        where TResets : struct, IChoice
    {
        TNumber next = TNumber.ConjugateMultiplyAdd(a, lambda, dh);
        return TResets.Is ? TNumber.Select(reset, dh, next) : next;
    }

    private static TNumber State<T, TNumber, TGradient>(ComplexPlanes<T> h, int at)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
        where TGradient : struct, IChoice => TGradient.Is ? TNumber.Load(h, at) : TNumber.Zero;

    // ā of a row: written, or added to the sum, which is answered.
    private static TNumber Gradient<T, TNumber, TVary, TResets, TGradient>(
        ComplexPlanes<T> da, int at, TNumber before, TNumber lambda, bool reset, TNumber sum)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
        where TVary : struct, IChoice
        where TResets : struct, IChoice
        where TGradient : struct, IChoice
    {
        if (!TGradient.Is)
        {
            return sum;
        }

        TNumber zero = TVary.Is ? TNumber.Zero : sum;
        TNumber value = TNumber.ConjugateMultiplyAdd(before, lambda, zero);
        value = TResets.Is ? TNumber.Select(reset, zero, value) : value;
        if (TVary.Is)
        {
            TNumber.Store(da, at, value);
        }

        return value;
    }
}
