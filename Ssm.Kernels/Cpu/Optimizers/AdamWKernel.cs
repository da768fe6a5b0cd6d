namespace Ssm.Kernels;

/// <summary>AdamW: Adam with weight decay beside the gradient's moments, in one pass over the spans.</summary>
/// <remarks>
/// Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019, arXiv:1711.05101, algorithm 2, in the order of
/// PyTorch's AdamW (2.6):
/// <code>
///   p ← p (1 − lr wd)
///   m ← m + (1 − β₁)(g − m)
///   v ← β₂ v + ((1 − β₂) g) g
///   p ← p + (−lr / (1 − β₁^k) · m) / (√v / √(1 − β₂^k) + ε)
/// </code>
/// A complex parameter is two calls, one for each plane. Every element is computed by itself, so the bits do not depend
/// on the threads. The spans may not overlap.
/// </remarks>
public static class AdamWKernel
{
    /// <summary>One step of AdamW.</summary>
    /// <param name="parameter">p, changed in place.</param>
    /// <param name="gradient">g, of the same length.</param>
    /// <param name="mean">m, the running mean of g, zero before the first step.</param>
    /// <param name="square">v, the running mean of g², zero before the first step.</param>
    /// <param name="settings">The constants.</param>
    /// <param name="step">k, the number of this step, from 1.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The step is below 1.</exception>
    public static void Step<T>(
        Span<T> parameter,
        ReadOnlySpan<T> gradient,
        Span<T> mean,
        Span<T> square,
        in AdamSettings settings,
        int step,
        int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Guard.AtLeast(step, 1, nameof(AdamWKernel));
        double keep = 1 - (settings.LearningRate * settings.WeightDecay);
        AdamLoops.Run(
            parameter,
            gradient,
            mean,
            square,
            new AdamCoefficients<T>(settings, keep, penalty: 0, step),
            threads,
            nameof(AdamWKernel));
    }

    /// <summary>One step of AdamW with v replaced, in the last line, by its greatest value so far.</summary>
    /// <param name="parameter">p, changed in place.</param>
    /// <param name="gradient">g, of the same length.</param>
    /// <param name="mean">m, the running mean of g, zero before the first step.</param>
    /// <param name="square">v, the running mean of g², zero before the first step.</param>
    /// <param name="greatestSquare">max v so far, not corrected for the start, zero before the first step.</param>
    /// <param name="settings">The constants.</param>
    /// <param name="step">k, the number of this step, from 1.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <remarks>
    /// AMSGrad: Reddi, Kale and Kumar, "On the Convergence of Adam and Beyond", 2018, arXiv:1904.09237.
    /// </remarks>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The step is below 1.</exception>
    public static void StepAmsGrad<T>(
        Span<T> parameter,
        ReadOnlySpan<T> gradient,
        Span<T> mean,
        Span<T> square,
        Span<T> greatestSquare,
        in AdamSettings settings,
        int step,
        int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Guard.AtLeast(step, 1, nameof(AdamWKernel));
        double keep = 1 - (settings.LearningRate * settings.WeightDecay);
        AmsGradLoops.Run(
            parameter,
            gradient,
            mean,
            square,
            greatestSquare,
            new AdamCoefficients<T>(settings, keep, penalty: 0, step),
            threads,
            nameof(AdamWKernel));
    }
}
