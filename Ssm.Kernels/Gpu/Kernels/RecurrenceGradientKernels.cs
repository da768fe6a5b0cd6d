using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The gradients of the constants of S4D's recurrence, from states in registers alone.</summary>
/// <remarks>
/// <para>
/// Beside x[t] = ā x[t−1] + b̄ u[t] two recurrences run forwards, r[t] = ∂x[t]/∂b̄ = ā r[t−1] + u[t] and
/// s[t] = ∂x[t]/∂ā = ā s[t−1] + x[t−1]. With ȳ, and x̄ the gradient of the last state,
/// </para>
/// <code>
///   c's gradient: scale·Σ ȳ[t] conj(x[t])        b̄'s: scale·conj(c) Σ ȳ[t] conj(r[t]) + conj(r[L−1]) x̄
///   ā's: scale·conj(c) Σ ȳ[t] conj(s[t]) + conj(s[L−1]) x̄
/// </code>
/// <para>
/// So no state is needed at two times, as λ and x together would be, and none is stored. Without an initial state x is
/// b̄ r, and s is kept divided by b̄. Over a chunk of n rows x, s become āⁿ x + …, āⁿ s + n āⁿ⁻¹ x + …. Passes over
/// memory: u and ȳ once, u twice with several chunks.
/// </para>
/// </remarks>
internal static class RecurrenceGradientKernels
{
    /// <summary>x, r and s at the end of each chunk but the last, from none before it.</summary>
    internal static void EndStates<T, TInitial, TResets>(
        ScanWalk w, ModeSystem<T> system, ArrayView<T> u, ComplexPlanes<T> start, ArrayView<int> resets,
        ModeGradients<T> ends, ArrayView<int> cuts)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TInitial : struct, IChoice
        where TResets : struct, IChoice
    {
        int pieces = system.Slices * w.Lines;
        for (int i = GridStride.Start; i < (w.Chunks - 1) * pieces; i += GridStride.Step)
        {
            int chunk = i / pieces, rest = i - (chunk * pieces), slice = rest / w.Lines;
            int line = rest - (slice * w.Lines), batch = line / w.Channels, channel = line - (batch * w.Channels);
            int mode = slice * ModeQuad<T>.Count, present = system.Modes - mode;
            int constants = (channel * system.Modes) + mode;
            ModeQuad<T> a = system.Factors<No>(constants, present), b = ModeQuad<T>.Ones();
            ModeQuad<T> x = ModeQuad<T>.Zeros(), r = x, s = x;
            if (TInitial.Is)
            {
                b = system.Inputs<No>(constants, present);
                if (chunk == 0)
                {
                    x = ModeQuad<T>.Load(start, (line * system.Modes) + mode, present);
                }
            }

            int row = chunk * w.ChunkRows, end = row + w.ChunkRows, at = w.At(batch, row, channel);
            bool cut = false;
            T next = u[at];
            for (; row < end; row++)
            {
                T input = next;
                at += w.Step;
                next = u[row + 1 < w.Rows ? at : at - w.Step];
                bool reset = TResets.Is && w.Resets(resets, batch, row);
                cut |= reset;
                s = Sensitivity<T, TInitial, TResets>(a, s, x, r, reset);
                r = ModeQuad<T>.Advance(a, r, input, reset);
                if (TInitial.Is)
                {
                    x = ModeQuad<T>.Advance(a, x, b, input, reset);
                }
            }

            int to = RecurrenceKernels.EndAt(w, system, batch, chunk, channel) + mode;
            r.Store(ends.ByB, to, present);
            s.Store(ends.ByA, to, present);
            if (TInitial.Is)
            {
                x.Store(ends.X, to, present);
            }

            if (TResets.Is && channel == 0 && slice == 0)
            {
                cuts[(batch * (w.Chunks - 1)) + chunk] = cut ? 1 : 0;
            }
        }
    }

