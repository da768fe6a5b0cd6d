using Ssm.Kernels;

namespace Ssm.Core.Initialization;

/// <summary>Initial time steps Δ, and the two forms in which models store them.</summary>
/// <remarks>
/// Log-uniform steps: Gu et al., arXiv:2206.12037, section 3.4; usually 0.001 to 0.1. One step per channel (H) is the
/// tied
/// form, one per channel and mode (H, M) the untied one.
/// </remarks>
public static class TimeStepInitialization
{
    /// <summary>Steps whose logarithms are uniform between those of the two ends.</summary>
    /// <param name="count">How many: H, or H · M when every mode has its own.</param>
    /// <param name="smallest">The smallest step, positive.</param>
    /// <param name="largest">The largest step.</param>
    /// <param name="random">Gives one number per step.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or the ends are not 0 &lt; smallest ≤
    /// largest.</exception>
    public static double[] LogUniform(int count, double smallest, double largest, RandomSource random)
    {
        double[] steps = LogUniformLogarithms(count, smallest, largest, random);
        for (int i = 0; i < count; i++)
        {
            // The exponential may round past an end that was drawn exactly.
            steps[i] = Math.Clamp(Math.Exp(steps[i]), smallest, largest);
        }

        return steps;
    }

    /// <summary>log Δ of <see cref="LogUniform"/>, for models that store Δ = e^s.</summary>
    /// <inheritdoc cref="LogUniform"/>
    public static double[] LogUniformLogarithms(int count, double smallest, double largest, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        InitializationGuard.AtLeast(count, 0, nameof(TimeStepInitialization));
        InitializationGuard.TimeSteps(smallest, largest, nameof(TimeStepInitialization));
        double[] logarithms = new double[count];
        Initializers.Uniform<double>(logarithms, Math.Log(smallest), Math.Log(largest), random);
        return logarithms;
    }

    /// <summary>softplus⁻¹(Δ) of <see cref="LogUniform"/>, for models that store Δ = log(1 + e^s).</summary>
    /// <inheritdoc cref="LogUniform"/>
    public static double[] LogUniformInverseSoftplus(int count, double smallest, double largest, RandomSource random) =>
        Array.ConvertAll(LogUniform(count, smallest, largest, random), InverseSoftplus);

    /// <summary>The s with log(1 + e^s) = y: s = y + log(1 − e^−y).</summary>
    /// <param name="y">A positive number.</param>
    /// <exception cref="ArgumentOutOfRangeException">y is not positive and finite.</exception>
    public static double InverseSoftplus(double y)
    {
        InitializationGuard.Positive(y, nameof(InverseSoftplus));
        return y + LogOneMinusExp(y);
    }

    /// <summary>log(1 − e^−y) for y &gt; 0, without the cancellation at small y.</summary>
    internal static double LogOneMinusExp(double y) =>

        // 1 − e^−y = 2 e^(−y/2) sinh(y/2). Where sinh is near its overflow, e^−y has long stopped to count.
        y > 40 ? -Math.Exp(-y) : Math.Log(2 * Math.Sinh(0.5 * y)) - (0.5 * y);
}
