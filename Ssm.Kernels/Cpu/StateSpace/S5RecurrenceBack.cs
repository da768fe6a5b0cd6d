using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The pieces of the adjoint of <see cref="S5Recurrence"/>: groups of sequences.</summary>
internal static unsafe class S5RecurrenceBack
{
    internal static void Pieces<T>(S5RecurrenceWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = Math.Min(S5RecurrenceWork<T>.ChunkRows(work.Shape), Math.Max(1, work.Shape.Length));
        T[] buffer = RecurrenceScratch.Rent<T>(((2L * rows) + 1) * work.Width);
        fixed (T* memory = buffer)
        {
            T* mu = RecurrenceScratch.Align(memory);
            for (int group = start; group < end; group++)
            {
                T* partials = work.Partials + ((nint)group * work.GroupNumbers);
                int first = group * work.GroupSize;
                int last = Math.Min(work.Shape.Batch, first + work.GroupSize);
                for (int batch = first; batch < last; batch++)
                {
                    Sequence(work, batch, rows, partials, mu);
                }
            }
        }

        RecurrenceScratch.Return(buffer);
    }

    private static void Sequence<T>(in S5RecurrenceWork<T> work, int batch, int chunkRows, T* partials, T* mu)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int channels, int modes, int width) = (work.Shape.Channels, work.Shape.Modes, work.Width);
        T* x = mu + width;
        T* lambda = x + ((nint)chunkRows * width);
        T* db = partials;
        T* dc = db + ((nint)width * channels);
        T* da = dc + ((nint)width * channels);
        T* dd = da + width;
        int chunks = S5RecurrenceWork<T>.Chunks(work.Shape);
        S5Recurrence.LoadState(work.Dlast.AtIfExists((nint)batch * modes), modes, mu);
        for (int chunk = chunks - 1; chunk >= 0; chunk--)
        {
            (int time, int rows) = work.Chunk(chunk, chunkRows);
            T* border = work.Borders + ((((nint)batch * chunks) + chunk) * width);
            nint row = work.Row(batch, time);
            T* u = work.U + row, dy = work.Dy + row, du = work.Du + row;
            S5Recurrence.States(work, batch, chunk * chunkRows, time, rows, border, x);
            S5Recurrence.Multiply(dy, work.C, lambda, new(rows, width, channels), false, work.InnerThreads);
            Recur(work, batch, chunk * chunkRows, rows, border, x, lambda, mu, da);
            if (work.D != null)
            {
                S5RecurrenceRows.Scaled(work.D, dy, du, rows, channels);
            }

            S5RecurrenceRows.AddProducts(u, dy, dd, rows, channels);
            S5Recurrence.Multiply(
                lambda, work.B, du, new(rows, channels, width), work.D != null, work.InnerThreads);
            S5Recurrence.Multiply(
                lambda, u, db, new(width, channels, rows, true, false), true, work.InnerThreads);
            S5Recurrence.Multiply(dy, x, dc, new(channels, width, rows, true, false), true, work.InnerThreads);
        }

        if (work.Dx0.Exists)
        {
            S5Recurrence.StoreState(mu, modes, work.Dx0.At((nint)batch * modes));
        }
    }

    // λ in place, ā's gradient, and in mu what this chunk says of the state before it.
    private static void Recur<T>(
        in S5RecurrenceWork<T> work, int batch, int walked, int rows, T* border, T* x, T* lambda, T* mu, T* da)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int modes, int width) = (work.Shape.Modes, work.Width);
        nint step = work.Reversed ? -width : width;
        nint last = work.Reversed ? 0 : (rows - 1) * (nint)width;
        T* now = lambda + last, state = x + last;
        S5RecurrenceRows.Add(mu, now, width);
        for (int n = rows - 1; n >= 0; n--, now -= step, state -= step)
        {
            bool first = n == 0;
            if (work.Drops(batch, walked + n))
            {
                if (first)
                {
                    new Span<T>(mu, width).Clear();
                }

                continue;
            }

            AddConjugateProducts(first ? border : state - step, now, da, modes);
            if (first)
            {
                new Span<T>(mu, width).Clear();
            }

            S5RecurrenceRows.AddConjugateProduct(work.A, now, first ? mu : now - step, modes);
        }
    }

    // sum += conj(x) ⊙ λ.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddConjugateProducts<T>(T* x, T* lambda, T* sum, int modes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int n = 0;
        for (; n <= modes - Vector<T>.Count; n += Vector<T>.Count)
        {
            Vector<T> xr = Vector.Load(x + n), xi = Vector.Load(x + modes + n);
            Vector<T> lr = Vector.Load(lambda + n), li = Vector.Load(lambda + modes + n);
            Vector<T> re = Fused.MultiplyAdd(xr, lr, Vector.Load(sum + n));
            Vector<T> im = Fused.MultiplyAdd(xr, li, Vector.Load(sum + modes + n));
            Fused.MultiplyAdd(xi, li, re).Store(sum + n);
            Fused.MultiplyAdd(-xi, lr, im).Store(sum + modes + n);
        }

        for (; n < modes; n++)
        {
            (T xr, T xi, T lr, T li) = (x[n], x[modes + n], lambda[n], lambda[modes + n]);
            sum[n] = Fused.MultiplyAdd(xi, li, Fused.MultiplyAdd(xr, lr, sum[n]));
            sum[modes + n] = Fused.MultiplyAdd(-xi, lr, Fused.MultiplyAdd(xr, li, sum[modes + n]));
        }
    }
}
