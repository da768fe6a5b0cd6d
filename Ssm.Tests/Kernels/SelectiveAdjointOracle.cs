using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>The adjoint of a selective scan by its definition in double: the chain rule, state by state.</summary>
internal static class SelectiveAdjointOracle
{
    /// <summary>
    /// The gradients of u, δ, A, B, C, D, z, the bias and the initial states; or, with <paramref name="size"/>, the sum
    /// of the magnitudes that each is made of, in which an exponential counts |ΔA| times more for its argument.
    /// </summary>
    internal static double[][] Gradients<T>(SelectiveOracle<T> p, T[] dy, T[] dfinal, bool size)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SelectiveScanShape s = p.Shape;
        double[] du = new double[s.Elements], dd = new double[s.Elements], dz = new double[s.Elements];
        double[] da = new double[s.RateElements], db = new double[s.InputElements], dc = new double[s.OutputElements];
        double[] skip = new double[s.Channels], bias = new double[s.Channels], d0 = new double[s.StateElements];
        for (int b = 0; b < s.Batch; b++)
        {
            for (int d = 0; d < s.Channels; d++)
            {
                double[,] h = States(p, b, d, size);
                double[] carry = new double[s.States];
                for (int n = 0; n < s.States; n++)
                {
                    carry[n] = dfinal.Length == 0 ? 0.0 : M(Wide(dfinal[(((b * s.Channels) + d) * s.States) + n]));
                }

                for (int t = s.Length - 1; t >= 0; t--)
                {
                    int at = (((b * s.Length) + t) * s.Channels) + d;
                    double u = M(Wide(p.U[at])), delta = M(p.Step(at, d)), out1 = M(Wide(dy[at])), gy = out1;
                    double before = p.Skip.Length == 0 ? 0.0 : M(Wide(p.Skip[d])) * u;
                    double gate = p.Gate.Length == 0 ? 0.0 : Wide(p.Gate[at]), slope = 1.0 / (1.0 + Math.Exp(-gate));
                    gy *= p.Gate.Length == 0 ? 1.0 : M(gate * slope);
                    double inputs = 0.0, rates = 0.0;
                    for (int n = 0; n < s.States; n++)
                    {
                        double weight = M(p.Weight(p.B, s.ConstantInput, b, t, d, n));
                        double readout = M(p.Weight(p.C, s.ConstantOutput, b, t, d, n));
                        double power = Power(p, b, d, t, n, size), g = (readout * gy) + carry[n], r = power * h[t, n];
                        double rate = M(Wide(p.A[(d * s.States) + n]));
                        before += readout * h[t + 1, n];
                        inputs += g * weight;
                        rates += rate * g * r;
                        da[(d * s.States) + n] += delta * g * r;
                        db[Place(s, s.ConstantInput, b, t, d, n)] += g * delta * u;
                        dc[Place(s, s.ConstantOutput, b, t, d, n)] += h[t + 1, n] * gy;
                        carry[n] = power * g;
                    }

                    double raw = Wide(p.Delta[at]) + (p.Bias.Length == 0 ? 0.0 : Wide(p.Bias[d]));
                    double through = !p.Softplus || raw > 20.0 ? 1.0 : 1.0 / (1.0 + Math.Exp(-raw));
                    du[at] = (p.Skip.Length == 0 ? 0.0 : M(Wide(p.Skip[d])) * gy) + (delta * inputs);
                    dd[at] = ((u * inputs) + rates) * through;
                    dz[at] = out1 * before * slope * (1.0 + (M(gate) * (1.0 - slope)));
                    skip[d] += u * gy;
                    bias[d] += dd[at];
                }

                for (int n = 0; n < s.States; n++)
                {
                    d0[(((b * s.Channels) + d) * s.States) + n] = carry[n];
                }
            }
        }

        return [du, dd, da, db, dc, skip, dz, bias, d0];

        double M(double x) => size ? Math.Abs(x) : x;
    }

    private static double[,] States<T>(SelectiveOracle<T> p, int b, int d, bool size)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SelectiveScanShape s = p.Shape;
        double[,] h = new double[s.Length + 1, s.States];
        for (int n = 0; n < s.States; n++)
        {
            double first = p.Initial.Length == 0 ? 0.0 : Wide(p.Initial[(((b * s.Channels) + d) * s.States) + n]);
            h[0, n] = size ? Math.Abs(first) : first;
            for (int t = 0; t < s.Length; t++)
            {
                int at = (((b * s.Length) + t) * s.Channels) + d;
                double drive = p.Step(at, d) * Wide(p.U[at]) * p.Weight(p.B, s.ConstantInput, b, t, d, n);
                h[t + 1, n] = (Power(p, b, d, t, n, size) * h[t, n]) + (size ? Math.Abs(drive) : drive);
            }
        }

        return h;
    }

    private static double Power<T>(SelectiveOracle<T> p, int b, int d, int t, int n, bool size)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SelectiveScanShape s = p.Shape;
        double x = p.Step((((b * s.Length) + t) * s.Channels) + d, d) * Wide(p.A[(d * s.States) + n]);
        bool over = p.Resets.Length > 0 && p.Resets[(b * s.Length) + t] != 0;
        return over ? 0.0 : Math.Exp(x) * (size ? 1.0 + Math.Abs(x) : 1.0);
    }

    private static int Place(SelectiveScanShape s, bool constant, int b, int t, int d, int n) => constant
        ? (d * s.States) + n
        : (((((b * s.Length) + t) * s.Groups) + (d / (s.Channels / s.Groups))) * s.States) + n;

    private static double Wide<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => double.CreateTruncating(x);
}
