namespace Ssm.Kernels;

/// <summary>The smaller of x and y, NaN where one is NaN; +∞ for no number.</summary>
public readonly struct MinReduction<T> : IReduction<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static T Identity => T.PositiveInfinity;

    /// <inheritdoc/>
    public static T Combine(T x, T y) => T.Min(x, y);

    /// <inheritdoc/>
    public static Vector<T> Combine(Vector<T> x, Vector<T> y) => Vector.Min(x, y);
}
