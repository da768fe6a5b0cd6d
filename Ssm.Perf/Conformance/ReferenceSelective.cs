using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <summary>The selective scan and its adjoint in complex numbers, state after state.</summary>
/// <remarks>
/// A real scan is the same with imaginary parts of zero and a factor of 1 where a complex one, whose states stand for
/// pairs of conjugates, has 2. The numbers are as they came; <c>M</c> takes magnitudes where these are wanted.
/// </remarks>
/// <param name="magnitudes">Whether sizes of terms are wanted.</param>
internal sealed class ReferenceSelective(bool magnitudes)
{
    internal required SelectiveScanShape Shape { get; init; }

    /// <summary>1, or 2 for pairs of conjugates.</summary>
    internal required double Factor { get; init; }

    internal required double[] U { get; init; }

    internal required double[] Delta { get; init; }

    internal required Complex[] A { get; init; }

    internal required Complex[] B { get; init; }

    internal required Complex[] C { get; init; }

    internal required double[] Skip { get; init; }

    internal required double[] Gate { get; init; }

    internal required double[] Bias { get; init; }

    internal required Complex[] Initial { get; init; }

    internal required int[] Resets { get; init; }

    internal required bool Softplus { get; init; }

    internal double[] Y { get; private set; } = [];

    internal Complex[] Final { get; private set; } = [];

    internal double[] DU { get; private set; } = [];

    internal double[] DDelta { get; private set; } = [];

    internal Complex[] DA { get; private set; } = [];

    internal Complex[] DB { get; private set; } = [];

    internal Complex[] DC { get; private set; } = [];

    internal double[] DSkip { get; private set; } = [];

    internal double[] DGate { get; private set; } = [];

    internal double[] DBias { get; private set; } = [];

    internal Complex[] DInitial { get; private set; } = [];

    /// <summary>Everything: the adjoint goes through the outputs anyway.</summary>
    internal void Run(double[] dy, Complex[] dfinal)
    {
        SelectiveScanShape s = Shape;
        (Y, DU, DDelta) = (new double[s.Elements], new double[s.Elements], new double[s.Elements]);
        (DGate, DSkip, DBias) = (new double[s.Elements], new double[s.Channels], new double[s.Channels]);
        (DA, DB, DC) = (new Complex[A.Length], new Complex[B.Length], new Complex[C.Length]);
        (Final, DInitial) = (new Complex[s.StateElements], new Complex[s.StateElements]);
        for (int lane = 0; lane < s.Batch * s.Channels; lane++)
        {
            (int b, int d) = (lane / s.Channels, lane % s.Channels);
            Complex[,] h = States(b, d);
            Complex[] carry = new Complex[s.States];
            for (int n = 0; n < s.States; n++)
            {
                Final[(lane * s.States) + n] = h[s.Length, n];
                carry[n] = dfinal.Length == 0 ? 0.0 : M(dfinal[(lane * s.States) + n]);
            }

            for (int t = s.Length - 1; t >= 0; t--)
            {
                Step(b, d, t, h, carry, dy.Length == 0 ? 0.0 : M(dy[At(b, d, t)]));
            }

            carry.CopyTo(DInitial, lane * s.States);
        }
    }

