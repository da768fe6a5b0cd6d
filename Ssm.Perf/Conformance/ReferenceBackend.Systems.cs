using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>The kernels of diagonal systems, and of those that are diagonal plus low rank.</content>
internal sealed partial class ReferenceBackend
{
    public void Vandermonde(
        ComplexView<double> v, ComplexView<double> z, View<double> k, in VandermondeShape shape, double scale)
    {
        Complex[] weights = Read(v), rates = Signed(z);
        double[] results = new double[k.Length];
        for (int l = 0; l < shape.Length; l++)
        {
            for (int mode = 0; mode < rates.Length; mode++)
            {
                results[(l * shape.Channels) + (mode / shape.Modes)] +=
                    M(scale) * (weights[mode] * Power(rates[mode], l)).Real;
            }
        }

        Write(k, results);
    }

    public void VandermondeAdjoint(
        ComplexView<double> v, ComplexView<double> z, View<double> dk, ComplexView<double> dv, ComplexView<double> dz,
        in VandermondeShape shape, double scale)
    {
        Complex[] weights = Read(v), rates = Signed(z), first = new Complex[v.Length], second = new Complex[z.Length];
        double[] gradients = Read(dk);
        for (int l = 0; l < shape.Length; l++)
        {
            for (int mode = 0; mode < rates.Length; mode++)
            {
                double gradient = M(scale) * gradients[(l * shape.Channels) + (mode / shape.Modes)];
                Complex power = Conjugate(Power(rates[mode], l));
                first[mode] += power * gradient;
                second[mode] += l * Conjugate(weights[mode]) * power * gradient;
            }
        }

        Write(dv, first);
        Write(dz, second);
    }

    public void Cauchy(
        ComplexView<double> v, ComplexView<double> z, ComplexView<double> c, in CauchyShape shape)
    {
        Complex[] weights = Read(v), poles = Signed(z), results = new Complex[c.Length];
        for (int i = 0; i < results.Length; i++)
        {
            (int numerator, int k, int h) = Split(shape, i);
            for (int n = 0; n < shape.Modes; n++)
            {
                int pole = (h * shape.Modes) + n;
                Complex weight = weights[(numerator * shape.Poles) + pole];
                CauchyTerm term = new(k, shape.Length, poles[pole], magnitudes);
                results[i] += (weight * term.D) + (Conjugate(weight) * term.E);
            }
        }

        Write(c, results);
    }

    public void CauchyAdjoint(
        ComplexView<double> v, ComplexView<double> z, ComplexView<double> dc, ComplexView<double> dv,
        ComplexView<double> dz, in CauchyShape shape)
    {
        Complex[] weights = Read(v), poles = Signed(z), gradients = Read(dc);
        Complex[] first = new Complex[v.Length], second = new Complex[z.Length];
        for (int i = 0; i < gradients.Length; i++)
        {
            (int numerator, int k, int h) = Split(shape, i);
            Complex gradient = gradients[i], back = Conjugate(gradient);
            for (int n = 0; n < shape.Modes; n++)
            {
                int pole = (h * shape.Modes) + n, at = (numerator * shape.Poles) + pole;
                CauchyTerm term = new(k, shape.Length, poles[pole], magnitudes);
                first[at] += (Conjugate(term.D) * gradient) + (term.E * back);
                second[pole] += (Conjugate(weights[at] * term.Slope) * gradient)
                    + (Conjugate(weights[at]) * term.OtherSlope * back);
            }
        }

        Write(dv, first);
        Write(dz, second);
    }

    // e^(l z). What the product of l and the phase loses in rounding is put back to first order, so that the error does
    // not grow with l, as that of no kernel may; the real exponent counts as often as it is large.
    private Complex Power(Complex z, int l)
    {
        double decay = l * z.Real, phase = l * z.Imaginary;
        double lost = Math.FusedMultiplyAdd(l, z.Imaginary, -phase);
        (double sin, double cos) = Math.SinCos(phase);
        return magnitudes
            ? Math.Exp(decay) * (1.0 + Math.Abs(decay))
            : Math.Exp(decay) * new Complex(cos - (lost * sin), sin + (lost * cos));
    }

    private static (int Numerator, int Frequency, int Channel) Split(CauchyShape shape, int i) =>
        (i / shape.Channels / shape.Frequencies, i / shape.Channels % shape.Frequencies, i % shape.Channels);

    /// <summary>
    /// 1/(2(1 − ω) − (1 + ω)z), the same of the conjugate of z, and their derivatives in z and its conjugate.
    /// </summary>
    private readonly struct CauchyTerm
    {
        internal CauchyTerm(int k, int length, Complex z, bool magnitudes)
        {
            // 1 − ω = 2 sin² + 2i sin cos and 1 + ω = 2 cos² − 2i sin cos of πk/L, without cancellation.
            (double sin, double cos) = double.SinCosPi((double)k / length);
            cos = 2 * k == length ? 0.0 : cos;
            Complex g = 4.0 * new Complex(sin * sin, sin * cos), s = 2.0 * new Complex(cos * cos, -sin * cos);
            D = 1.0 / (g - (s * z));
            E = 1.0 / (g - (s * Complex.Conjugate(z)));
            Slope = s * D * D;
            OtherSlope = s * E * E;
            if (magnitudes)
            {
                // Both terms together have the denominator (g − sz)(g − sz̄), a difference of the squares of its parts:
                // by how much it cancels is how much more their roundings count.
                double together = (D * E).Magnitude, parts = 2.0 * (sin + (cos * z.Magnitude / 2.0));
                double condition = 1.0 + (parts * parts * together);
                D = E = parts * together * condition;
                Slope = OtherSlope = ((2.0 * cos * together) + (2.0 * cos * parts * parts * together * together))
                    * condition;
            }
        }

        internal Complex D { get; }

        internal Complex E { get; }

        internal Complex Slope { get; }

        internal Complex OtherSlope { get; }
    }
}
