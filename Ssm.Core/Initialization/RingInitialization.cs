using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Core.Initialization;

/// <summary>The initialisation of the LRU: eigenvalues uniform on a ring of the complex plane.</summary>
/// <remarks>
/// Orvieto, Smith, Gu, Fernando, Gulcehre, Pascanu and De, "Resurrecting Recurrent Neural Networks for Long Sequences",
/// arXiv:2303.06349, lemma 3.2 and appendix A; repository NicolasZucchet/minimal-LRU, <c>lru/model.py</c>.
/// </remarks>
public static class RingInitialization
{
    /// <summary>The published range of the phases, just short of the whole circle.</summary>
    public const double PublishedMaxPhase = 6.28;

    /// <summary>
    /// ν = log(−½ log(u (rMax² − rMin²) + rMin²)): for a uniform u, |λ|² is uniform in [rMin², rMax²].
    /// </summary>
    /// <param name="u">In (0, 1).</param>
    /// <param name="rMin">The inner radius.</param>
    /// <param name="rMax">The outer radius, at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">u is outside (0, 1), or the radii are not 0 ≤ rMin &lt; rMax ≤
    /// 1.</exception>
    public static double NuLog(double u, double rMin, double rMax)
    {
        CheckUnit(u, nameof(NuLog));
        CheckRing(rMin, rMax, nameof(NuLog));
        double square = (u * ((rMax * rMax) - (rMin * rMin))) + (rMin * rMin);
        return Math.Log(-0.5 * Math.Log(square));
    }

    /// <summary>θ = log(maxPhase · u): for a uniform u, arg λ is uniform in (0, maxPhase).</summary>
    /// <param name="u">In (0, 1).</param>
    /// <param name="maxPhase">The largest phase, in radians.</param>
    /// <exception cref="ArgumentOutOfRangeException">u is outside (0, 1), or the phase is not positive.</exception>
    public static double ThetaLog(double u, double maxPhase)
    {
        CheckUnit(u, nameof(ThetaLog));
        InitializationGuard.Positive(maxPhase, nameof(ThetaLog));
        return Math.Log(maxPhase * u);
    }

    /// <summary>
    /// log γ = ½ log(1 − |λ|²) with |λ| = exp(−e^ν): white input of variance 1 then gives states of variance 1.
    /// </summary>
    /// <param name="nuLog">ν.</param>
    public static double GammaLog(double nuLog) => 0.5 * TimeStepInitialization.LogOneMinusExp(2 * Math.Exp(nuLog));

    /// <summary>Draws the eigenvalues of a layer.</summary>
    /// <param name="modes">N.</param>
    /// <param name="rMin">The inner radius.</param>
    /// <param name="rMax">The outer radius, at most 1.</param>
    /// <param name="maxPhase">The largest phase, in radians.</param>
    /// <param name="random">Gives N numbers for the moduli, then N for the phases.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// There are no modes, the radii are not 0 ≤ rMin &lt; rMax ≤ 1, or the phase is not positive.
    /// </exception>
    public static RingParameters Create(int modes, double rMin, double rMax, double maxPhase, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        InitializationGuard.AtLeast(modes, 1, nameof(RingInitialization));
        CheckRing(rMin, rMax, nameof(RingInitialization));
        InitializationGuard.Positive(maxPhase, nameof(RingInitialization));
        RingParameters ring = new(new double[modes], new double[modes], new double[modes]);
        for (int n = 0; n < modes; n++)
        {
            ring.NuLog[n] = NuLog(random.NextOpenDouble(), rMin, rMax);
            ring.GammaLog[n] = GammaLog(ring.NuLog[n]);
        }

        for (int n = 0; n < modes; n++)
        {
            ring.ThetaLog[n] = ThetaLog(random.NextOpenDouble(), maxPhase);
        }

        return ring;
    }

    /// <summary>B, (N, H), row-major: N(0, 1/(2H)) in each part.</summary>
    /// <param name="modes">N.</param>
    /// <param name="width">H.</param>
    /// <param name="random">Gives the numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public static Complex[] InputMatrix(int modes, int width, RandomSource random)
    {
        InitializationGuard.AtLeast(modes, 1, nameof(InputMatrix));
        InitializationGuard.AtLeast(width, 1, nameof(InputMatrix));
        Complex[] b = new Complex[checked(modes * width)];
        Initializers.ComplexNormal(b, Math.Sqrt(0.5 / width), random);
        return b;
    }

    /// <summary>C, (H, N), or (H, 2N) when bidirectional, row-major: N(0, 1/N) in each part.</summary>
    /// <param name="width">H.</param>
    /// <param name="modes">N.</param>
    /// <param name="bidirectional">Whether there are N more columns, for the states of the reversed sequence.</param>
    /// <param name="random">Gives the numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public static Complex[] OutputMatrix(int width, int modes, bool bidirectional, RandomSource random)
    {
        InitializationGuard.AtLeast(width, 1, nameof(OutputMatrix));
        InitializationGuard.AtLeast(modes, 1, nameof(OutputMatrix));
        Complex[] c = new Complex[checked(width * modes * (bidirectional ? 2 : 1))];
        Initializers.ComplexNormal(c, Math.Sqrt(1.0 / modes), random);
        return c;
    }

    private static void CheckUnit(double u, string operation)
    {
        if (!(u > 0 && u < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(u), $"{operation}: 'u' is {u}, expected a number between 0 and 1, both excluded.");
        }
    }

    private static void CheckRing(double rMin, double rMax, string operation)
    {
        if (!(rMin >= 0 && rMin < rMax && rMax <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(rMin), $"{operation}: 'rMin' is {rMin} and 'rMax' is {rMax}, expected 0 ≤ rMin < rMax ≤ 1.");
        }
    }
}
