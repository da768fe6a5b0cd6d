using Ssm.Kernels;

namespace Ssm.Core.Initialization;

/// <summary>The initialisations of Λ in the RG-LRU, whose decay is a = exp(−8·softplus(Λ)·gate).</summary>
/// <remarks>
/// De et al., "Griffin: Mixing Gated Linear Recurrences with Local Attention for Efficient Language Models", 2024,
/// arXiv:2402.19427, section 2.4, which writes Λ with the other sign; google-deepmind/recurrentgemma
/// <c>torch/layers.py</c>, rnn_param_init; jsie7/ssm-benchmark <c>models/hawk.py</c>, init_forget_gate. The paper and
/// the code disagree on which power of the decay is 0.9 to 0.999.
/// </remarks>
public static class RgLruInitialization
{
    /// <summary>c, the power of the decay: 8 in the paper and in all code.</summary>
    public const double Power = 8;

    // So that no radius is exactly 0, where the logarithm ends; of the published code.
    private const double Epsilon = 1e-8;

    private const double SlowestGrid = -9;
    private const double FastestGrid = -4.323;

    /// <summary>Λ with σ(−Λ) = ρ, ρ² uniform in [smallest², largest²] for a uniform u.</summary>
    /// <param name="u">In (0, 1).</param>
    /// <param name="smallest">Smallest ρ, 0.9 in RecurrentGemma.</param>
    /// <param name="largest">Largest ρ, below 1; 0.999 in RecurrentGemma.</param>
    /// <exception cref="ArgumentOutOfRangeException">u is outside (0, 1), or the radii are not 0 ≤ smallest &lt;
    /// largest &lt; 1.</exception>
    public static double RecurrentGemma(double u, double smallest = 0.9, double largest = 0.999)
    {
        Check(u, smallest, largest, nameof(RecurrentGemma));
        double square = (u * ((largest * largest) - (smallest * smallest))) + (smallest * smallest) + Epsilon;
        return Store(-0.5 * Math.Log(square));
    }

    /// <summary>Λ with σ(−Λ)^c = a, a uniform in [smallest, largest] for a uniform u.</summary>
    /// <param name="u">In (0, 1).</param>
    /// <param name="smallest">Smallest decay, 0.9 in the paper.</param>
    /// <param name="largest">Largest decay, below 1; 0.999 in the paper.</param>
    /// <exception cref="ArgumentOutOfRangeException">u is outside (0, 1), or the decays are not 0 ≤ smallest &lt;
    /// largest &lt; 1.</exception>
    public static double Paper(double u, double smallest = 0.9, double largest = 0.999)
    {
        Check(u, smallest, largest, nameof(Paper));
        return Store(-Math.Log(smallest + (u * (largest - smallest))) / Power);
    }

    /// <summary>Λ at equal distances from −4.323 to −9.</summary>
    /// <param name="channels">Channels, E; a single one is at the first.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no channels.</exception>
    public static double[] GridExp(int channels) => Grid(channels, FastestGrid, SlowestGrid, nameof(GridExp));

    /// <summary>
    /// log(e^s − 1) at equal distances of s from 0.001 to 0.1, stretched so that the ends are −9 and −4.323.
    /// </summary>
    /// <param name="channels">Channels, E; a single one is at the first.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no channels.</exception>
    public static double[] GridUniform(int channels)
    {
        double[] q = Array.ConvertAll(Grid(channels, 0.001, 0.1, nameof(GridUniform)), Store);
        double least = Store(0.001), range = Store(0.1) - least;
        return Array.ConvertAll(q, x => SlowestGrid + ((x - least) / range * (FastestGrid - SlowestGrid)));
    }

    /// <summary>Λ of a layer.</summary>
    /// <param name="channels">Channels, E.</param>
    /// <param name="init">Which initialisation.</param>
    /// <param name="random">Gives a number a channel, to those that draw.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no channels, or there is no such
    /// initialisation.</exception>
    public static double[] Create(int channels, RgLruInit init, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        InitializationGuard.AtLeast(channels, 1, nameof(RgLruInitialization));
        return init switch
        {
            RgLruInit.RecurrentGemma => Draw(u => RecurrentGemma(u)),
            RgLruInit.Paper => Draw(u => Paper(u)),
            RgLruInit.GridExp => GridExp(channels),
            RgLruInit.GridUniform => GridUniform(channels),
            _ => throw new ArgumentOutOfRangeException(
                nameof(init), init, "RgLruInitialization: there is no such initialisation."),
        };

        double[] Draw(Func<double, double> of)
        {
            double[] values = new double[channels];
            for (int i = 0; i < channels; i++)
            {
                values[i] = of(random.NextOpenDouble());
            }

            return values;
        }
    }

    // softplus⁻¹(s) = log(e^s − 1).
    private static double Store(double s) => Math.Log(VectorMath.Expm1(s));

    private static double[] Grid(int channels, double first, double last, string operation)
    {
        InitializationGuard.AtLeast(channels, 1, operation);
        double[] grid = new double[channels];
        for (int i = 0; i < channels; i++)
        {
            grid[i] = channels == 1 ? first : first + (i * (last - first) / (channels - 1));
        }

        return grid;
    }

    private static void Check(double u, double smallest, double largest, string operation)
    {
        if (!(u > 0 && u < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(u), $"{operation}: 'u' is {u}, expected a number between 0 and 1, both excluded.");
        }

        if (!(smallest >= 0 && smallest < largest && largest < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(smallest),
                $"{operation}: 'smallest' is {smallest} and 'largest' {largest}, expected 0 ≤ smallest < largest < 1.");
        }
    }
}
