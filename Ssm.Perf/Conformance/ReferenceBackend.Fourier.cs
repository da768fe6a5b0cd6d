using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>Transforms by the sum that defines them.</content>
internal sealed partial class ReferenceBackend
{
    public void Fft(ComplexView<double> x, ComplexView<double> y, in AxisShape shape) =>
        Write(y, Sums(Read(x), shape, shape.Length, sign: -1));

    public void InverseFft(ComplexView<double> x, ComplexView<double> y, in AxisShape shape)
    {
        int n = shape.Length;
        Write(y, Array.ConvertAll(Sums(Read(x), shape, n, sign: 1), z => z / n));
    }

    public void RealFft(View<double> x, ComplexView<double> y, in AxisShape shape) =>
        Write(y, Sums(Wide(x), shape, (shape.Length / 2) + 1, sign: -1));

    public void InverseRealFft(ComplexView<double> x, View<double> y, in AxisShape shape)
    {
        // The other half of the spectrum is the conjugate of this one, and the ends are real.
        Complex[] half = Read(x), whole = new Complex[y.Length];
        int n = shape.Length, bins = (n / 2) + 1;
        for (int outer = 0; outer < shape.Outer; outer++)
        {
            for (int k = 0; k < n; k++)
            {
                for (int inner = 0; inner < shape.Inner; inner++)
                {
                    Complex z = half[(((outer * bins) + Math.Min(k, n - k)) * shape.Inner) + inner];
                    whole[At(shape, outer, k, inner)] = k == 0 || 2 * k == n ? z.Real
                        : k < n - k ? z : Conjugate(z);
                }
            }
        }

        Write(y, Array.ConvertAll(Sums(whole, shape, n, sign: 1), z => z.Real / n));
    }

    // y[k] = Σ_j x[j] e^(±2πi·jk/n) for k below a number of bins.
    private Complex[] Sums(Complex[] x, AxisShape shape, int bins, int sign)
    {
        int n = shape.Length;
        Complex[] roots = new Complex[n];
        for (int i = 0; i < n; i++)
        {
            (double sin, double cos) = double.SinCosPi(2.0 * i / n);
            roots[i] = M(new Complex(cos, sign * sin));
        }

        Complex[] y = new Complex[shape.Outer * bins * shape.Inner];
        for (int outer = 0; outer < shape.Outer; outer++)
        {
            for (int inner = 0; inner < shape.Inner; inner++)
            {
                for (int j = 0; j < n; j++)
                {
                    Complex from = x[At(shape, outer, j, inner)];
                    for (int k = 0, turn = 0; k < bins && from != Complex.Zero; k++, turn = (turn + j) % n)
                    {
                        y[(((outer * bins) + k) * shape.Inner) + inner] += from * roots[turn];
                    }
                }
            }
        }

        return y;
    }
}
