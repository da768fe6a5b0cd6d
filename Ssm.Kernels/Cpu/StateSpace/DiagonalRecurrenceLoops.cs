using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The loops over a tile of time, one or two modes of a block of channels in registers.</summary>
/// <remarks>Each is a method of its own that calls nothing, so that its vectors stay in registers.</remarks>
internal static unsafe class DiagonalRecurrenceLoops
{
    /// <summary>x = ā x + b̄ u and y += Re(c x) of two modes: two chains of dependent steps hide each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AdvanceTwo<T>(T* p, T* x, T* u, T* y, int steps)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int w = Vector<T>.Count;
        Vector<T> ar = Vector.Load(p), ai = Vector.Load(p + w), xr = Vector.Load(x), xi = Vector.Load(x + w);
        Vector<T> ar2 = Vector.Load(p + (6 * w)), ai2 = Vector.Load(p + (7 * w));
        Vector<T> xr2 = Vector.Load(x + (2 * w)), xi2 = Vector.Load(x + (3 * w));
        for (T* end = u + (steps * w); u < end; u += w, y += w)
        {
            Vector<T> input = Vector.Load(u);
            Vector<T> zr = Fused.MultiplyAdd(-ai, xi, input * Vector.Load(p + (2 * w)));
            Vector<T> zi = Fused.MultiplyAdd(ai, xr, input * Vector.Load(p + (3 * w)));
            xr = Fused.MultiplyAdd(ar, xr, zr);
            xi = Fused.MultiplyAdd(ar, xi, zi);
            Vector<T> sum = Fused.MultiplyAdd(xr, Vector.Load(p + (4 * w)), Vector.Load(y));
            Vector<T> zr2 = Fused.MultiplyAdd(-ai2, xi2, input * Vector.Load(p + (8 * w)));
            Vector<T> zi2 = Fused.MultiplyAdd(ai2, xr2, input * Vector.Load(p + (9 * w)));
            xr2 = Fused.MultiplyAdd(ar2, xr2, zr2);
            xi2 = Fused.MultiplyAdd(ar2, xi2, zi2);
            sum = Fused.MultiplyAdd(xi, Vector.Load(p + (5 * w)), sum);
            Vector<T> sum2 = Fused.MultiplyAdd(xi2, Vector.Load(p + (11 * w)), xr2 * Vector.Load(p + (10 * w)));
            (sum + sum2).Store(y);
        }

