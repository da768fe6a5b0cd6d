namespace Ssm.Kernels;

public static partial class Reduce
{
    /// <summary>Σ x[i] y[i], in double whatever the element type.</summary>
    /// <param name="x">One factor.</param>
    /// <param name="y">The other, of the same length.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <remarks>
    /// float is widened before the product, so every product is exact. The sum is pairwise over runs of 512, in a tree
    /// that depends on the length and the vector width alone: same length, same bits, for any number of threads.
    /// </remarks>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static unsafe double Dot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Guard.AtLeast(threads, 1, nameof(Reduce));
        Guard.Length(y.Length, x.Length, nameof(Dot));
        fixed (T* left = x, right = y)
        {
            return ReduceDot<T>.Run(left, right, x.Length, threads);
        }
    }

    /// <summary>Σ x[i]², in double whatever the element type; the square of the 2-norm.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <remarks>Rounded as <see cref="Dot"/> rounds. Of double beyond 1e154 it overflows.</remarks>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static double SumOfSquares<T>(ReadOnlySpan<T> x, int threads)
        where T : unmanaged, IFloatingPointIeee754<T> => Dot(x, x, threads);
}
