using Ssm.Kernels;

namespace Ssm.Core.Initialization;

/// <summary>The parameters of a selective state space before training.</summary>
/// <remarks>
/// Gu and Dao, "Mamba", 2023, arXiv:2312.00752, section 3.6; repository state-spaces/mamba
/// <c>mamba_ssm/modules/mamba_simple.py</c> and <c>mamba2_simple.py</c>. E channels, N states a channel, R numbers that
/// the step sizes are made from.
/// </remarks>
public static class SelectiveInitialization
{
    /// <summary>log(1), log(2), …, log(N) for every channel, so that A = −1, …, −N: S4D-Real.</summary>
    /// <param name="channels">E.</param>
    /// <param name="states">N.</param>
    /// <returns>(E, N), row-major.</returns>
    public static double[] LogRates(int channels, int states)
    {
        InitializationGuard.AtLeast(channels, 1, nameof(LogRates));
        InitializationGuard.AtLeast(states, 1, nameof(LogRates));
        double[] rates = new double[checked(channels * states)];
        for (int i = 0; i < rates.Length; i++)
        {
            rates[i] = Math.Log((i % states) + 1);
        }

        return rates;
    }

    /// <summary>A = −½ + n·i, n = 0, …, N − 1, for every channel: the complex case of section 3.6.</summary>
    /// <remarks>S4D-Lin has πn in place of n; the paper of Mamba gives n.</remarks>
    /// <param name="channels">E.</param>
    /// <param name="states">N.</param>
    /// <returns>log(−Re A) and Im A, each (E, N), row-major.</returns>
    public static (double[] LogRates, double[] Frequencies) ComplexRates(int channels, int states)
    {
        InitializationGuard.AtLeast(channels, 1, nameof(ComplexRates));
        InitializationGuard.AtLeast(states, 1, nameof(ComplexRates));
        double[] rates = new double[checked(channels * states)], frequencies = new double[rates.Length];
        for (int i = 0; i < rates.Length; i++)
        {
            rates[i] = Math.Log(0.5);
            frequencies[i] = i % states;
        }

        return (rates, frequencies);
    }

    /// <summary>The logarithms of rates from U(lowest, highest), one for each head: Mamba-2.</summary>
    /// <param name="heads">How many.</param>
    /// <param name="lowest">The smallest rate −A; 1 in the reference.</param>
    /// <param name="highest">The largest one; 16 in the reference.</param>
    /// <param name="random">Gives one number per head.</param>
    public static double[] LogUniformRates(int heads, double lowest, double highest, RandomSource random)
    {
        InitializationGuard.AtLeast(heads, 1, nameof(LogUniformRates));
        InitializationGuard.Positive(lowest, nameof(LogUniformRates));
        double[] rates = new double[heads];
        Initializers.Uniform<double>(rates, lowest, highest, random);
        return Array.ConvertAll(rates, Math.Log);
    }

    /// <summary>The weights from R numbers to the step sizes of E channels.</summary>
    /// <param name="channels">E.</param>
    /// <param name="rank">R.</param>
    /// <param name="init">Random or constant.</param>
    /// <param name="scale">What 1/√R is multiplied by; 1 in the reference.</param>
    /// <param name="random">Gives one number per weight where they are random.</param>
    /// <returns>(E, R), row-major.</returns>
    public static double[] StepWeights(int channels, int rank, DtInit init, double scale, RandomSource random)
    {
        InitializationGuard.AtLeast(channels, 1, nameof(StepWeights));
        InitializationGuard.AtLeast(rank, 1, nameof(StepWeights));
        InitializationGuard.Positive(scale, nameof(StepWeights));
        double[] weights = new double[checked(channels * rank)];
        double bound = scale / Math.Sqrt(rank);
        switch (init)
        {
            case DtInit.Random:
                Initializers.Uniform<double>(weights, -bound, bound, random);
                break;
            case DtInit.Constant:
                weights.AsSpan().Fill(bound);
                break;
            default:
                throw new ArgumentOutOfRangeException(
                    nameof(init), init, "StepWeights: there is no such initialisation.");
        }

        return weights;
    }

    /// <summary>softplus⁻¹(max(Δ, floor)) of log-uniform steps Δ: the biases of the step sizes.</summary>
    /// <param name="count">How many.</param>
    /// <param name="smallest">The smallest step; 0.001 in the reference.</param>
    /// <param name="largest">The largest one; 0.1 in the reference.</param>
    /// <param name="floor">No step is smaller than this; 1e-4 in the reference.</param>
    /// <param name="random">Gives one number per step.</param>
    public static double[] StepBiases(int count, double smallest, double largest, double floor, RandomSource random)
    {
        InitializationGuard.Positive(floor, nameof(StepBiases));
        return Array.ConvertAll(
            TimeStepInitialization.LogUniform(count, smallest, largest, random),
            step => TimeStepInitialization.InverseSoftplus(Math.Max(step, floor)));
    }
}
