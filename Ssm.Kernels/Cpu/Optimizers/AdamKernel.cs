namespace Ssm.Kernels;

/// <summary>Adam, with weight decay as a penalty ½ wd p² whose gradient joins g before the moments.</summary>
/// <remarks>
/// Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015, arXiv:1412.6980, algorithm 1, in the order of
/// PyTorch's Adam (2.6): g ← g + wd p, then as <see cref="AdamWKernel"/> without its first line.
/// </remarks>
public static class AdamKernel
{
    /// <summary>One step of Adam.</summary>
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
        Guard.AtLeast(step, 1, nameof(AdamKernel));
        AdamLoops.Run(
            parameter,
            gradient,
            mean,
            square,
            new AdamCoefficients<T>(settings, keep: 1, settings.WeightDecay, step),
            threads,
            nameof(AdamKernel));
    }
}
