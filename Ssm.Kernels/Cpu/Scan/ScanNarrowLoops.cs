using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The loops over time for rows of at most four vectors: the states stay in registers.</summary>
/// <remarks>
/// A row that is no whole number of vectors is covered by vectors that overlap: all of a row is read before any of it
/// is written, so it may be in place. What binds these loops is the latency of two fused operations a step, so one
/// vector too many costs nothing.
/// </remarks>
internal static unsafe class ScanNarrowLoops
{
    /// <summary>The most channels of a row that <see cref="Recur"/> takes.</summary>
    internal static int MostChannels<T>() => 4 * Vector<T>.Count;

    /// <summary>The recurrence; the last state is left in <paramref name="after"/>, if that exists.</summary>
    internal static void Recur<T, TNumber, TGate, TStore>(
        in ScanStretch<T> stretch, PlanePointers<T> before, PlanePointers<T> after)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TGate : struct, IScanGate
        where TStore : struct, IScanStore
    {
        int channels = stretch.Channels;
        if (channels <= Vector<T>.Count)
        {
            One<T, TNumber, TGate, TStore>(stretch, before, after);
        }
        else if (channels <= 2 * Vector<T>.Count)
        {
            Two<T, TNumber, TGate, TStore>(stretch, before, after);
        }
        else
        {
            Four<T, TNumber, TGate, TStore>(stretch, before, after);
        }
    }

