using System.Numerics;
using System.Runtime.InteropServices;
using Ssm.Kernels;

namespace Ssm.Core.Initialization;

/// <summary>
/// Fills weights with random numbers: the defaults of the frameworks that the published models were written in.
/// </summary>
/// <remarks>
/// Numbers are drawn in double and rounded once, so that <c>float</c> and <c>double</c> weights agree.
/// </remarks>
public static class Initializers
{
    /// <summary>The standard deviation of a standard normal number cut to [−2, 2].</summary>
    private const double TruncatedDeviation = 0.87962566103423978;

    /// <summary>U(low, high).</summary>
    /// <param name="values">Receives the numbers.</param>
    /// <param name="low">The lower end.</param>
    /// <param name="high">The upper end.</param>
    /// <param name="random">Gives one number per element.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ends are not finite, or the lower one is above the upper
    /// one.</exception>
    public static void Uniform<T>(Span<T> values, double low, double high, RandomSource random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!(low <= high && double.IsFinite(high - low)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(low), $"{nameof(Uniform)}: 'low' is {low} and 'high' is {high}, expected finite numbers in " +
                    "this order.");
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] = T.CreateChecked(random.NextDouble(low, high));
        }
    }

    /// <summary>N(0, deviation²).</summary>
    /// <param name="values">Receives the numbers.</param>
    /// <param name="deviation">The standard deviation, 0 or more.</param>
    /// <param name="random">Gives one normal number per element.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative or not finite.</exception>
    public static void Normal<T>(Span<T> values, double deviation, RandomSource random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!(deviation >= 0 && double.IsFinite(deviation)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(deviation), $"{nameof(Normal)}: 'deviation' is {deviation}, expected a finite number, " +
                "0 or more.");
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] = T.CreateChecked(deviation * random.NextNormal());
        }
    }

    /// <summary>
    /// U(−1/√fanIn, 1/√fanIn): weight and bias of a linear layer in PyTorch, and of its depthwise convolutions.
    /// </summary>
    /// <param name="values">Receives the numbers.</param>
    /// <param name="fanIn">Inputs per output: columns of the weight, or taps of a depthwise convolution.</param>
    /// <param name="random">Gives one number per element.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fan-in is not positive.</exception>
    public static void TorchLinear<T>(Span<T> values, int fanIn, RandomSource random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        InitializationGuard.AtLeast(fanIn, 1, nameof(TorchLinear));
        double bound = 1 / Math.Sqrt(fanIn);
        Uniform(values, -bound, bound, random);
    }

    /// <summary>
    /// A normal number cut to two standard deviations and rescaled to variance 1/fanIn: the default of Flax.
    /// </summary>
    /// <param name="values">Receives the numbers, all within ±2.2737 / √fanIn.</param>
    /// <param name="fanIn">Inputs per output.</param>
    /// <param name="random">Gives the numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fan-in is not positive.</exception>
    public static void LecunNormal<T>(Span<T> values, int fanIn, RandomSource random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(random);
        InitializationGuard.AtLeast(fanIn, 1, nameof(LecunNormal));
        double scale = 1 / (Math.Sqrt(fanIn) * TruncatedDeviation);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = T.CreateChecked(scale * random.NextTruncatedNormal());
        }
    }

    /// <summary>Complex normal numbers: N(0, deviation²) in the real and in the imaginary part.</summary>
    /// <param name="values">Receives the numbers.</param>
    /// <param name="deviation">The standard deviation of each part; √½ gives E|z|² = 1.</param>
    /// <param name="random">Gives two normal numbers per element, the real part first.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative or not finite.</exception>
    public static void ComplexNormal(Span<Complex> values, double deviation, RandomSource random) =>
        Normal(MemoryMarshal.Cast<Complex, double>(values), deviation, random);
}
