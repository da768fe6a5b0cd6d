using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The exponential for any argument: the bits of <see cref="BoundedDecay{T}"/> within its bounds.</summary>
internal readonly struct AnyDecay<T> : ISelectiveDecay<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Power(Vector<T> delta, Vector<T> a)
    {
        Vector<T> x = delta * a, limit = new(SelectiveMath.Limit<T>());
        Vector<T> y = Vector.AndNot(SelectiveMath.PowerOfTwo(delta, a), Vector.LessThan(x, -limit));

        // Growing states, or a NaN: rare enough for a branch.
        return Vector.LessThanOrEqualAll(x, limit) ? y : Grown(x, y, limit);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector<T> Grown(Vector<T> x, Vector<T> y, Vector<T> limit) => Vector.ConditionalSelect(
        Vector.LessThanOrEqual(x, limit), y, VectorMath.Exp(x * VectorMath.Lanes<T>(0.6931471805599453)));
}
