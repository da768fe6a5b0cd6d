using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>A selective scan's arrays, and its definition in double with the magnitudes that bound errors.</summary>
internal sealed class SelectiveOracle<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal SelectiveOracle(RandomSource source, SelectiveScanShape shape, bool full, double rate = 1.5)
    {
        Shape = shape;
        U = ScanTestData.Random<T>(source, shape.Elements);
        Delta = ScanTestData.Random<T>(source, shape.Elements, 2.0);
        A = Array.ConvertAll(ScanTestData.Random<T>(source, shape.RateElements, rate), x => -T.Abs(x));
        B = ScanTestData.Random<T>(source, shape.InputElements);
        C = ScanTestData.Random<T>(source, shape.OutputElements);
        Skip = ScanTestData.Random<T>(source, full ? shape.Channels : 0);
        Gate = ScanTestData.Random<T>(source, full ? shape.Elements : 0, 4.0);
        Bias = ScanTestData.Random<T>(source, full ? shape.Channels : 0);
        Initial = ScanTestData.Random<T>(source, full ? shape.StateElements : 0);
        Resets = new int[full ? shape.Batch * shape.Length : 0];
        for (int i = 0; i < Resets.Length; i++)
        {
            Resets[i] = source.NextDouble() < 0.1 ? 1 : 0;
        }
    }

    internal SelectiveScanShape Shape { get; }

    internal T[] U { get; }

    internal T[] Delta { get; }

    internal T[] A { get; }

    internal T[] B { get; }

    internal T[] C { get; }

    internal T[] Skip { get; }

    internal T[] Gate { get; }

    internal T[] Bias { get; }

    internal T[] Initial { get; }

    internal int[] Resets { get; }

    internal bool Softplus { get; init; } = true;

    internal SelectiveScanOperands<T> Operands => new()
    {
        U = U,
        Delta = Delta,
        A = A,
        B = B,
        C = C,
        Skip = Skip,
        Gate = Gate,
        DeltaBias = Bias,
        Initial = Initial,
        Resets = Resets,
        Softplus = Softplus,
    };

    /// <summary>Outputs and final states, and for each the sum of the magnitudes that it is made of.</summary>
    internal (double[] Y, double[] Final, double[] YSize, double[] FinalSize) Run()
    {
        SelectiveScanShape s = Shape;
        double[] y = new double[s.Elements], ySize = new double[s.Elements];
        double[] final = new double[s.StateElements], finalSize = new double[s.StateElements];
        for (int state = 0; state < s.StateElements; state++)
        {
            (int batch, int channel, int n) = (
                state / s.States / s.Channels, state / s.States % s.Channels, state % s.States);
            double h = Initial.Length == 0 ? 0.0 : Wide(Initial[state]), size = Math.Abs(h);
            for (int t = 0; t < s.Length; t++)
            {
                int at = (((batch * s.Length) + t) * s.Channels) + channel;
                double delta = Step(at, channel);
                double drive = delta * Wide(U[at]) * Weight(B, s.ConstantInput, batch, t, channel, n);
                double exponent = delta * Wide(A[(channel * s.States) + n]);
                double power = Resets.Length > 0 && Resets[(batch * s.Length) + t] != 0 ? 0.0 : Math.Exp(exponent);

                // The argument of the exponential is rounded: its own error counts |ΔA| times.
                h = (power * h) + drive;
                size = (power * size * (1.0 + Math.Abs(exponent))) + Math.Abs(drive);
                double c = Weight(C, s.ConstantOutput, batch, t, channel, n);
                y[at] += c * h;
                ySize[at] += Math.Abs(c) * size;
            }

            (final[state], finalSize[state]) = (h, size);
        }

        for (int at = 0; at < y.Length; at++)
        {
            int channel = at % s.Channels;
            double through = Skip.Length == 0 ? 0.0 : Wide(Skip[channel]) * Wide(U[at]);
            double gate = Gate.Length == 0 ? 1.0 : Wide(Gate[at]) / (1.0 + Math.Exp(-Wide(Gate[at])));
            y[at] = (y[at] + through) * gate;
            ySize[at] = (ySize[at] + Math.Abs(through)) * Math.Abs(gate);
        }

        return (y, final, ySize, finalSize);
    }

    /// <summary>The input or output weight of a state at a step.</summary>
    internal double Weight(T[] weights, bool constant, int batch, int t, int channel, int n)
    {
        SelectiveScanShape s = Shape;
        int group = channel / (s.Channels / s.Groups);
        return Wide(weights[constant
            ? (channel * s.States) + n
            : (((((batch * s.Length) + t) * s.Groups) + group) * s.States) + n]);
    }

    /// <summary>Δ at an element of (B, L, D).</summary>
    internal double Step(int at, int channel)
    {
        double raw = Wide(Delta[at]) + (Bias.Length == 0 ? 0.0 : Wide(Bias[channel]));
        return !Softplus || raw > 20.0 ? raw : Log1p(Math.Exp(raw));
    }

    /// <summary>log(1 + e), also where e is small: Kahan's, both factors seeing the same rounded 1 + e.</summary>
    internal static double Log1p(double e)
    {
        double u = 1.0 + e;
        return u == 1.0 ? e : Math.Log(u) * (e / (u - 1.0));
    }

    internal static double Wide(T x) => double.CreateTruncating(x);
}