    /// <summary>
    /// Two vectors: the last state in <paramref name="x"/>, and <paramref name="product"/> times the factors.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Summarize<T, TNumber, TGate>(
        in ScanStretch<T> stretch, PlanePointers<T> product, PlanePointers<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TGate : struct, IScanGate
    {
        PlanePointers<T> a = stretch.A, b = stretch.B;
        nint aStep = stretch.AStep, step = stretch.Step, at = stretch.Channels - Vector<T>.Count;
        TNumber x0 = TNumber.Load(x, 0), x1 = TNumber.Load(x, at);
        TNumber p0 = TNumber.Load(product, 0), p1 = TNumber.Load(product, at);
        for (int n = stretch.Rows; n > 0; n--)
        {
            TNumber a0 = TNumber.Load(a, 0), a1 = TNumber.Load(a, at);
            x0 = TGate.MultiplyAdd<T, TNumber>(a0, x0, TNumber.Load(b, 0));
            x1 = TGate.MultiplyAdd<T, TNumber>(a1, x1, TNumber.Load(b, at));
            p0 = TNumber.Multiply(a0, p0);
            p1 = TNumber.Multiply(a1, p1);
            a = a.At(aStep);
            b = b.At(step);
        }

        TNumber.Store(x0, x, 0);
        TNumber.Store(x1, x, at);
        TNumber.Store(p0, product, 0);
        TNumber.Store(p1, product, at);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One<T, TNumber, TGate, TStore>(
        in ScanStretch<T> stretch, PlanePointers<T> before, PlanePointers<T> after)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TGate : struct, IScanGate
        where TStore : struct, IScanStore
    {
        PlanePointers<T> a = stretch.A, b = stretch.B, h = stretch.H;
        nint aStep = stretch.AStep, step = stretch.Step;
        TNumber x = TNumber.Load(before, 0);
        for (int n = stretch.Rows; n > 0; n--)
        {
            x = TGate.MultiplyAdd<T, TNumber>(TNumber.Load(a, 0), x, TNumber.Load(b, 0));
            TStore.Store<T, TNumber>(x, h, 0);
            a = a.At(aStep);
            b = b.At(step);
            h = h.At(step);
        }

        if (after.Exists)
        {
            TNumber.Store(x, after, 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two<T, TNumber, TGate, TStore>(
        in ScanStretch<T> stretch, PlanePointers<T> before, PlanePointers<T> after)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TGate : struct, IScanGate
        where TStore : struct, IScanStore
    {
        PlanePointers<T> a = stretch.A, b = stretch.B, h = stretch.H;
        nint aStep = stretch.AStep, step = stretch.Step, at = stretch.Channels - Vector<T>.Count;
        TNumber x0 = TNumber.Load(before, 0), x1 = TNumber.Load(before, at);
        for (int n = stretch.Rows; n > 0; n--)
        {
            x0 = TGate.MultiplyAdd<T, TNumber>(TNumber.Load(a, 0), x0, TNumber.Load(b, 0));
            x1 = TGate.MultiplyAdd<T, TNumber>(TNumber.Load(a, at), x1, TNumber.Load(b, at));
            TStore.Store<T, TNumber>(x0, h, 0);
            TStore.Store<T, TNumber>(x1, h, at);
            a = a.At(aStep);
            b = b.At(step);
            h = h.At(step);
        }

        if (after.Exists)
        {
            TNumber.Store(x0, after, 0);
            TNumber.Store(x1, after, at);
        }
    }

    /// <summary>Four vectors, which may be those of different chunks of time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Four<T, TNumber, TGate, TStore>(in ScanStretch<T> stretch, in ScanQuad<T> quad)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TGate : struct, IScanGate
        where TStore : struct, IScanStore
    {
        PlanePointers<T> a = stretch.A, b = stretch.B, h = stretch.H;
        nint aStep = stretch.AStep, step = stretch.Step;
        nint a1 = quad.Factor1, a2 = quad.Factor2, a3 = quad.Factor3, b1 = quad.Row1, b2 = quad.Row2, b3 = quad.Row3;
        TNumber x0 = TNumber.Load(quad.Before0, 0), x1 = TNumber.Load(quad.Before1, 0);
        TNumber x2 = TNumber.Load(quad.Before2, 0), x3 = TNumber.Load(quad.Before3, 0);
        for (int n = stretch.Rows; n > 0; n--)
        {
            x0 = TGate.MultiplyAdd<T, TNumber>(TNumber.Load(a, 0), x0, TNumber.Load(b, 0));
            x1 = TGate.MultiplyAdd<T, TNumber>(TNumber.Load(a, a1), x1, TNumber.Load(b, b1));
            x2 = TGate.MultiplyAdd<T, TNumber>(TNumber.Load(a, a2), x2, TNumber.Load(b, b2));
            x3 = TGate.MultiplyAdd<T, TNumber>(TNumber.Load(a, a3), x3, TNumber.Load(b, b3));
            TStore.Store<T, TNumber>(x0, h, 0);
            TStore.Store<T, TNumber>(x1, h, b1);
            TStore.Store<T, TNumber>(x2, h, b2);
            TStore.Store<T, TNumber>(x3, h, b3);
            a = a.At(aStep);
            b = b.At(step);
            h = h.At(step);
        }

        if (!TStore.KeepsRows)
        {
            TNumber.Store(x0, quad.Before0, 0);
            TNumber.Store(x1, quad.Before1, 0);
            TNumber.Store(x2, quad.Before2, 0);
            TNumber.Store(x3, quad.Before3, 0);
        }
    }

    // The vectors of one row; the last states stay in its states before, where rows are not kept.
    private static void Four<T, TNumber, TGate, TStore>(
        in ScanStretch<T> stretch, PlanePointers<T> before, PlanePointers<T> after)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TGate : struct, IScanGate
        where TStore : struct, IScanStore
    {
        nint at1 = Vector<T>.Count, at3 = stretch.Channels - Vector<T>.Count, at2 = Math.Min(2 * at1, at3);
        Debug.Assert(!after.Exists || after.Re == before.Re, "Four vectors leave their states where they were.");
        ScanQuad<T> quad = new()
        {
            Factor1 = at1,
            Factor2 = at2,
            Factor3 = at3,
            Row1 = at1,
            Row2 = at2,
            Row3 = at3,
            Before0 = before,
            Before1 = before.At(at1),
            Before2 = before.At(at2),
            Before3 = before.At(at3),
        };
        Four<T, TNumber, TGate, TStore>(stretch, quad);
    }
}
