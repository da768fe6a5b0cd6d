using System.Numerics;

namespace Ssm.Tests.Kernels;

/// <summary>The causal convolution and its adjoint by their definitions, in double, with the sums of sizes.</summary>
internal sealed class ConvolutionOracle
{
    internal ConvolutionOracle(double[] u, double[] k, double[] dy, int batch, int length, int taps, int channels)
    {
        (Y, Du, Dk) = (new double[u.Length], new double[u.Length], new double[k.Length]);
        (YSize, DuSize, DkSize) = (new double[u.Length], new double[u.Length], new double[k.Length]);
        for (int b = 0; b < batch; b++)
        {
            for (int t = 0; t < length; t++)
            {
                for (int j = 0; j < taps && j <= t; j++)
                {
                    for (int h = 0; h < channels; h++)
                    {
                        int now = (((b * length) + t) * channels) + h, past = now - (j * channels);
                        int tap = (j * channels) + h;
                        Add(Y, YSize, now, k[tap] * u[past]);
                        Add(Du, DuSize, past, k[tap] * dy[now]);
                        Add(Dk, DkSize, tap, u[past] * dy[now]);
                    }
                }
            }
        }
    }

    internal double[] Y { get; }

    internal double[] Du { get; }

    internal double[] Dk { get; }

    /// <summary>For each result the sum of the absolute values of its terms.</summary>
    internal double[] YSize { get; }

    internal double[] DuSize { get; }

    internal double[] DkSize { get; }

    /// <summary>The largest excess of a difference over its bound; zero or less where all are within.</summary>
    internal static double Excess<T>(T[] actual, double[] expected, Func<int, double> bound)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double worst = double.NegativeInfinity;
        for (int i = 0; i < actual.Length; i++)
        {
            double excess = Math.Abs(double.CreateChecked(actual[i]) - expected[i]) - bound(i);
            worst = excess > worst || double.IsNaN(excess) ? excess : worst;
        }

        return actual.Length == 0 ? 0 : worst;
    }

    internal static double[] Doubles<T>(T[] values)
        where T : unmanaged, IFloatingPointIeee754<T> => Array.ConvertAll(values, double.CreateChecked);

    private static void Add(double[] sums, double[] sizes, int at, double term)
    {
        sums[at] += term;
        sizes[at] += Math.Abs(term);
    }
}

/// <summary>The definitions on numbers that can be checked by eye.</summary>
public sealed class ConvolutionOracleTests
{
    [Test]
    public void The_definition_convolves_as_on_paper()
    {
        ConvolutionOracle oracle = new(
            u: [1, 2, 3], k: [10, 1], dy: [1, 10, 100], batch: 1, length: 3, taps: 2, channels: 1);

        Assert.That(oracle.Y, Is.EqualTo((double[])[10, 21, 32]));
        Assert.That(oracle.Du, Is.EqualTo((double[])[20, 200, 1000]));
        Assert.That(oracle.Dk, Is.EqualTo((double[])[321, 210]));
    }
}
