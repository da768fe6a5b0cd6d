namespace Ssm.Kernels;

/// <summary>
/// The diagonal linear recurrence in parallel over time, by Blelloch's tree, with the contract of
/// <see cref="DiagonalScan"/>.
/// </summary>
/// <remarks>
/// <para>
/// Three phases, over groups of chunks of time that stay in cache: (1) each chunk by itself finds the product of its
/// factors and the state that it ends in when it begins with zero; (2) Blelloch's tree turns these summaries into the
/// true state at each chunk's end; (3) each chunk runs again from the true state before it. Chunks are independent of
/// each other, so one long sequence keeps all threads busy, for about twice the arithmetic of
/// <see cref="DiagonalScan"/>. Factors that do not change with time have one product, which is found once.
/// </para>
/// <para>
/// The chunks depend on the shape alone, so the bits are the same for any number of threads; they differ from those of
/// <see cref="DiagonalScan"/> by rounding. Products of factors are only multiplied, never divided by, so strong decay
/// underflows to zero harmlessly; factors above 1 in magnitude for hundreds of steps overflow here earlier than in
/// <see cref="DiagonalScan"/>, because products are formed without the states' small inputs.
/// Blelloch, "Prefix Sums and Their Applications", 1990, CMU-CS-90-190.
/// </para>
/// </remarks>
public static class BlellochScan
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
        ScanEntry.Scan<T, ScanComplex<T>, BlellochScanAlgorithm>(
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
        ScanEntry.Scan<T, ScanReal<T>, BlellochScanAlgorithm>(
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
        ScanEntry.LastState<T, ScanComplex<T>, BlellochScanAlgorithm>(
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
        ScanEntry.LastState<T, ScanReal<T>, BlellochScanAlgorithm>(
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
        ScanEntry.Adjoint<T, ScanComplex<T>, BlellochScanAlgorithm>(
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
        ScanEntry.Adjoint<T, ScanReal<T>, BlellochScanAlgorithm>(
            a, default, h, default, h0, default, dh, default, db, default, da, default, dh0, default,
            shape, form, resets, threads);
}
