using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>
/// The recurrences from inputs to outputs and their adjoints by the definition, in double complex numbers, one step
/// and one mode after another; and the same over magnitudes, which every fair evaluation's error is a small multiple
/// of.
/// </summary>
/// <remarks>
/// A step is x_p = a_p x_p + Σ_h B_ph u_h and y_h = Re Σ_p C_hp x_p + d_h u_h. One state space for each channel is the
/// same with H·N modes of which each meets its own channel only, so one oracle serves both kernels.
/// </remarks>
internal sealed class RecurrenceOracle
{
    private readonly RecurrenceCase<double> _case;
    private readonly bool _magnitudes;

    /// <param name="problem">The inputs.</param>
    /// <param name="magnitudes">Every number replaced by its magnitude: the bound on what can be lost.</param>
    internal RecurrenceOracle(RecurrenceCase<double> problem, bool magnitudes)
    {
        _case = problem;
        _magnitudes = magnitudes;
        RecurrenceShape shape = problem.Shape;
        int states = shape.Batch * problem.States;
        (Y, Du) = (new double[problem.U.Length], new double[problem.U.Length]);
        (Last, Dx0) = (new Complex[states], new Complex[states]);
        Da = new Complex[problem.A.Re.Length];
        (Db, Dc) = (new Complex[problem.B.Re.Length], new Complex[problem.C.Re.Length]);
        Dd = new double[shape.Channels];
        for (int batch = 0; batch < shape.Batch; batch++)
        {
            Run(batch);
        }
    }

    internal double[] Y { get; }

    internal double[] Du { get; }

    internal double[] Dd { get; }

    internal Complex[] Last { get; }

    internal Complex[] Dx0 { get; }

    internal Complex[] Da { get; }

    internal Complex[] Db { get; }

    internal Complex[] Dc { get; }

    private double Of(double x) => _magnitudes ? Math.Abs(x) : x;

    private Complex Of(Complex z) => _magnitudes ? z.Magnitude : z;

    private Complex Conj(Complex z) => _magnitudes ? z.Magnitude : Complex.Conjugate(z);

    private void Run(int batch)
    {
        RecurrenceCase<double> p = _case;
        (int length, int channels, int states) = (p.Shape.Length, p.Shape.Channels, p.States);
        var x = new Complex[length + 2][];
        Complex[] before = p.X0.At(batch * states, states, Of);
        for (int walked = 0; walked < length; walked++)
        {
            int t = p.Reversed ? length - 1 - walked : walked;
            Complex[] now = p.Drops(batch, walked) ? new Complex[states] : [.. before];
            x[walked] = [.. now];
            for (int s = 0; s < states; s++)
            {
                now[s] *= Of(p.A[s]);
                foreach (int h in p.ChannelsOf(s))
                {
                    now[s] += Of(p.B[p.InputWeight(s, h)]) * Of(p.U[p.Row(batch, t) + h]);
                }
            }

            for (int h = 0; h < channels; h++)
            {
                double y = p.D.Length == 0 ? 0 : Of(p.D[h]) * Of(p.U[p.Row(batch, t) + h]);
                foreach (int s in p.StatesOf(h))
                {
                    y += Of(p.Scale) * (Of(p.C[p.OutputWeight(s, h)]) * now[s]).Real;
                }

                Y[p.Row(batch, t) + h] = y;
            }

            before = now;
        }

        x[length] = before;
        before.CopyTo(Last, batch * states);
        Back(batch, x);
    }

    private void Back(int batch, Complex[][] before)
    {
        RecurrenceCase<double> p = _case;
        (int length, int channels, int states) = (p.Shape.Length, p.Shape.Channels, p.States);
        Complex[] mu = p.Dlast.At(batch * states, states, Of);
        for (int walked = length - 1; walked >= 0; walked--)
        {
            int t = p.Reversed ? length - 1 - walked : walked;
            bool drops = p.Drops(batch, walked);
            for (int h = 0; h < channels; h++)
            {
                double u = Of(p.U[p.Row(batch, t) + h]), dy = Of(p.Dy[p.Row(batch, t) + h]);
                Dd[h] += u * dy;
                Du[p.Row(batch, t) + h] += p.D.Length == 0 ? 0 : Of(p.D[h]) * dy;
            }

            for (int s = 0; s < states; s++)
            {
                Complex lambda = mu[s];
                Complex now = Of(p.A[s]) * before[walked][s];
                foreach (int h in p.ChannelsOf(s))
                {
                    double u = Of(p.U[p.Row(batch, t) + h]), dy = Of(p.Dy[p.Row(batch, t) + h]);
                    lambda += Of(p.Scale) * Conj(p.C[p.OutputWeight(s, h)]) * dy;
                    now += Of(p.B[p.InputWeight(s, h)]) * u;
                }

                foreach (int h in p.ChannelsOf(s))
                {
                    double u = Of(p.U[p.Row(batch, t) + h]), dy = Of(p.Dy[p.Row(batch, t) + h]);
                    Du[p.Row(batch, t) + h] += (Conj(p.B[p.InputWeight(s, h)]) * lambda).Real;
                    Db[p.InputWeight(s, h)] += lambda * u;
                    Dc[p.OutputWeight(s, h)] += Of(p.Scale) * dy * (_magnitudes ? now : Complex.Conjugate(now));
                }

                Complex previous = before[walked][s];
                Da[s] += (_magnitudes ? previous : Complex.Conjugate(previous)) * lambda;
                mu[s] = drops ? Complex.Zero : Conj(p.A[s]) * lambda;
            }
        }

        mu.CopyTo(Dx0, batch * states);
    }
}
