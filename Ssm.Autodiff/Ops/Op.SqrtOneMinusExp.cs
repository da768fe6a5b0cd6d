namespace Ssm.Autodiff;

/// <content>The input multiplier of gated recurrences.</content>
public static partial class Op
{
    /// <summary>√(1 − e^−x + ε) for x ≥ 0: with a = e^(−x/2), the multiplier √(1 − a² + ε). Real.</summary>
    /// <remarks>
    /// Adjoint: x̄ = e^−x·min(1/(2y), s)·ȳ, with s the largest slope. A finite s is deliberately not the derivative
    /// where y is below 1/(2s): it keeps gradients finite where a is so near 1 that the root has none. De et al.,
    /// "Griffin", 2024, arXiv:2402.19427; google-deepmind/recurrentgemma <c>torch/layers.py</c>, where s is 1000.
    /// </remarks>
    /// <param name="x">Real, 0 or more; NaN below −ε.</param>
    /// <param name="largestSlope">s, above 0; infinity for the true derivative.</param>
    /// <param name="epsilon">ε, 0 or more.</param>
    /// <exception cref="ArgumentException">The slope is not positive, or ε is negative.</exception>
    public static Variable<T> SqrtOneMinusExp<T>(Variable<T> x, T largestSlope, T epsilon = default)
        where T : unmanaged, IFloatingPointIeee754<T> => RealUnary(
            nameof(SqrtOneMinusExp), x, RootOf(nameof(SqrtOneMinusExp), largestSlope, epsilon));

    private static SqrtOneMinusExp<T> RootOf<T>(string operation, T largestSlope, T epsilon)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!(largestSlope > T.Zero) || !(epsilon >= T.Zero))
        {
            throw new ArgumentException(
                $"{operation}: 'largestSlope' is {largestSlope} and 'epsilon' {epsilon}, expected a positive number, " +
                "or infinity, and 0 or more.");
        }

        return new SqrtOneMinusExp<T>(largestSlope, epsilon);
    }
}