    // One step of the adjoint, and the output on the way; carry is the gradient of the state after the step, and then
    // that of the state before it.
    private void Step(int b, int d, int t, Complex[,] h, Complex[] carry, double dy)
    {
        int at = At(b, d, t);
        double u = M(U[at]), delta = Interval(at, d), skip = Skip.Length == 0 ? 0.0 : M(Skip[d]);
        double z = Gate.Length == 0 ? 0.0 : Gate[at], sigmoid = 1.0 / (1.0 + Math.Exp(-z));
        double open = Gate.Length == 0 ? 1.0 : M(z) * sigmoid;
        double before = skip * u, gradient = dy * open, inputs = 0.0, rates = 0.0;
        for (int n = 0; n < Shape.States; n++)
        {
            int rate = (d * Shape.States) + n;
            int input = Weight(Shape.ConstantInput, b, d, t, n), output = Weight(Shape.ConstantOutput, b, d, t, n);
            Complex power = Power(b, d, t, n), read = M(C[output]);
            Complex g = (Factor * Conjugate(read) * gradient) + carry[n], q = Conjugate(power * h[t, n]) * g;
            before += Factor * (read * h[t + 1, n]).Real;
            inputs += (Conjugate(M(B[input])) * g).Real;
            rates += (Conjugate(M(A[rate])) * q).Real;
            DA[rate] += delta * q;
            DB[input] += g * delta * u;
            DC[output] += Factor * Conjugate(h[t + 1, n]) * gradient;
            carry[n] = Conjugate(power) * g;
        }

        double raw = Raw(at, d), slope = !Softplus || raw > 20.0 ? 1.0 : 1.0 / (1.0 + Math.Exp(-raw));
        Y[at] = before * open;
        DU[at] = (skip * gradient) + (delta * inputs);
        DDelta[at] = ((u * inputs) + rates) * slope;
        DGate[at] = dy * before * sigmoid * (1.0 + (M(z) * (1.0 - sigmoid)));
        DSkip[d] += u * gradient;
        DBias[d] += DDelta[at];
    }

    private Complex[,] States(int b, int d)
    {
        Complex[,] h = new Complex[Shape.Length + 1, Shape.States];
        for (int n = 0; n < Shape.States; n++)
        {
            int first = (((b * Shape.Channels) + d) * Shape.States) + n;
            h[0, n] = Initial.Length == 0 ? 0.0 : M(Initial[first]);
            for (int t = 0; t < Shape.Length; t++)
            {
                int at = At(b, d, t);
                Complex weight = M(B[Weight(Shape.ConstantInput, b, d, t, n)]);
                h[t + 1, n] = (Power(b, d, t, n) * h[t, n]) + (Interval(at, d) * M(U[at]) * weight);
            }
        }

        return h;
    }

    // e^(ΔA); 0 where a sequence starts over.
    private Complex Power(int b, int d, int t, int n)
    {
        if (Resets.Length > 0 && Resets[(b * Shape.Length) + t] != 0)
        {
            return 0.0;
        }

        return M(Complex.Exp(Exact(At(b, d, t), d) * A[(d * Shape.States) + n]));
    }

    // Δ; or its size and that of what the rounding of its argument adds, the slope of softplus being at most 1.
    private double Interval(int at, int d) => magnitudes
        ? Math.Abs(Exact(at, d)) + (Bias.Length == 0 ? 0.0
            : Math.Min(1.0, Math.Abs(Exact(at, d))) * (Math.Abs(Delta[at]) + Math.Abs(Bias[d])))
        : Exact(at, d);

    private double Exact(int at, int d)
    {
        // log(1 + e) by Kahan, also where e is small: both factors see the same rounded 1 + e.
        double raw = Raw(at, d), e = Math.Exp(raw), sum = 1.0 + e;
        return !Softplus || raw > 20.0 ? raw : sum == 1.0 ? e : Math.Log(sum) * (e / (sum - 1.0));
    }

    private double Raw(int at, int d) => Delta[at] + (Bias.Length == 0 ? 0.0 : Bias[d]);

    private int At(int b, int d, int t) => (((b * Shape.Length) + t) * Shape.Channels) + d;

    private int Weight(bool constant, int b, int d, int t, int n)
    {
        int group = d / (Shape.Channels / Shape.Groups);
        return constant
            ? (d * Shape.States) + n
            : (((((b * Shape.Length) + t) * Shape.Groups) + group) * Shape.States) + n;
    }

    private double M(double x) => magnitudes ? Math.Abs(x) : x;

    private Complex M(Complex z) => magnitudes ? z.Magnitude : z;

    // A magnitude is its own conjugate.
    private static Complex Conjugate(Complex z) => Complex.Conjugate(z);
}
