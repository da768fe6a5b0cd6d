namespace Ssm.Kernels;

/// <summary>Sums, products, maxima, minima over the middle axis of (outer, length, inner); dot products.</summary>
/// <remarks>
/// <para>
/// The numbers are combined pairwise in a tree whose shape depends on the three sizes and the vector width alone: runs
/// of at most 32 rows (512 numbers where inner is 1) one after another, then halves with halves. Same sizes, same bits,
/// for any number of threads; a sum has |error| ≤ (32 + log₂ length) ε Σ |x|. Rounding errors of pairwise sums: Higham,
/// "The Accuracy of Floating Point Summation", SIAM J. Sci. Comput. 14(4), 1993.
/// </para>
/// <para>Lanes run over inner, or over length where inner is 1. Source and destination may not overlap.</para>
/// </remarks>
public static partial class Reduce
{
    /// <summary>destination[o, i] = Σ over l of source[o, l, i]; 0 for length 0.</summary>
    /// <param name="source">(outer, length, inner).</param>
    /// <param name="destination">(outer, inner).</param>
    /// <param name="outer">Product of the axes before the reduced one.</param>
    /// <param name="length">The reduced axis.</param>
    /// <param name="inner">Product of the axes behind it.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A span has not the length that the sizes ask for.</exception>
    public static void Sum<T>(
        ReadOnlySpan<T> source, Span<T> destination, int outer, int length, int inner, int threads)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Axis<T, SumReduction<T>>(source, destination, outer, length, inner, threads);

    /// <summary>destination[o, i] = Π over l of source[o, l, i]; 1 for length 0.</summary>
    /// <inheritdoc cref="Sum"/>
    public static void Product<T>(
        ReadOnlySpan<T> source, Span<T> destination, int outer, int length, int inner, int threads)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Axis<T, ProductReduction<T>>(source, destination, outer, length, inner, threads);

    /// <summary>destination[o, i] = max over l of source[o, l, i], NaN if one of them is; −∞ for length 0.</summary>
    /// <inheritdoc cref="Sum"/>
    public static void Max<T>(
        ReadOnlySpan<T> source, Span<T> destination, int outer, int length, int inner, int threads)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Axis<T, MaxReduction<T>>(source, destination, outer, length, inner, threads);

    /// <summary>destination[o, i] = min over l of source[o, l, i], NaN if one of them is; +∞ for length 0.</summary>
    /// <inheritdoc cref="Sum"/>
    public static void Min<T>(
        ReadOnlySpan<T> source, Span<T> destination, int outer, int length, int inner, int threads)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Axis<T, MinReduction<T>>(source, destination, outer, length, inner, threads);

    /// <summary>Reduces the middle axis by any associative operation.</summary>
    /// <inheritdoc cref="Sum"/>
    public static unsafe void Axis<T, TReduction>(
        ReadOnlySpan<T> source, Span<T> destination, int outer, int length, int inner, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReduction : struct, IReduction<T>
    {
        Guard.AtLeast(outer, 0, nameof(Reduce));
        Guard.AtLeast(length, 0, nameof(Reduce));
        Guard.AtLeast(inner, 0, nameof(Reduce));
        Guard.AtLeast(threads, 1, nameof(Reduce));
        Guard.Length(source.Length, checked(outer * length * inner), nameof(Reduce));
        Guard.Length(destination.Length, checked(outer * inner), nameof(Reduce));
        if (length == 0)
        {
            destination.Fill(TReduction.Identity);
            return;
        }

        fixed (T* from = source, to = destination)
        {
            ReduceAxis<T, TReduction>.Run(from, to, outer, length, inner, threads);
        }
    }
}