        xr.Store(x);
        xi.Store(x + w);
        xr2.Store(x + (2 * w));
        xi2.Store(x + (3 * w));
    }

    /// <summary>The same of one mode.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AdvanceOne<T>(T* p, T* x, T* u, T* y, int steps)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int w = Vector<T>.Count;
        Vector<T> ar = Vector.Load(p), ai = Vector.Load(p + w), br = Vector.Load(p + (2 * w));
        Vector<T> bi = Vector.Load(p + (3 * w)), cr = Vector.Load(p + (4 * w)), ci = Vector.Load(p + (5 * w));
        Vector<T> xr = Vector.Load(x), xi = Vector.Load(x + w);
        for (T* end = u + (steps * w); u < end; u += w, y += w)
        {
            Vector<T> input = Vector.Load(u);
            Vector<T> zr = Fused.MultiplyAdd(-ai, xi, input * br);
            Vector<T> zi = Fused.MultiplyAdd(ai, xr, input * bi);
            xr = Fused.MultiplyAdd(ar, xr, zr);
            xi = Fused.MultiplyAdd(ar, xi, zi);
            Fused.MultiplyAdd(xi, ci, Fused.MultiplyAdd(xr, cr, Vector.Load(y))).Store(y);
        }

        xr.Store(x);
        xi.Store(x + w);
    }

    /// <summary>x = ā x + b̄ u of one mode, keeping the state before each step and after the last.</summary>
    /// <param name="p">The mode's constants.</param>
    /// <param name="x">The state before the first step; not changed.</param>
    /// <param name="u">(steps, lanes).</param>
    /// <param name="kept">(steps + 1, 2, lanes).</param>
    /// <param name="steps">How many steps.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Keep<T>(T* p, T* x, T* u, T* kept, int steps)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int w = Vector<T>.Count;
        Vector<T> ar = Vector.Load(p), ai = Vector.Load(p + w), br = Vector.Load(p + (2 * w));
        Vector<T> bi = Vector.Load(p + (3 * w)), xr = Vector.Load(x), xi = Vector.Load(x + w);
        xr.Store(kept);
        xi.Store(kept + w);
        for (T* end = u + (steps * w); u < end; u += w)
        {
            kept += 2 * w;
            Vector<T> input = Vector.Load(u);
            Vector<T> zr = Fused.MultiplyAdd(-ai, xi, input * br);
            Vector<T> zi = Fused.MultiplyAdd(ai, xr, input * bi);
            xr = Fused.MultiplyAdd(ar, xr, zr);
            xi = Fused.MultiplyAdd(ar, xi, zi);
            xr.Store(kept);
            xi.Store(kept + w);
        }
    }

    /// <summary>One mode backwards over a tile.</summary>
    /// <remarks>
    /// λ = conj(c) ȳ + μ, ū += Re(conj(b̄) λ), μ = conj(ā) λ, and the sums that are the constants' gradients.
    /// </remarks>
    /// <param name="p">The mode's constants.</param>
    /// <param name="kept">The states of <see cref="Keep"/>.</param>
    /// <param name="u">The inputs, (steps, lanes).</param>
    /// <param name="dy">The outputs' gradients.</param>
    /// <param name="du">The inputs' gradients, added to.</param>
    /// <param name="mu">What the later steps say of the state after this tile; then of that before it.</param>
    /// <param name="sums">The gradients of ā, b̄ and the output's weights, (6, lanes), added to.</param>
    /// <param name="steps">How many steps.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Back<T>(T* p, T* kept, T* u, T* dy, T* du, T* mu, T* sums, int steps)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int w = Vector<T>.Count;
        Vector<T> ar = Vector.Load(p), ai = Vector.Load(p + w), mr = Vector.Load(mu), mi = Vector.Load(mu + w);
        Vector<T> dar = Vector.Load(sums), dai = Vector.Load(sums + w), dbr = Vector.Load(sums + (2 * w));
        Vector<T> dbi = Vector.Load(sums + (3 * w)), dcr = Vector.Load(sums + (4 * w));
        Vector<T> dci = Vector.Load(sums + (5 * w));
        for (int i = steps - 1; i >= 0; i--)
        {
            nint at = (nint)i * w;
            Vector<T> slope = Vector.Load(dy + at);
            T* x = kept + (2 * at);
            Vector<T> lr = Fused.MultiplyAdd(slope, Vector.Load(p + (4 * w)), mr);
            Vector<T> li = Fused.MultiplyAdd(slope, Vector.Load(p + (5 * w)), mi);
            mr = Fused.MultiplyAdd(ai, li, ar * lr);
            mi = Fused.MultiplyAdd(-ai, lr, ar * li);
            dcr = Fused.MultiplyAdd(slope, Vector.Load(x + (2 * w)), dcr);
            dci = Fused.MultiplyAdd(slope, Vector.Load(x + (3 * w)), dci);
            Vector<T> input = Vector.Load(u + at);
            dbr = Fused.MultiplyAdd(input, lr, dbr);
            dbi = Fused.MultiplyAdd(input, li, dbi);
            Vector<T> xr = Vector.Load(x), xi = Vector.Load(x + w);
            dar = Fused.MultiplyAdd(xi, li, Fused.MultiplyAdd(xr, lr, dar));
            dai = Fused.MultiplyAdd(-xi, lr, Fused.MultiplyAdd(xr, li, dai));
            Vector<T> sum = Fused.MultiplyAdd(lr, Vector.Load(p + (2 * w)), Vector.Load(du + at));
            Fused.MultiplyAdd(li, Vector.Load(p + (3 * w)), sum).Store(du + at);
        }

        mr.Store(mu);
        mi.Store(mu + w);
        dar.Store(sums);
        dai.Store(sums + w);
        dbr.Store(sums + (2 * w));
        dbi.Store(sums + (3 * w));
        dcr.Store(sums + (4 * w));
        dci.Store(sums + (5 * w));
    }

    /// <summary>sum += Σ u ⊙ ȳ over a tile: the gradient of d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddProducts<T>(T* u, T* dy, T* sum, int steps)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int w = Vector<T>.Count;
        Vector<T> total = Vector.Load(sum);
        for (int i = 0; i < steps; i++)
        {
            total = Fused.MultiplyAdd(Vector.Load(u + (i * w)), Vector.Load(dy + (i * w)), total);
        }

        total.Store(sum);
    }
}
