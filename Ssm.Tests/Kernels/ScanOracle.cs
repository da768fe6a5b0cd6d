using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>
/// The definition of the scan and of its adjoint, in double, with a bound of any fair evaluation's error.
/// </summary>
/// <remarks>
/// A complex a·h + b in T is wrong by at most about (√2·2 + 1)u, under 4u, of |a||h| + |b|. A term a[t]…a[s+1]·b[s] of
/// h[t] is multiplied and added at most t − s + 2 times, in whatever order chunks are joined. So the error is under
/// E[t] + 4u·M[t], where M is the same recurrence over magnitudes, and E[t] = |a|·E[t−1] + 4u·M[t] counts each term as
/// often. The oracle's own error is the same with u of double.
/// </remarks>
internal static class ScanOracle
{
    internal static (Complex[] H, double[] Bound) Scan(
        Complex[] a, Complex[] b, Complex[] h0, ScanShape shape, ScanForm form, bool[] resets, double unit)
    {
        bool reversed = form.HasFlag(ScanForm.Reverse), invariant = form.HasFlag(ScanForm.Invariant);
        Complex[] h = new Complex[shape.Elements];
        double[] bound = new double[shape.Elements];
        double u = unit + Math.Pow(2, -53);
        for (int s = 0; s < shape.StateElements; s++)
        {
            (int batch, int c) = (s / shape.Channels, s % shape.Channels);
            Complex state = h0.Length == 0 ? Complex.Zero : h0[s];
            double magnitude = state.Magnitude, error = 0.0;
            for (int n = 0; n < shape.Length; n++)
            {
                int t = reversed ? shape.Length - 1 - n : n;
                int row = (batch * shape.Length) + t, at = (row * shape.Channels) + c;
                Complex factor = a[invariant ? c : at];
                if (resets.Length > 0 && resets[row])
                {
                    (state, magnitude, error, factor) = (Complex.Zero, 0.0, 0.0, Complex.Zero);
                }

                state = (factor * state) + b[at];
                double size = factor.Magnitude;
                magnitude = (size * magnitude) + b[at].Magnitude;
                error = (size * error) + (4.0 * u * magnitude);
                h[at] = state;
                bound[at] = error + (4.0 * u * magnitude);
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
            ScanForm form,
            bool[] resets,
            double unit)
    {
        bool reversed = form.HasFlag(ScanForm.Reverse), invariant = form.HasFlag(ScanForm.Invariant);
        Complex[] db = new Complex[shape.Elements], da = new Complex[a.Length], dh0 = new Complex[shape.StateElements];
        double[] dbBound = new double[db.Length], daBound = new double[da.Length], dh0Bound = new double[dh0.Length];
        double u = unit + Math.Pow(2, -53);
        for (int s = 0; s < shape.StateElements; s++)
        {
            (int batch, int c) = (s / shape.Channels, s % shape.Channels);
            Complex lambda = Complex.Zero, factor = Complex.Zero;
            double magnitude = 0.0, error = 0.0;
            for (int n = 0; n < shape.Length; n++)
            {
                // The adjoint of the forward scan walks from the last step to the first.
                int t = reversed ? n : shape.Length - 1 - n;
                int row = (batch * shape.Length) + t, at = (row * shape.Channels) + c;
                int before = reversed ? at + shape.Channels : at - shape.Channels;
                lambda = dh[at] + (Complex.Conjugate(factor) * lambda);
                magnitude = dh[at].Magnitude + (factor.Magnitude * magnitude);
                error = (factor.Magnitude * error) + (4.0 * u * magnitude);
                (db[at], dbBound[at]) = (lambda, error + (4.0 * u * magnitude));

                bool reset = resets.Length > 0 && resets[row];
                factor = reset ? Complex.Zero : a[invariant ? c : at];
                Complex previous = reset ? Complex.Zero
                    : n < shape.Length - 1 ? h[before]
                    : h0.Length == 0 ? Complex.Zero : h0[s];
                int to = invariant ? c : at;
                da[to] += Complex.Conjugate(previous) * lambda;
                daBound[to] += previous.Magnitude
                    * (error + ((8.0 + (invariant ? shape.Length + shape.Batch : 0)) * u * magnitude));
                dh0[s] = Complex.Conjugate(factor) * lambda;
                dh0Bound[s] = factor.Magnitude * (error + (8.0 * u * magnitude));
            }
        }

        return (db, dbBound, da, daBound, dh0, dh0Bound);
    }
}
