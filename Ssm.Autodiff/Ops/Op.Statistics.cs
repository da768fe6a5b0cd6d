namespace Ssm.Autodiff;

/// <content>Sums over several axes, and what is made of sums.</content>
public static partial class Op
{
    /// <summary>The sum over several axes, which are dropped, or kept with size 1.</summary>
    /// <remarks>Adjoint: x̄ = ȳ, repeated along the axes.</remarks>
    /// <exception cref="ArgumentException">An axis is named twice.</exception>
    public static Variable<T> Sum<T>(Variable<T> x, ReadOnlySpan<int> axes, bool keep = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] sorted = SortedAxes(nameof(Sum), x.Shape, axes);
        for (int i = sorted.Length - 1; i >= 0; i--)
        {
            x = Sum(x, sorted[i], keep);
        }

        return x;
    }

    /// <summary>The mean over several axes, which are dropped, or kept with size 1.</summary>
    /// <remarks>Adjoint: x̄ = ȳ / count, repeated along the axes.</remarks>
    /// <exception cref="ArgumentException">An axis is named twice.</exception>
    public static Variable<T> Mean<T>(Variable<T> x, ReadOnlySpan<int> axes, bool keep = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = 1;
        foreach (int axis in SortedAxes(nameof(Mean), x.Shape, axes))
        {
            count *= x.Shape[axis];
        }

        return Scale(Sum(x, axes, keep), T.One / T.CreateChecked(count));
    }

    /// <summary>
    /// Σ |x − mean|² / (length − correction) over one axis: correction 1 is the unbiased estimate, 0 the biased.
    /// </summary>
    /// <remarks>Adjoint: x̄ = 2(x − mean)·ȳ / (length − correction).</remarks>
    public static Variable<T> Variance<T>(Variable<T> x, int axis, int correction, bool keep = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        axis = x.Shape.Axis(axis, nameof(Variance));
        Variable<T> centred = Subtract(x, Mean(x, axis, keep: true));
        return Scale(Sum(AbsSquared(centred), axis, keep), T.One / T.CreateChecked(x.Shape[axis] - correction));
    }

    /// <summary>√(Σ |x|²) over one axis.</summary>
    /// <remarks>Adjoint: x̄ = x·ȳ/y, and 0 where y = 0.</remarks>
    public static Variable<T> Norm<T>(Variable<T> x, int axis, bool keep = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> squares = Sum(AbsSquared(x), axis, keep);

        // The root has no slope at 0: take it at 1 there, and choose 0 afterwards.
        NdArray<T> zero = NdArray<T>.AllocateFull(Shape.Scalar, T.Zero, x.Backend);
        NdArray<T> one = NdArray<T>.AllocateFull(Shape.Scalar, T.One, x.Backend);
        NdArray<T> positive = NdMath.Not(NdMath.Binary(nameof(EqualTo), squares.Array, zero, new EqualTo<T>()));
        return Where(positive, Sqrt(Where<T>(positive, squares, one)), Constant(zero));
    }

    /// <summary>log Σ exp x over one axis, with no overflow. Real.</summary>
    /// <remarks>Adjoint: x̄ = exp(x − y)·ȳ.</remarks>
    public static Variable<T> LogSumExp<T>(Variable<T> x, int axis, bool keep = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdMath.RequireReal(nameof(LogSumExp), x.Array);
        axis = x.Shape.Axis(axis, nameof(LogSumExp));

        // The greatest is a constant here: what it adds outside it takes away inside, so it has no gradient.
        Variable<T> greatest = Max(x.Detach(), axis, keep: true);
        Variable<T> y = Add(Log(Sum(Exp(Subtract(x, greatest)), axis, keep: true)), greatest);
        return keep ? y : Reshape(y, Without(y.Shape, axis));
    }

    /// <summary>The shape without one axis.</summary>
    private static Shape Without(Shape shape, int axis) =>
        new([.. shape.Sizes[..axis], .. shape.Sizes[(axis + 1)..]]);

    private static int[] SortedAxes(string operation, Shape shape, ReadOnlySpan<int> axes)
    {
        int[] sorted = new int[axes.Length];
        for (int i = 0; i < axes.Length; i++)
        {
            sorted[i] = shape.Axis(axes[i], operation);
            if (Array.IndexOf(sorted, sorted[i], 0, i) >= 0)
            {
                throw new ArgumentException(
                    $"{operation}: 'axes' is ({string.Join(", ", axes.ToArray())}), " +
                    $"expected axes of {shape} once each.",
                    nameof(axes));
            }
        }

        Array.Sort(sorted);
        return sorted;
    }
}
