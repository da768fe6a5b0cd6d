using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>Diagonal recurrences, step after step.</content>
internal sealed partial class ReferenceBackend
{
    public void DiagonalScan(
        View<double> a, View<double> b, View<double> h0, View<double> h, in ScanShape shape, ScanForm form,
        View<int> resets = default, ScanAlgorithm algorithm = ScanAlgorithm.ByCost) =>
        Write(h, RealParts(States(Wide(a), Wide(b), Wide(h0), shape, form, Span(resets).ToArray())));

    public void DiagonalScan(
        ComplexView<double> a, ComplexView<double> b, ComplexView<double> h0, ComplexView<double> h,
        in ScanShape shape, ScanForm form,
        View<int> resets = default, ScanAlgorithm algorithm = ScanAlgorithm.ByCost) =>
        Write(h, States(Read(a), Read(b), Read(h0), shape, form, Span(resets).ToArray()));

    public void DiagonalScanAdjoint(
        View<double> a, View<double> h, View<double> h0, View<double> dh,
        View<double> da, View<double> db, View<double> dh0, in ScanShape shape, ScanForm form,
        View<int> resets = default, ScanAlgorithm algorithm = ScanAlgorithm.ByCost)
    {
        (Complex[] first, Complex[] second, Complex[] third) =
            Back(Wide(a), Wide(h), Wide(h0), Wide(dh), shape, form, Span(resets).ToArray());
        Write(da, RealParts(first));
        Write(db, RealParts(second));
        Write(dh0, RealParts(third));
    }

    public void DiagonalScanAdjoint(
        ComplexView<double> a, ComplexView<double> h, ComplexView<double> h0, ComplexView<double> dh,
        ComplexView<double> da, ComplexView<double> db, ComplexView<double> dh0, in ScanShape shape, ScanForm form,
        View<int> resets = default, ScanAlgorithm algorithm = ScanAlgorithm.ByCost)
    {
        (Complex[] first, Complex[] second, Complex[] third) =
            Back(Read(a), Read(h), Read(h0), Read(dh), shape, form, Span(resets).ToArray());
        Write(da, first);
        Write(db, second);
        Write(dh0, third);
    }

    private static Complex[] States(
        Complex[] a, Complex[] b, Complex[] h0, ScanShape shape, ScanForm form, int[] resets)
    {
        Complex[] h = new Complex[b.Length];
        for (int lane = 0; lane < shape.StateElements; lane++)
        {
            (int batch, int channel) = (lane / shape.Channels, lane % shape.Channels);
            Complex state = h0.Length == 0 ? Complex.Zero : h0[lane];
            for (int walked = 0; walked < shape.Length; walked++)
            {
                int t = (form & ScanForm.Reverse) != 0 ? shape.Length - 1 - walked : walked;
                int at = (((batch * shape.Length) + t) * shape.Channels) + channel;
                bool fresh = resets.Length > 0 && resets[(batch * shape.Length) + t] != 0;
                state = fresh ? b[at] : (a[(form & ScanForm.Invariant) != 0 ? channel : at] * state) + b[at];
                h[at] = state;
            }
        }

        return h;
    }

    // λ[t] = h̄[t] + conj(a[t+1]) λ[t+1] is db, conj(h[t−1]) λ[t] is da, conj(a[0]) λ[0] is dh0.
    private (Complex[] Da, Complex[] Db, Complex[] Dh0) Back(
        Complex[] a, Complex[] h, Complex[] h0, Complex[] dh, ScanShape shape, ScanForm form, int[] resets)
    {
        bool invariant = (form & ScanForm.Invariant) != 0, reversed = (form & ScanForm.Reverse) != 0;
        Complex[] da = new Complex[a.Length], db = new Complex[dh.Length], dh0 = new Complex[shape.StateElements];
        for (int lane = 0; lane < shape.StateElements; lane++)
        {
            (int batch, int channel) = (lane / shape.Channels, lane % shape.Channels);
            Complex carry = Complex.Zero;
            for (int walked = shape.Length - 1; walked >= 0; walked--)
            {
                int t = reversed ? shape.Length - 1 - walked : walked, before = reversed ? t + 1 : t - 1;
                int at = (((batch * shape.Length) + t) * shape.Channels) + channel;
                int factor = invariant ? channel : at;
                Complex lambda = dh[at] + carry;
                db[at] = lambda;
                if (resets.Length > 0 && resets[(batch * shape.Length) + t] != 0)
                {
                    carry = Complex.Zero;
                    continue;
                }

                Complex previous = walked > 0 ? h[(((batch * shape.Length) + before) * shape.Channels) + channel]
                    : h0.Length == 0 ? Complex.Zero : h0[lane];
                da[factor] += Conjugate(previous) * lambda;
                carry = Conjugate(a[factor]) * lambda;
            }

            dh0[lane] = carry;
        }

        return (da, db, dh0);
    }

    private Complex[] Wide(View<double> view) => Array.ConvertAll(Read(view), x => new Complex(x, 0.0));

    private static double[] RealParts(Complex[] numbers) => Array.ConvertAll(numbers, z => z.Real);
}
