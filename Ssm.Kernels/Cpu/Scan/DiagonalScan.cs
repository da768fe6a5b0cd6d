namespace Ssm.Kernels;

/// <summary>
/// The diagonal linear recurrence h[t] = a[t] ⊙ h[t−1] + b[t], on time-major arrays of a whole batch.
/// </summary>
/// <remarks>
/// <para>
/// b and h are (B, L, C). The factors are (B, L, C), or (C) in the methods named <c>Invariant</c>. The initial state h0
/// is (B, C), or empty for zero. The <c>Reverse</c> methods compute h[t] = a[t] ⊙ h[t+1] + b[t], where h0 is h[L].
/// The final state is the last row of h (the first row, in reverse).
/// </para>
/// <para>
/// h may be exactly the memory of b: step t reads b[t] before it writes h[t]. No other overlap is allowed.
/// Lanes run across channels, so each channel's bits depend on that channel alone, and are the same for any number of
/// threads. A sequential scan does no work twice: it is the fastest form where B·C keeps all threads busy, and
/// <see cref="BlellochScan"/> is for one long sequence of few channels.
/// </para>
/// <para>Martin and Cundy, "Parallelizing Linear Recurrent Neural Nets Over Sequence Length", 2018,
/// arXiv:1709.04057.</para>
/// </remarks>
public static unsafe partial class DiagonalScan
{
    /// <summary>Complex h[t] = a[t] ⊙ h[t−1] + b[t].</summary>
    /// <param name="a">(B, L, C).</param>
    /// <param name="b">(B, L, C).</param>
    /// <param name="h0">(B, C) or empty.</param>
    /// <param name="h">(B, L, C).</param>
    /// <param name="shape">B, L, C.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Forward<T>(
        ReadOnlyPlanar<T> a, ReadOnlyPlanar<T> b, ReadOnlyPlanar<T> h0, Planar<T> h, ScanShape shape, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Scan<T, ComplexScanRows<T>>(a.Re, a.Im, b.Re, b.Im, h0.Re, h0.Im, h.Re, h.Im, shape, false, false, threads);

