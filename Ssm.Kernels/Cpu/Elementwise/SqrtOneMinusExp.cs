using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>√(1 − e^−x + ε) for x ≥ 0, with the derivative e^−x·min(1/(2y), largest slope of the root).</summary>
/// <remarks>
/// The input multiplier of a gated recurrence whose transition is a = e^(−x/2). The difference is taken by expm1, so
/// nothing cancels where a is near 1. The derivative of the root grows without bound towards 0 and is cut: De et al.,
/// 2024, arXiv:2402.19427; google-deepmind/recurrentgemma cuts at 1000.
/// </remarks>
public readonly struct SqrtOneMinusExp<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Fixes the bound and the constant.</summary>
    /// <param name="largestSlope">The most that 1/(2y) may be; infinity for the true derivative.</param>
    /// <param name="epsilon">ε, 0 or more.</param>
    public SqrtOneMinusExp(T largestSlope, T epsilon) => (LargestSlope, Epsilon) = (largestSlope, epsilon);

    /// <summary>The most that 1/(2y) may be in the derivative.</summary>
    public T LargestSlope { get; }

    /// <summary>ε.</summary>
    public T Epsilon { get; }

    /// <inheritdoc/>
    public T Invoke(T x) => T.Sqrt(Epsilon - VectorMath.Expm1(-x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) => Vector.SquareRoot(new Vector<T>(Epsilon) - VectorMath.Expm1(-x));

    /// <inheritdoc/>
    public T Derivative(T x, T y) => T.Exp(-x) * T.Min(VectorMath.Number<T>(0.5) / y, LargestSlope);

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) =>
        VectorMath.Exp(-x) * Vector.Min(VectorMath.Lanes<T>(0.5) / y, new Vector<T>(LargestSlope));
}
