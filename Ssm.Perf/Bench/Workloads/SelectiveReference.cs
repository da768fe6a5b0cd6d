using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>One channel of a selective scan and of its adjoint in double, all sequences.</summary>
internal sealed class SelectiveReference
{
    private SelectiveReference(SelectiveScanShape shape)
    {
        int rows = shape.Batch * shape.Length;
        (Y, Du, Ddelta, Da) = (new double[rows], new double[rows], new double[rows], new double[shape.States]);
    }

    internal double[] Y { get; }

    internal double[] Du { get; }

    internal double[] Ddelta { get; }

    internal double[] Da { get; }

    /// <param name="x">The operands.</param>
    /// <param name="dy">The gradient of y; empty where there are no gradients.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="channel">Which channel.</param>
    internal static SelectiveReference Of<T>(SelectiveArrays<T> x, T[] dy, SelectiveScanShape shape, int channel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SelectiveReference reference = new(shape);
        double[,] h = new double[shape.Length + 1, shape.States];
        for (int batch = 0; batch < shape.Batch; batch++)
        {
            for (int t = 0; t < shape.Length; t++)
            {
                int row = (batch * shape.Length) + t, at = (row * shape.Channels) + channel;
                double delta = Step(x, at, channel), u = Wide(x.U[at]), z = Wide(x.Gate[at]);
                double sum = Wide(x.Skip[channel]) * u;
                for (int n = 0; n < shape.States; n++)
                {
                    double power = Math.Exp(delta * Wide(x.A[(channel * shape.States) + n]));
                    h[t + 1, n] = (power * h[t, n]) + (delta * u * Wide(x.B[(row * shape.States) + n]));
                    sum += Wide(x.C[(row * shape.States) + n]) * h[t + 1, n];
                }

                reference.Y[row] = sum * z / (1.0 + Math.Exp(-z));
            }

            if (dy.Length > 0)
            {
                reference.Back(x, dy, shape, channel, batch, h);
            }
        }

        return reference;
    }

    /// <summary>The largest error relative to the largest expected magnitude.</summary>
    internal double Error<T>(T[] actual, double[] expected, int stride, int offset)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double worst = 0.0, size = double.Epsilon;
        for (int i = 0; i < expected.Length; i++)
        {
            worst = Math.Max(worst, Math.Abs(Wide(actual[(i * stride) + offset]) - expected[i]));
            size = Math.Max(size, Math.Abs(expected[i]));
        }

        return worst / size;
    }

    private void Back<T>(
        SelectiveArrays<T> x, T[] dy, SelectiveScanShape shape, int channel, int batch, double[,] h)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] carry = new double[shape.States];
        for (int t = shape.Length - 1; t >= 0; t--)
        {
            int row = (batch * shape.Length) + t, at = (row * shape.Channels) + channel;
            double delta = Step(x, at, channel), u = Wide(x.U[at]), z = Wide(x.Gate[at]);
            double gy = Wide(dy[at]) * z / (1.0 + Math.Exp(-z)), inputs = 0.0, rates = 0.0;
            for (int n = 0; n < shape.States; n++)
            {
                double rate = Wide(x.A[(channel * shape.States) + n]), power = Math.Exp(delta * rate);
                double g = (Wide(x.C[(row * shape.States) + n]) * gy) + carry[n];
                inputs += g * Wide(x.B[(row * shape.States) + n]);
                rates += rate * g * power * h[t, n];
                Da[n] += delta * g * power * h[t, n];
                carry[n] = power * g;
            }

            Du[row] = (Wide(x.Skip[channel]) * gy) + (delta * inputs);
            double raw = Wide(x.Delta[at]) + Wide(x.Bias[channel]);
            Ddelta[row] = ((u * inputs) + rates) / (1.0 + Math.Exp(-raw));
        }
    }

    private static double Step<T>(SelectiveArrays<T> x, int at, int channel)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        VectorMath.Log1p(Math.Exp(Wide(x.Delta[at]) + Wide(x.Bias[channel])));

    private static double Wide<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => double.CreateTruncating(x);
}
