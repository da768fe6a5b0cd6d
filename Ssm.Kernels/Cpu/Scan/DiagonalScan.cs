namespace Ssm.Kernels;

/// <summary>
/// The diagonal linear recurrence h[t] = a[t] ⊙ h[t−1] + b[t], step after step, on time-major arrays of a whole batch.
/// </summary>
/// <remarks>
/// <para>
/// b and h are (B, L, C), a is (B, L, C) or (C). <see cref="ScanForm.Reverse"/> computes h[t] = a[t] ⊙ h[t+1] + b[t],
/// where the initial state is h[L]. A step that is reset starts from zero, in either direction: what lies before it
/// has no say, be it infinite or NaN. So packed sequences are reset at their first step, or, in reverse, at their last.
/// </para>
/// <para>
/// Lanes run across channels, so each channel's bits depend on that channel alone, and are the same for any number of
/// threads. This form does no work twice: it is the fastest where B·C keeps all threads busy.
/// <see cref="BlellochScan"/> and <see cref="ChunkedScan"/> are for long sequences of few channels, and
/// <see cref="ScanPlan"/> knows when. No overlap of arrays is allowed but the exact ones that are named.
/// </para>
/// <para>
/// The adjoint, with x̄ = ∂L/∂Re x + i·∂L/∂Im x, for the forward scan; in reverse, t−1 and t+1 change places:
/// </para>
/// <code>
///   λ[t] = h̄[t] + conj(a[t+1]) ⊙ λ[t+1]      the same scan, walked the other way
///   b̄[t] = λ[t]
///   ā[t] = conj(h[t−1]) ⊙ λ[t]                summed over batch and time for factors (C)
///   h̄0   = conj(a[0]) ⊙ λ[0]
/// </code>
/// <para>Martin and Cundy, "Parallelizing Linear Recurrent Neural Nets Over Sequence Length", 2018,
/// arXiv:1709.04057.</para>
/// </remarks>
public static class DiagonalScan
{
    /// <summary>All states of a complex recurrence.</summary>
    /// <param name="a">(B, L, C), or (C) in the form <see cref="ScanForm.Invariant"/>.</param>
    /// <param name="b">(B, L, C).</param>
    /// <param name="h0">The initial state (B, C), or empty for zero.</param>
    /// <param name="h">(B, L, C); may be exactly the memory of <paramref name="b"/>.</param>
    /// <param name="shape">B, L, C.</param>
    /// <param name="form">Whether a changes with time, and the direction.</param>
    /// <param name="resets">(B, L), true where the state before a step counts as zero; empty for nowhere.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
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
        ScanEntry.Scan<T, ScanComplex<T>, DiagonalScanAlgorithm>(
            a.Re, a.Im, b.Re, b.Im, h0.Re, h0.Im, h.Re, h.Im, shape, form, resets, threads);

    /// <summary>All states of a real recurrence.</summary>
    /// <inheritdoc cref="Scan{T}(
    ///     ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, Planar{T}, ScanShape, ScanForm,
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
        ScanEntry.Scan<T, ScanReal<T>, DiagonalScanAlgorithm>(
            a, default, b, default, h0, default, h, default, shape, form, resets, threads);

    /// <summary>The last state of a complex recurrence alone: L − 1, or 0 in reverse.</summary>
    /// <param name="a">(B, L, C), or (C) in the form <see cref="ScanForm.Invariant"/>.</param>
    /// <param name="b">(B, L, C).</param>
    /// <param name="h0">The initial state (B, C), or empty for zero.</param>
    /// <param name="last">(B, C); may be exactly the memory of <paramref name="h0"/>.</param>
    /// <param name="shape">B, L, C.</param>
    /// <param name="form">Whether a changes with time, and the direction.</param>
    /// <param name="resets">(B, L), true where the state before a step counts as zero; empty for nowhere.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
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
        ScanEntry.LastState<T, ScanComplex<T>, DiagonalScanAlgorithm>(
            a.Re, a.Im, b.Re, b.Im, h0.Re, h0.Im, last.Re, last.Im, shape, form, resets, threads);

    /// <summary>The last state of a real recurrence alone: L − 1, or 0 in reverse.</summary>
    /// <inheritdoc cref="LastState{T}(
    ///     ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, Planar{T}, ScanShape, ScanForm,
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
        ScanEntry.LastState<T, ScanReal<T>, DiagonalScanAlgorithm>(
            a, default, b, default, h0, default, last, default, shape, form, resets, threads);

    /// <summary>The gradients of a complex recurrence.</summary>
    /// <param name="a">As given to the scan.</param>
    /// <param name="h">(B, L, C), its states.</param>
    /// <param name="h0">(B, C) or empty, as given to the scan.</param>
    /// <param name="dh">(B, L, C); the gradient of an exported last state is already added to its row.</param>
    /// <param name="db">(B, L, C); may be exactly the memory of <paramref name="dh"/>.</param>
    /// <param name="da">As a, or empty when not wanted. A sum over time is formed in blocks and in order.</param>
    /// <param name="dh0">(B, C), or empty when not wanted.</param>
    /// <param name="shape">B, L, C.</param>
    /// <param name="form">As given to the scan.</param>
    /// <param name="resets">As given to the scan. No gradient passes a reset, and its factor's is zero.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
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
        ScanEntry.Adjoint<T, ScanComplex<T>, DiagonalScanAlgorithm>(
            a.Re, a.Im, h.Re, h.Im, h0.Re, h0.Im, dh.Re, dh.Im, db.Re, db.Im, da.Re, da.Im, dh0.Re, dh0.Im,
            shape, form, resets, threads);

    /// <summary>The gradients of a real recurrence.</summary>
    /// <inheritdoc cref="Adjoint{T}(
    ///     ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, Planar{T}, Planar{T},
    ///     Planar{T}, ScanShape, ScanForm, ReadOnlySpan{bool}, int)"/>
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
        ScanEntry.Adjoint<T, ScanReal<T>, DiagonalScanAlgorithm>(
            a, default, h, default, h0, default, dh, default, db, default, da, default, dh0, default,
            shape, form, resets, threads);
}
