namespace Ssm.Kernels;

/// <content>
/// The adjoints. With x̄ = ∂L/∂Re x + i·∂L/∂Im x, for the forward scan:
/// <code>
///   λ[t] = h̄[t] + conj(a[t+1]) ⊙ λ[t+1]      the same scan, walked the other way
///   b̄[t] = λ[t]
///   ā[t] = conj(h[t−1]) ⊙ λ[t]                summed over batch and time for factors (C)
///   h̄0   = conj(a[0]) ⊙ λ[0]
/// </code>
/// For the reverse scan, t−1 and t+1 change places and h0 is h[L].
/// </content>
public static unsafe partial class DiagonalScan
{
    /// <summary>Gradients of the complex forward scan.</summary>
    /// <param name="a">(B, L, C), as given to the scan.</param>
    /// <param name="h">(B, L, C), its outputs.</param>
    /// <param name="h0">(B, C) or empty, as given to the scan.</param>
    /// <param name="dh">(B, L, C); the gradient of an exported final state is already added to its last row.</param>
    /// <param name="db">(B, L, C); may be exactly the memory of <paramref name="dh"/>.</param>
    /// <param name="da">(B, L, C), or empty when not wanted.</param>
    /// <param name="dh0">(B, C), or empty when not wanted.</param>
    /// <param name="shape">B, L, C.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void ForwardAdjoint<T>(
        ReadOnlyPlanar<T> a, ReadOnlyPlanar<T> h, ReadOnlyPlanar<T> h0, ReadOnlyPlanar<T> dh,
        Planar<T> db, Planar<T> da, Planar<T> dh0, ScanShape shape, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ScanAdjoint.Run<T, ComplexScanRows<T>>(
            a.Re, a.Im, h.Re, h.Im, h0.Re, h0.Im, dh.Re, dh.Im, db.Re, db.Im, da.Re, da.Im, dh0.Re, dh0.Im,
            shape, false, false, threads);