    /// <summary>Real h[t] = a[t] ⊙ h[t−1] + b[t].</summary>
    /// <inheritdoc cref="Forward{T}(
    ///     ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, Planar{T}, ScanShape, int)"/>
    public static void Forward<T>(
        ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> h0, Span<T> h, ScanShape shape, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Scan<T, RealScanRows<T>>(a, default, b, default, h0, default, h, default, shape, false, false, threads);

    /// <summary>Complex h[t] = a[t] ⊙ h[t+1] + b[t].</summary>
    /// <inheritdoc cref="Forward{T}(
    ///     ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, Planar{T}, ScanShape, int)"/>
    public static void Reverse<T>(
        ReadOnlyPlanar<T> a, ReadOnlyPlanar<T> b, ReadOnlyPlanar<T> h0, Planar<T> h, ScanShape shape, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Scan<T, ComplexScanRows<T>>(a.Re, a.Im, b.Re, b.Im, h0.Re, h0.Im, h.Re, h.Im, shape, true, false, threads);

    /// <summary>Real h[t] = a[t] ⊙ h[t+1] + b[t].</summary>
    /// <inheritdoc cref="Forward{T}(
    ///     ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, Planar{T}, ScanShape, int)"/>
    public static void Reverse<T>(
        ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> h0, Span<T> h, ScanShape shape, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Scan<T, RealScanRows<T>>(a, default, b, default, h0, default, h, default, shape, true, false, threads);

    /// <summary>Complex h[t] = a ⊙ h[t−1] + b[t].</summary>
    /// <param name="a">(C).</param>
    /// <param name="b">(B, L, C).</param>
    /// <param name="h0">(B, C) or empty.</param>
    /// <param name="h">(B, L, C).</param>
    /// <param name="shape">B, L, C.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void ForwardInvariant<T>(
        ReadOnlyPlanar<T> a, ReadOnlyPlanar<T> b, ReadOnlyPlanar<T> h0, Planar<T> h, ScanShape shape, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Scan<T, ComplexScanRows<T>>(a.Re, a.Im, b.Re, b.Im, h0.Re, h0.Im, h.Re, h.Im, shape, false, true, threads);

    /// <summary>Real h[t] = a ⊙ h[t−1] + b[t].</summary>
    /// <inheritdoc cref="ForwardInvariant{T}(
    ///     ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, Planar{T}, ScanShape, int)"/>
    public static void ForwardInvariant<T>(
        ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> h0, Span<T> h, ScanShape shape, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Scan<T, RealScanRows<T>>(a, default, b, default, h0, default, h, default, shape, false, true, threads);

    /// <summary>Complex h[t] = a ⊙ h[t+1] + b[t].</summary>
    /// <inheritdoc cref="ForwardInvariant{T}(
    ///     ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, Planar{T}, ScanShape, int)"/>
    public static void ReverseInvariant<T>(
        ReadOnlyPlanar<T> a, ReadOnlyPlanar<T> b, ReadOnlyPlanar<T> h0, Planar<T> h, ScanShape shape, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Scan<T, ComplexScanRows<T>>(a.Re, a.Im, b.Re, b.Im, h0.Re, h0.Im, h.Re, h.Im, shape, true, true, threads);

    /// <summary>Real h[t] = a ⊙ h[t+1] + b[t].</summary>
    /// <inheritdoc cref="ForwardInvariant{T}(
    ///     ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, Planar{T}, ScanShape, int)"/>
    public static void ReverseInvariant<T>(
        ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> h0, Span<T> h, ScanShape shape, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Scan<T, RealScanRows<T>>(a, default, b, default, h0, default, h, default, shape, true, true, threads);

    private static void Scan<T, TRows>(
        ReadOnlySpan<T> aRe,
        ReadOnlySpan<T> aIm,
        ReadOnlySpan<T> bRe,
        ReadOnlySpan<T> bIm,
        ReadOnlySpan<T> h0Re,
        ReadOnlySpan<T> h0Im,
        Span<T> hRe,
        Span<T> hIm,
        ScanShape shape,
        bool reversed,
        bool invariant,
        int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, IScanRows<T>
    {
        ScanChecks.Shape(shape, threads, nameof(DiagonalScan));
        Guard.Length(aRe.Length, invariant ? shape.Channels : shape.Elements, nameof(DiagonalScan), "a");
        Guard.Length(bRe.Length, shape.Elements, nameof(DiagonalScan), "b");
        Guard.Length(hRe.Length, shape.Elements, nameof(DiagonalScan), "h");
        ScanChecks.Optional(h0Re.Length, shape.StateElements, nameof(DiagonalScan), "h0");
        if (shape.Elements == 0)
        {
            return;
        }

        fixed (T* ar = aRe, ai = aIm, br = bRe, bi = bIm, sr = h0Re, si = h0Im, hr = hRe, hi = hIm)
        {
            ScanWork<T> work = new()
            {
                A = new(ar, ai),
                B = new(br, bi),
                H0 = new(sr, si),
                H = new(hr, hi),
                Shape = shape,
                Reversed = reversed,
                Invariant = invariant,
            };
            WorkSplit.Run(work.Tiles.Count, 1, 2L * TRows.Planes * shape.Elements, threads, work, ScanPieces<T, TRows>);
        }
    }

    private static void ScanPieces<T, TRows>(ScanWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, IScanRows<T>
    {
        for (int piece = start; piece < end; piece++)
        {
            (int batch, int channel, int channels) = work.Tiles[piece];
            nint first = work.First(batch, channel);
            ScanLoop.Recur<T, TRows, PlainGate<T>>(
                work.A.At(work.FirstFactor(batch, channel)),
                work.FactorStep,
                work.B.At(first),
                work.H.At(first),
                work.Step,
                work.Shape.Length,
                work.H0.AtIfExists(((nint)batch * work.Shape.Channels) + channel),
                new LaneWalk(channels, Vector<T>.Count, work.Reversed));
        }
    }
}