    /// <summary>Adds to s at the end of a chunk what the state before the chunk makes of it, n āⁿ⁻¹ x.</summary>
    /// <param name="w">The walk.</param>
    /// <param name="power">āⁿ⁻¹, (H, N).</param>
    /// <param name="states">The true x, or r, at the ends of chunks.</param>
    /// <param name="sensitivities">s.</param>
    /// <param name="cuts">Which chunks have a row that is reset.</param>
    /// <param name="count">H·N.</param>
    /// <param name="rows">n.</param>
    internal static void Through<T, TResets>(
        ScanWalk w, ComplexPlanes<T> power, ComplexPlanes<T> states, ComplexPlanes<T> sensitivities,
        ArrayView<int> cuts, int count, T rows)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TResets : struct, IChoice
    {
        int chunks = w.Chunks - 1;
        for (int i = GridStride.Start; i < w.Batch * chunks * count; i += GridStride.Step)
        {
            int piece = i / count, chunk = piece - (piece / chunks * chunks);
            bool none = chunk == 0 || (TResets.Is && cuts[piece] != 0);
            if (!none)
            {
                ComplexNumber<T> change = rows * (power[i - (piece * count)] * states[i - count]);
                ComplexNumber<T> sum = sensitivities[i] + change;
                sensitivities.Re[i] = sum.Re;
                sensitivities.Im[i] = sum.Im;
            }
        }
    }

    /// <summary>The sums over a chunk, and the recurrences after the last one.</summary>
    /// <param name="w">The walk.</param>
    /// <param name="system">ā, b̄, c.</param>
    /// <param name="u">Inputs.</param>
    /// <param name="dy">ȳ.</param>
    /// <param name="start">(B, H, N), the states before the first row.</param>
    /// <param name="resets">Flags.</param>
    /// <param name="ends">x, r and s at the ends of chunks.</param>
    /// <param name="sums">(chunks, B, H, N): Σ ȳ conj(x), Σ ȳ conj(r), Σ ȳ conj(s).</param>
    /// <param name="last">(B, H, N): r and s after the last row, or nothing.</param>
    internal static void Sums<T, TInitial, TResets>(
        ScanWalk w, ModeSystem<T> system, ArrayView<T> u, ArrayView<T> dy, ComplexPlanes<T> start,
        ArrayView<int> resets, ModeGradients<T> ends, ModeGradients<T> sums, ModeGradients<T> last)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TInitial : struct, IChoice
        where TResets : struct, IChoice
    {
        int pieces = system.Slices * w.Lines;
        for (int i = GridStride.Start; i < w.Chunks * pieces; i += GridStride.Step)
        {
            int chunk = i / pieces, rest = i - (chunk * pieces), slice = rest / w.Lines;
            int line = rest - (slice * w.Lines), batch = line / w.Channels, channel = line - (batch * w.Channels);
            int mode = slice * ModeQuad<T>.Count, present = system.Modes - mode;
            int constants = (channel * system.Modes) + mode;
            ModeQuad<T> a = system.Factors<No>(constants, present), b = ModeQuad<T>.Ones();
            ModeQuad<T> x = ModeQuad<T>.Zeros(), r = x, s = x, sumX = x, sumR = x, sumS = x;
            if (TInitial.Is)
            {
                b = system.Inputs<No>(constants, present);
            }

            if (chunk > 0)
            {
                int from = RecurrenceKernels.EndAt(w, system, batch, chunk - 1, channel) + mode;
                r = ModeQuad<T>.Load(ends.ByB, from, present);
                s = ModeQuad<T>.Load(ends.ByA, from, present);
                if (TInitial.Is)
                {
                    x = ModeQuad<T>.Load(ends.X, from, present);
                }
            }
            else if (TInitial.Is)
            {
                x = ModeQuad<T>.Load(start, (line * system.Modes) + mode, present);
            }

            int row = chunk * w.ChunkRows, end = IntrinsicMath.Min(row + w.ChunkRows, w.Rows);
            int at = w.At(batch, row, channel);
            T next = u[at], nextSlope = dy[at];
            for (; row < end; row++)
            {
                T input = next, slope = nextSlope;
                at += w.Step;
                int ahead = row + 1 < w.Rows ? at : at - w.Step;
                next = u[ahead];
                nextSlope = dy[ahead];
                bool reset = TResets.Is && w.Resets(resets, batch, row);
                s = Sensitivity<T, TInitial, TResets>(a, s, x, r, reset);
                r = ModeQuad<T>.Advance(a, r, input, reset);
                sumR = ModeQuad<T>.AddConjugates(sumR, slope, r);
                sumS = ModeQuad<T>.AddConjugates(sumS, slope, s);
                if (TInitial.Is)
                {
                    x = ModeQuad<T>.Advance(a, x, b, input, reset);
                    sumX = ModeQuad<T>.AddConjugates(sumX, slope, x);
                }
            }

            int to = (((chunk * w.Lines) + line) * system.Modes) + mode;
            sumR.Store(sums.ByB, to, present);
            sumS.Store(sums.ByA, to, present);
            if (TInitial.Is)
            {
                sumX.Store(sums.X, to, present);
            }

            if (chunk == w.Chunks - 1 && !last.ByB.IsNothing)
            {
                r.Store(last.ByB, (line * system.Modes) + mode, present);
                s.Store(last.ByA, (line * system.Modes) + mode, present);
            }
        }
    }

