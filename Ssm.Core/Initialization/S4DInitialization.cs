using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Core.Initialization;

/// <summary>Initial eigenvalues of S4D: M = N/2 modes for a real order N.</summary>
/// <remarks>
/// <para>
/// Gu, Gupta, Goel and Ré, "On the Parameterization and Initialization of Diagonal State Space Models",
/// arXiv:2206.11893, section 4; repository state-spaces/s4, <c>src/models/sequence/kernels/dplr.py</c>. n = 0 … M − 1.
/// </para>
/// <para>
/// Imaginary parts are positive or zero, as in the paper and in <c>s4d.py</c>. The kernel class of <c>s4.py</c> stores
/// the
/// other mode of each pair, λ = −e^a − i·b with b positive: <see cref="DiagonalModes.Conjugate"/> gives that form, and
/// it is
/// the form of its checkpoints. Both are the same real system when C is conjugated along.
/// </para>
/// </remarks>
public static class S4DInitialization
{
    /// <summary>S4D-LegS: the eigenvalues of the normal part of HiPPO-LegS, B̃ = V* B.</summary>
    /// <param name="order">N, even.</param>
    /// <param name="clip">The bound on |Im B̃|; infinity keeps B̃ exact.</param>
    /// <remarks>The paper suggests ½ B̃; the published code does not halve it, nor does this.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The order is not even and positive, or the clip is
    /// negative.</exception>
    public static DiagonalModes LegS(int order, double clip = HippoNormal.PublishedClip)
    {
        DiagonalHippo hippo = HippoNormal.Create(HippoMeasure.LegS, order, clip);
        return new DiagonalModes(hippo.Lambda, hippo.B).Conjugate();
    }

    /// <summary>S4D-Lin: λ[n] = −½ + i π n, B = 1.</summary>
    /// <param name="order">N, even.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is not even and positive.</exception>
    public static DiagonalModes Lin(int order)
    {
        DiagonalModes modes = Blank(order, nameof(Lin));
        for (int n = 0; n < modes.Lambda.Length; n++)
        {
            modes.Lambda[n] = new(-0.5, Math.PI * n);
        }

        return modes;
    }

    /// <summary>S4D-Inv: λ[n] = −½ + i (N/π) (N/(2n+1) − 1), B = 1.</summary>
    /// <inheritdoc cref="Lin"/>
    public static DiagonalModes Inv(int order)
    {
        DiagonalModes modes = Blank(order, nameof(Inv));
        for (int n = 0; n < modes.Lambda.Length; n++)
        {
            modes.Lambda[n] = new(-0.5, order / Math.PI * (((double)order / ((2 * n) + 1)) - 1));
        }

        return modes;
    }

    /// <summary>S4D-Inv2: λ[n] = −½ + i (N/π) (N/(n+1) − 1), B = 1.</summary>
    /// <inheritdoc cref="Lin"/>
    public static DiagonalModes Inv2(int order)
    {
        DiagonalModes modes = Blank(order, nameof(Inv2));
        for (int n = 0; n < modes.Lambda.Length; n++)
        {
            modes.Lambda[n] = new(-0.5, order / Math.PI * (((double)order / (n + 1)) - 1));
        }

        return modes;
    }

    /// <summary>S4D-Quad: λ[n] = −½ + i (2n+1)²/π, B = 1.</summary>
    /// <inheritdoc cref="Lin"/>
    public static DiagonalModes Quad(int order)
    {
        DiagonalModes modes = Blank(order, nameof(Quad));
        for (int n = 0; n < modes.Lambda.Length; n++)
        {
            double root = (2.0 * n) + 1;
            modes.Lambda[n] = new(-0.5, root * root / Math.PI);
        }

        return modes;
    }

    /// <summary>S4D-Real: λ[n] = −(n+1), B = 1; N/2 real modes.</summary>
    /// <inheritdoc cref="Lin"/>
    public static DiagonalModes Real(int order)
    {
        DiagonalModes modes = Blank(order, nameof(Real));
        for (int n = 0; n < modes.Lambda.Length; n++)
        {
            modes.Lambda[n] = -(n + 1);
        }

        return modes;
    }

    /// <summary>S4D-Rand: λ[n] = −½ + i e^ξ with ξ standard normal, B = 1.</summary>
    /// <param name="order">N, even.</param>
    /// <param name="random">Gives one normal number per mode.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is not even and positive.</exception>
    public static DiagonalModes Rand(int order, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        DiagonalModes modes = Blank(order, nameof(Rand));
        for (int n = 0; n < modes.Lambda.Length; n++)
        {
            modes.Lambda[n] = new(-0.5, Math.Exp(random.NextNormal()));
        }

        return modes;
    }

    private static DiagonalModes Blank(int order, string name)
    {
        InitializationGuard.EvenOrder(order, $"{nameof(S4DInitialization)}.{name}");
        Complex[] b = new Complex[order / 2];
        Array.Fill(b, Complex.One);
        return new(new Complex[order / 2], b);
    }
}