    /// <summary>Gradients of the real forward scan.</summary>
    /// <inheritdoc cref="ForwardAdjoint{T}(
    ///     ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, Planar{T}, Planar{T},
    ///     Planar{T}, ScanShape, int)"/>
    public static void ForwardAdjoint<T>(
        ReadOnlySpan<T> a, ReadOnlySpan<T> h, ReadOnlySpan<T> h0, ReadOnlySpan<T> dh,
        Span<T> db, Span<T> da, Span<T> dh0, ScanShape shape, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ScanAdjoint.Run<T, RealScanRows<T>>(
            a, default, h, default, h0, default, dh, default, db, default, da, default, dh0, default,
            shape, false, false, threads);

    /// <summary>Gradients of the complex reverse scan; the exported final state is in the first row of dh.</summary>
    /// <inheritdoc cref="ForwardAdjoint{T}(
    ///     ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, Planar{T}, Planar{T},
    ///     Planar{T}, ScanShape, int)"/>
    public static void ReverseAdjoint<T>(
        ReadOnlyPlanar<T> a, ReadOnlyPlanar<T> h, ReadOnlyPlanar<T> h0, ReadOnlyPlanar<T> dh,
        Planar<T> db, Planar<T> da, Planar<T> dh0, ScanShape shape, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ScanAdjoint.Run<T, ComplexScanRows<T>>(
            a.Re, a.Im, h.Re, h.Im, h0.Re, h0.Im, dh.Re, dh.Im, db.Re, db.Im, da.Re, da.Im, dh0.Re, dh0.Im,
            shape, true, false, threads);

    /// <summary>Gradients of the real reverse scan; the exported final state is in the first row of dh.</summary>
    /// <inheritdoc cref="ForwardAdjoint{T}(
    ///     ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, Planar{T}, Planar{T},
    ///     Planar{T}, ScanShape, int)"/>
    public static void ReverseAdjoint<T>(
        ReadOnlySpan<T> a, ReadOnlySpan<T> h, ReadOnlySpan<T> h0, ReadOnlySpan<T> dh,
        Span<T> db, Span<T> da, Span<T> dh0, ScanShape shape, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ScanAdjoint.Run<T, RealScanRows<T>>(
            a, default, h, default, h0, default, dh, default, db, default, da, default, dh0, default,
            shape, true, false, threads);

    /// <summary>Gradients of the complex forward scan with factors (C).</summary>
    /// <param name="a">(C), as given to the scan.</param>
    /// <param name="h">(B, L, C), its outputs.</param>
    /// <param name="h0">(B, C) or empty, as given to the scan.</param>
    /// <param name="dh">(B, L, C); the gradient of an exported final state is already added to its last row.</param>
    /// <param name="db">(B, L, C); may be exactly the memory of <paramref name="dh"/>.</param>
    /// <param name="da">(C), or empty when not wanted; summed over time in blocks, then over the batch in
    /// order.</param>
    /// <param name="dh0">(B, C), or empty when not wanted.</param>
    /// <param name="shape">B, L, C.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void ForwardInvariantAdjoint<T>(
        ReadOnlyPlanar<T> a, ReadOnlyPlanar<T> h, ReadOnlyPlanar<T> h0, ReadOnlyPlanar<T> dh,
        Planar<T> db, Planar<T> da, Planar<T> dh0, ScanShape shape, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ScanAdjoint.Run<T, ComplexScanRows<T>>(
            a.Re, a.Im, h.Re, h.Im, h0.Re, h0.Im, dh.Re, dh.Im, db.Re, db.Im, da.Re, da.Im, dh0.Re, dh0.Im,
            shape, false, true, threads);

    /// <summary>Gradients of the real forward scan with factors (C).</summary>
    /// <inheritdoc cref="ForwardInvariantAdjoint{T}(
    ///     ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, Planar{T}, Planar{T},
    ///     Planar{T}, ScanShape, int)"/>
    public static void ForwardInvariantAdjoint<T>(
        ReadOnlySpan<T> a, ReadOnlySpan<T> h, ReadOnlySpan<T> h0, ReadOnlySpan<T> dh,
        Span<T> db, Span<T> da, Span<T> dh0, ScanShape shape, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ScanAdjoint.Run<T, RealScanRows<T>>(
            a, default, h, default, h0, default, dh, default, db, default, da, default, dh0, default,
            shape, false, true, threads);

    /// <summary>Gradients of the complex reverse scan with factors (C).</summary>
    /// <inheritdoc cref="ForwardInvariantAdjoint{T}(
    ///     ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, Planar{T}, Planar{T},
    ///     Planar{T}, ScanShape, int)"/>
    public static void ReverseInvariantAdjoint<T>(
        ReadOnlyPlanar<T> a, ReadOnlyPlanar<T> h, ReadOnlyPlanar<T> h0, ReadOnlyPlanar<T> dh,
        Planar<T> db, Planar<T> da, Planar<T> dh0, ScanShape shape, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ScanAdjoint.Run<T, ComplexScanRows<T>>(
            a.Re, a.Im, h.Re, h.Im, h0.Re, h0.Im, dh.Re, dh.Im, db.Re, db.Im, da.Re, da.Im, dh0.Re, dh0.Im,
            shape, true, true, threads);

    /// <summary>Gradients of the real reverse scan with factors (C).</summary>
    /// <inheritdoc cref="ForwardInvariantAdjoint{T}(
    ///     ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, Planar{T}, Planar{T},
    ///     Planar{T}, ScanShape, int)"/>
    public static void ReverseInvariantAdjoint<T>(
        ReadOnlySpan<T> a, ReadOnlySpan<T> h, ReadOnlySpan<T> h0, ReadOnlySpan<T> dh,
        Span<T> db, Span<T> da, Span<T> dh0, ScanShape shape, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ScanAdjoint.Run<T, RealScanRows<T>>(
            a, default, h, default, h0, default, dh, default, db, default, da, default, dh0, default,
            shape, true, true, threads);
}
