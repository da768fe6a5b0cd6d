namespace Ssm.Kernels;

/// <summary>x y; 1 for no number.</summary>
public readonly struct ProductReduction<T> : IReduction<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static T Identity => T.One;

    /// <inheritdoc/>
    public static T Combine(T x, T y) => x * y;

    /// <inheritdoc/>
    public static Vector<T> Combine(Vector<T> x, Vector<T> y) => x * y;
}
