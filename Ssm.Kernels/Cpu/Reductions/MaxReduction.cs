namespace Ssm.Kernels;

/// <summary>The greater of x and y, NaN where one is NaN; −∞ for no number.</summary>
public readonly struct MaxReduction<T> : IReduction<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static T Identity => T.NegativeInfinity;

    /// <inheritdoc/>
    public static T Combine(T x, T y) => T.Max(x, y);

    /// <inheritdoc/>
    public static Vector<T> Combine(Vector<T> x, Vector<T> y) => Vector.Max(x, y);
}