    /// <summary>The gradients of ā, b̄ and c from the sums.</summary>
    /// <param name="system">ā, b̄, c.</param>
    /// <param name="sums">(H, N).</param>
    /// <param name="last">(B, H, N): r and s after the last row, or nothing.</param>
    /// <param name="dlast">(B, H, N), x̄, or nothing.</param>
    /// <param name="da">ā's.</param>
    /// <param name="db">b̄'s.</param>
    /// <param name="dc">c's.</param>
    /// <param name="batch">B.</param>
    /// <param name="count">H·N.</param>
    internal static void Combine<T, TInitial>(
        ModeSystem<T> system, ModeGradients<T> sums, ModeGradients<T> last, ComplexPlanes<T> dlast,
        ComplexPlanes<T> da, ComplexPlanes<T> db, ComplexPlanes<T> dc, int batch, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TInitial : struct, IChoice
    {
        for (int i = GridStride.Start; i < count; i += GridStride.Step)
        {
            ComplexNumber<T> b = system.B[i].Conjugate, c = system.Scale * system.C[i].Conjugate;
            ComplexNumber<T> byB = c * sums.ByB[i], byA = c * sums.ByA[i];
            if (!dlast.IsNothing)
            {
                for (int n = i; n < batch * count; n += count)
                {
                    byB += last.ByB[n].Conjugate * dlast[n];
                    byA += last.ByA[n].Conjugate * dlast[n];
                }
            }

            ComplexNumber<T> byC = system.Scale * (TInitial.Is ? sums.X[i] : b * sums.ByB[i]);
            byA = TInitial.Is ? byA : b * byA;
            da.Re[i] = byA.Re;
            da.Im[i] = byA.Im;
            db.Re[i] = byB.Re;
            db.Im[i] = byB.Im;
            dc.Re[i] = byC.Re;
            dc.Im[i] = byC.Im;
        }
    }

    /// <summary>Σ u ȳ of each channel over a chunk: (chunks, B, H).</summary>
    internal static void Products<T>(ScanWalk w, ArrayView<T> u, ArrayView<T> dy, ArrayView<T> sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int piece = GridStride.Start; piece < w.Chunks * w.Lines; piece += GridStride.Step)
        {
            int chunk = piece / w.Lines, line = piece - (chunk * w.Lines), batch = line / w.Channels;
            int row = chunk * w.ChunkRows, end = IntrinsicMath.Min(row + w.ChunkRows, w.Rows);
            int at = w.At(batch, row, line - (batch * w.Channels));
            T sum = T.Zero;
            for (; row < end; row++)
            {
                sum += u[at] * dy[at];
                at += w.Step;
            }

            sums[piece] = sum;
        }
    }

    private static ModeQuad<T> Sensitivity<T, TInitial, TResets>(
        ModeQuad<T> a, ModeQuad<T> s, ModeQuad<T> x, ModeQuad<T> r, bool reset)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TInitial : struct, IChoice
        where TResets : struct, IChoice
    {
        ModeQuad<T> next = ModeQuad<T>.MultiplyAdd(a, s, TInitial.Is ? x : r);
        return TResets.Is ? next.Unless(reset) : next;
    }
}
