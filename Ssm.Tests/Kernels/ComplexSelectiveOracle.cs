using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>A complex selective scan's arrays, its definition in double and the chain rule, state by state.</summary>
internal sealed class ComplexSelectiveOracle<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal ComplexSelectiveOracle(RandomSource source, SelectiveScanShape shape, bool full, bool softplus = true)
    {
        Real = new SelectiveOracle<T>(source, shape, full) { Softplus = softplus };
        AIm = ScanTestData.Random<T>(source, shape.RateElements, 6.0);
        BIm = ScanTestData.Random<T>(source, shape.InputElements);
        CIm = ScanTestData.Random<T>(source, shape.OutputElements);
        InitialIm = ScanTestData.Random<T>(source, full ? shape.StateElements : 0);
    }

    /// <summary>The real operands and the real planes of the others.</summary>
    internal SelectiveOracle<T> Real { get; }

    internal T[] AIm { get; }

    internal T[] BIm { get; }

    internal T[] CIm { get; }

    internal T[] InitialIm { get; }

    internal ComplexSelectiveScanOperands<T> Operands => new()
    {
        U = Real.U,
        Delta = Real.Delta,
        A = new(Real.A, AIm),
        B = new(Real.B, BIm),
        C = new(Real.C, CIm),
        Skip = Real.Skip,
        Gate = Real.Gate,
        DeltaBias = Real.Bias,
        Initial = new(Real.Initial, InitialIm),
        Resets = Real.Resets,
        Softplus = Real.Softplus,
    };

    /// <summary>
    /// The outputs and final states, then the gradients; or, with <paramref name="size"/>, the sum of the magnitudes
    /// that each is made of, in which an exponential counts |ΔA| times more for its argument.
    /// </summary>
    internal ComplexSelectiveResult Run(T[] dy, T[] dfinal, T[] dfinalIm, bool size)
    {
        SelectiveScanShape s = Real.Shape;
        ComplexSelectiveResult result = new(s);
        for (int channel = 0; channel < s.Batch * s.Channels; channel++)
        {
            (int b, int d) = (channel / s.Channels, channel % s.Channels);
            Complex[,] h = States(b, d, size);
            Complex[] carry = new Complex[s.States];
            for (int n = 0; n < s.States; n++)
            {
                int at = (((b * s.Channels) + d) * s.States) + n;
                result.Final[at] = h[s.Length, n];
                carry[n] = dfinal.Length == 0 ? 0.0 : M(Of(dfinal, dfinalIm, at), size);
            }

            for (int t = s.Length - 1; t >= 0; t--)
            {
                Step(result, b, d, t, h, carry, dy, size);
            }

            carry.CopyTo(result.Initial, channel * s.States);
        }

        return result;
    }

    private void Step(
        ComplexSelectiveResult to, int b, int d, int t, Complex[,] h, Complex[] carry, T[] dy, bool size)
    {
        SelectiveScanShape s = Real.Shape;
        int at = (((b * s.Length) + t) * s.Channels) + d;
        double u = M(Wide(Real.U[at]), size).Real, delta = M(Real.Step(at, d), size).Real;
        double output = M(Wide(dy[at]), size).Real, gate = Real.Gate.Length == 0 ? 0.0 : Wide(Real.Gate[at]);
        double slope = 1.0 / (1.0 + Math.Exp(-gate)), open = Real.Gate.Length == 0 ? 1.0 : gate * slope;
        double skip = Real.Skip.Length == 0 ? 0.0 : M(Wide(Real.Skip[d]), size).Real;
        double gy = output * M(open, size).Real, before = skip * u, inputs = 0.0, rates = 0.0;
        for (int n = 0; n < s.States; n++)
        {
            int rate = (d * s.States) + n, bAt = Place(s.ConstantInput, b, t, d, n);
            int cAt = Place(s.ConstantOutput, b, t, d, n);
            Complex weight = M(Of(Real.B, BIm, bAt), size), readout = M(Of(Real.C, CIm, cAt), size);
            Complex power = Power(b, d, t, n, size), a = M(Of(Real.A, AIm, rate), size);
            Complex g = (2.0 * Complex.Conjugate(readout) * gy) + carry[n];
            Complex q = Complex.Conjugate(power * h[t, n]) * g;
            before += 2.0 * (readout * h[t + 1, n]).Real;
            inputs += (Complex.Conjugate(weight) * g).Real;
            rates += (Complex.Conjugate(a) * q).Real;
            to.A[rate] += delta * q;
            to.B[bAt] += g * delta * u;
            to.C[cAt] += 2.0 * Complex.Conjugate(h[t + 1, n]) * gy;
            carry[n] = Complex.Conjugate(power) * g;
        }

        double raw = Wide(Real.Delta[at]) + (Real.Bias.Length == 0 ? 0.0 : Wide(Real.Bias[d]));
        double through = !Real.Softplus || raw > 20.0 ? 1.0 : 1.0 / (1.0 + Math.Exp(-raw));
        to.Y[at] = before * M(open, size).Real;
        to.U[at] = (skip * gy) + (delta * inputs);
        to.Delta[at] = ((u * inputs) + rates) * through;
        to.Gate[at] = output * before * slope * (1.0 + (M(gate, size).Real * (1.0 - slope)));
        to.Skip[d] += u * gy;
        to.Bias[d] += to.Delta[at];
    }

    private Complex[,] States(int b, int d, bool size)
    {
        SelectiveScanShape s = Real.Shape;
        Complex[,] h = new Complex[s.Length + 1, s.States];
        for (int n = 0; n < s.States; n++)
        {
            int first = (((b * s.Channels) + d) * s.States) + n;
            h[0, n] = InitialIm.Length == 0 ? 0.0 : M(Of(Real.Initial, InitialIm, first), size);
            for (int t = 0; t < s.Length; t++)
            {
                int at = (((b * s.Length) + t) * s.Channels) + d;
                Complex weight = Of(Real.B, BIm, Place(s.ConstantInput, b, t, d, n));
                Complex drive = Real.Step(at, d) * Wide(Real.U[at]) * weight;
                h[t + 1, n] = (Power(b, d, t, n, size) * h[t, n]) + M(drive, size);
            }
        }

        return h;
    }

    private Complex Power(int b, int d, int t, int n, bool size)
    {
        SelectiveScanShape s = Real.Shape;
        if (Real.Resets.Length > 0 && Real.Resets[(b * s.Length) + t] != 0)
        {
            return 0.0;
        }

        Complex x = Real.Step((((b * s.Length) + t) * s.Channels) + d, d) * Of(Real.A, AIm, (d * s.States) + n);
        return size ? Math.Exp(x.Real) * (1.0 + x.Magnitude) : Complex.Exp(x);
    }

    private int Place(bool constant, int b, int t, int d, int n)
    {
        SelectiveScanShape s = Real.Shape;
        int group = d / (s.Channels / s.Groups);
        return constant
            ? (d * s.States) + n
            : (((((b * s.Length) + t) * s.Groups) + group) * s.States) + n;
    }

    private static Complex M(Complex z, bool size) => size ? z.Magnitude : z;

    private static Complex Of(T[] re, T[] im, int at) => new(Wide(re[at]), Wide(im[at]));

    private static double Wide(T x) => double.CreateTruncating(x);
}
