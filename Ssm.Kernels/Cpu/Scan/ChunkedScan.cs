namespace Ssm.Kernels;

/// <summary>
/// The diagonal linear recurrence in parallel over time, chunk by chunk: the contract of <see cref="DiagonalScan"/>.
/// </summary>
/// <remarks>
/// <para>
/// Over groups of chunks of time that stay in cache. Factors that do not change with time: (1) each chunk is scanned
/// from zero; (2) the true states at the chunks' ends are found one after the other; (3) each state is corrected by
/// its power of a times the state before its chunk, h[n] += a^(n+1) ⊙ h[before], which has no recurrence in it. The
/// powers, up to a chunk's length, are found once. Factors that change, and adjoints: each chunk is summarised, the
/// summaries are joined one after the other, and each chunk runs from its true state, as in <see cref="BlellochScan"/>.
/// </para>
/// <para>
/// Chunks depend on the shape alone, so the bits are the same for any number of threads; about overflow see
/// <see cref="BlellochScan"/>. Chatterjee, Blelloch and Zagha, "Scan Primitives for Vector Computers", 1990, for the
/// scheme; Martin and Cundy, 2018, arXiv:1709.04057, for the recurrence.
/// </para>
/// </remarks>
public static class ChunkedScan
{
    /// <inheritdoc cref="DiagonalScan.Scan{T}(
    ///     ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, Planar{T}, ScanShape, ScanForm,
    ///     ReadOnlySpan{bool}, int)"/>
    public static void Scan<T>(
        ReadOnlyPlanar<T> a,
        ReadOnlyPlanar<T> b,
        ReadOnlyPlanar<T> h0,
        Planar<T> h,
        ScanShape shape,
        ScanForm form = ScanForm.None,
        ReadOnlySpan<bool> resets = default,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ScanEntry.Scan<T, ScanComplex<T>, ChunkedScanAlgorithm>(
            a.Re, a.Im, b.Re, b.Im, h0.Re, h0.Im, h.Re, h.Im, shape, form, resets, threads);

    /// <inheritdoc cref="DiagonalScan.Scan{T}(
    ///     ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T}, ScanShape, ScanForm,
    ///     ReadOnlySpan{bool}, int)"/>
    public static void Scan<T>(
        ReadOnlySpan<T> a,
        ReadOnlySpan<T> b,
        ReadOnlySpan<T> h0,
        Span<T> h,
        ScanShape shape,
        ScanForm form = ScanForm.None,
        ReadOnlySpan<bool> resets = default,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ScanEntry.Scan<T, ScanReal<T>, ChunkedScanAlgorithm>(
            a, default, b, default, h0, default, h, default, shape, form, resets, threads);

    /// <inheritdoc cref="DiagonalScan.LastState{T}(
    ///     ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, Planar{T}, ScanShape, ScanForm,
    ///     ReadOnlySpan{bool}, int)"/>
    public static void LastState<T>(
        ReadOnlyPlanar<T> a,
        ReadOnlyPlanar<T> b,
        ReadOnlyPlanar<T> h0,
        Planar<T> last,
        ScanShape shape,
        ScanForm form = ScanForm.None,
        ReadOnlySpan<bool> resets = default,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ScanEntry.LastState<T, ScanComplex<T>, ChunkedScanAlgorithm>(
            a.Re, a.Im, b.Re, b.Im, h0.Re, h0.Im, last.Re, last.Im, shape, form, resets, threads);

    /// <inheritdoc cref="DiagonalScan.LastState{T}(
    ///     ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T}, ScanShape, ScanForm,
    ///     ReadOnlySpan{bool}, int)"/>
    public static void LastState<T>(
        ReadOnlySpan<T> a,
        ReadOnlySpan<T> b,
        ReadOnlySpan<T> h0,
        Span<T> last,
        ScanShape shape,
        ScanForm form = ScanForm.None,
        ReadOnlySpan<bool> resets = default,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ScanEntry.LastState<T, ScanReal<T>, ChunkedScanAlgorithm>(
            a, default, b, default, h0, default, last, default, shape, form, resets, threads);

    /// <inheritdoc cref="DiagonalScan.Adjoint{T}(
    ///     ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, Planar{T}, Planar{T},
    ///     Planar{T}, ScanShape, ScanForm, ReadOnlySpan{bool}, int)"/>
    public static void Adjoint<T>(
        ReadOnlyPlanar<T> a,
        ReadOnlyPlanar<T> h,
        ReadOnlyPlanar<T> h0,
        ReadOnlyPlanar<T> dh,
        Planar<T> db,
        Planar<T> da,
        Planar<T> dh0,
        ScanShape shape,
        ScanForm form = ScanForm.None,
        ReadOnlySpan<bool> resets = default,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ScanEntry.Adjoint<T, ScanComplex<T>, ChunkedScanAlgorithm>(
            a.Re, a.Im, h.Re, h.Im, h0.Re, h0.Im, dh.Re, dh.Im, db.Re, db.Im, da.Re, da.Im, dh0.Re, dh0.Im,
            shape, form, resets, threads);

    /// <inheritdoc cref="DiagonalScan.Adjoint{T}(
    ///     ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T}, Span{T},
    ///     Span{T}, ScanShape, ScanForm, ReadOnlySpan{bool}, int)"/>
    public static void Adjoint<T>(
        ReadOnlySpan<T> a,
        ReadOnlySpan<T> h,
        ReadOnlySpan<T> h0,
        ReadOnlySpan<T> dh,
        Span<T> db,
        Span<T> da,
        Span<T> dh0,
        ScanShape shape,
        ScanForm form = ScanForm.None,
        ReadOnlySpan<bool> resets = default,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ScanEntry.Adjoint<T, ScanReal<T>, ChunkedScanAlgorithm>(
            a, default, h, default, h0, default, dh, default, db, default, da, default, dh0, default,
            shape, form, resets, threads);
}
