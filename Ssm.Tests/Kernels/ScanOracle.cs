using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>
/// The definition of the scan and of its adjoint, in double, with a bound of any fair evaluation's error.
/// </summary>
/// <remarks>
/// A complex a·h + b in T is wrong by at most about (√2·2 + 1)u, under 4u, of |a||h| + |b|: so after n steps the
/// error is under 4(n + 1)u of M[n], the same recurrence over magnitudes. The oracle's own error is the same with u
/// of double.
/// </remarks>
internal static class ScanOracle
{
    internal static (Complex[] H, double[] Bound) Scan(
        Complex[] a, Complex[] b, Complex[] h0, ScanShape shape, bool reversed, bool invariant, double unit)
    {
        Complex[] h = new Complex[shape.Elements];
        double[] bound = new double[shape.Elements];
        for (int s = 0; s < shape.StateElements; s++)
        {
            (int batch, int c) = (s / shape.Channels, s % shape.Channels);
            Complex state = h0.Length == 0 ? Complex.Zero : h0[s];
            double magnitude = state.Magnitude;
            for (int n = 0; n < shape.Length; n++)
            {
                int t = reversed ? shape.Length - 1 - n : n;
                int at = (((batch * shape.Length) + t) * shape.Channels) + c;
                Complex factor = a[invariant ? c : at];
                state = (factor * state) + b[at];
                magnitude = (factor.Magnitude * magnitude) + b[at].Magnitude;
                h[at] = state;
                bound[at] = 4.0 * (n + 2) * (unit + Math.Pow(2, -53)) * magnitude;
            }
        }

        return (h, bound);
    }

    internal static (Complex[] Db, double[] DbBound, Complex[] Da, double[] DaBound, Complex[] Dh0, double[] Dh0Bound)
        Adjoint(
            Complex[] a,
            Complex[] h,
            Complex[] h0,
            Complex[] dh,
            ScanShape shape,
            bool reversed,
            bool invariant,
            double unit)
    {
        Complex[] db = new Complex[shape.Elements], da = new Complex[a.Length], dh0 = new Complex[shape.StateElements];
        double[] dbBound = new double[db.Length], daBound = new double[da.Length], dh0Bound = new double[dh0.Length];
        double u = unit + Math.Pow(2, -53);
        for (int s = 0; s < shape.StateElements; s++)
        {
            (int batch, int c) = (s / shape.Channels, s % shape.Channels);
            Complex lambda = Complex.Zero, factor = Complex.Zero;
            double magnitude = 0.0;
            for (int n = 0; n < shape.Length; n++)
            {
                // The adjoint of the forward scan walks from the last step to the first.
                int t = reversed ? n : shape.Length - 1 - n;
                int at = (((batch * shape.Length) + t) * shape.Channels) + c;
                int before = reversed ? at + shape.Channels : at - shape.Channels;
                lambda = dh[at] + (Complex.Conjugate(factor) * lambda);
                magnitude = dh[at].Magnitude + (factor.Magnitude * magnitude);
                factor = a[invariant ? c : at];
                (db[at], dbBound[at]) = (lambda, 4.0 * (n + 2) * u * magnitude);

                Complex previous = n < shape.Length - 1 ? h[before] : h0.Length == 0 ? Complex.Zero : h0[s];
                int to = invariant ? c : at;
                da[to] += Complex.Conjugate(previous) * lambda;
                daBound[to] += (4.0 * (n + 4) + (invariant ? shape.Length + shape.Batch : 0))
                    * u * previous.Magnitude * magnitude;
                dh0[s] = Complex.Conjugate(factor) * lambda;
                dh0Bound[s] = 4.0 * (n + 4) * u * factor.Magnitude * magnitude;
            }
        }

        return (db, dbBound, da, daBound, dh0, dh0Bound);
    }
}
