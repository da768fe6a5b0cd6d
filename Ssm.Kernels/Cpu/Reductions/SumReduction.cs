namespace Ssm.Kernels;

/// <summary>x + y; 0 for no number.</summary>
public readonly struct SumReduction<T> : IReduction<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static T Identity => T.Zero;

    /// <inheritdoc/>
    public static T Combine(T x, T y) => x + y;

    /// <inheritdoc/>
    public static Vector<T> Combine(Vector<T> x, Vector<T> y) => x + y;
}
