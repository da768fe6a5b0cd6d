using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>Numerators and poles, and the Cauchy sums and their gradients by the definition in double.</summary>
internal sealed class CauchyProblem<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Complex[] _v;
    private readonly Complex[] _z;

    internal CauchyProblem(RandomSource source, CauchyShape shape)
    {
        Shape = shape;
        VRe = ScanTestData.Random<T>(source, shape.Weights);
        VIm = ScanTestData.Random<T>(source, shape.Weights);
        ZRe = new T[shape.Poles];
        for (int i = 0; i < ZRe.Length; i++)
        {
            ZRe[i] = T.CreateTruncating(source.NextDouble(-0.5, -0.01));
        }

        ZIm = ScanTestData.Random<T>(source, shape.Poles, 4.0);
        (_v, _z) = (ScanTestData.ToComplex(VRe, VIm), ScanTestData.ToComplex(ZRe, ZIm));
    }

    /// <summary>Given poles, and numerators of 1.</summary>
    internal CauchyProblem(Complex[] poles, int length)
    {
        Shape = new(1, length, 1, poles.Length);
        (VRe, VIm) = ([.. poles.Select(_ => T.One)], new T[poles.Length]);
        ZRe = [.. poles.Select(z => T.CreateTruncating(z.Real))];
        ZIm = [.. poles.Select(z => T.CreateTruncating(z.Imaginary))];
        (_v, _z) = (ScanTestData.ToComplex(VRe, VIm), ScanTestData.ToComplex(ZRe, ZIm));
    }

    internal CauchyShape Shape { get; }

    internal T[] VRe { get; }

    internal T[] VIm { get; }

    internal T[] ZRe { get; }

    internal T[] ZIm { get; }

    /// <summary>c, and what each may be wrong by.</summary>
    /// <remarks>
    /// A term is at most |v|(β + α|z|)·|r| with r = 1/(α²|z|² − β² − 2iαβ·Re z), and its error that times a few
    /// roundings and κ = (α²|z|² + β²)·|r|, by how much the denominator cancels; both for the kernel in T and for the
    /// sum here. The kernel adds one rounding a mode.
    /// </remarks>
    internal (Complex[] C, double[] Bound) Sums()
    {
        Complex[] c = new Complex[Shape.Sums];
        double[] bound = new double[Shape.Sums];
        for (int i = 0; i < c.Length; i++)
        {
            int h = i % Shape.Channels, k = i / Shape.Channels % Shape.Frequencies;
            int numerator = i / Shape.Channels / Shape.Frequencies;
            for (int n = 0; n < Shape.Modes; n++)
            {
                int pole = (h * Shape.Modes) + n;
                Complex v = _v[(numerator * Shape.Poles) + pole];
                Node node = new(k, Shape.Length, _z[pole]);
                c[i] += (v * node.D) + (Complex.Conjugate(v) * node.E);
                bound[i] += 2 * ScanTestData.Unit<T>() * v.Magnitude * node.Size
                    * (Shape.Modes + 24 + (12 * node.Condition));
            }
        }

        return (c, bound);
    }

    /// <summary>The gradients by the formulas of the complex definition, and what each may be wrong by.</summary>
    internal (Complex[] Dv, double[] DvBound, Complex[] Dz, double[] DzBound) Gradients(Complex[] dc)
    {
        Complex[] dv = new Complex[Shape.Weights], dz = new Complex[Shape.Poles];
        double[] dvBound = new double[Shape.Weights], dzBound = new double[Shape.Poles];
        for (int i = 0; i < dc.Length; i++)
        {
            int h = i % Shape.Channels, k = i / Shape.Channels % Shape.Frequencies;
            int numerator = i / Shape.Channels / Shape.Frequencies;
            Complex back = Complex.Conjugate(dc[i]);
            for (int n = 0; n < Shape.Modes; n++)
            {
                int pole = (h * Shape.Modes) + n, weight = (numerator * Shape.Poles) + pole;
                Complex v = _v[weight];
                Node node = new(k, Shape.Length, _z[pole]);
                dv[weight] += (Complex.Conjugate(node.D) * dc[i]) + (node.E * back);
                dz[pole] += (Complex.Conjugate(v * node.S * node.D * node.D) * dc[i])
                    + (Complex.Conjugate(v) * node.S * node.E * node.E * back);

                // As above, with one rounding a frequency in the sum.
                double share = 4 * ScanTestData.Unit<T>() * dc[i].Magnitude
                    * (Shape.Frequencies + 24 + (12 * node.Condition));
                dvBound[weight] += share * node.Size;
                dzBound[pole] += share * v.Magnitude * node.Slope;
            }
        }

        return (dv, dvBound, dz, dzBound);
    }

    private readonly struct Node
    {
        internal Node(int k, int length, Complex z)
        {
            double sin = double.SinPi((double)k / length), cos = double.SinPi((length - (2.0 * k)) / (2.0 * length));
            Complex g = 4.0 * new Complex(sin * sin, sin * cos);
            S = 2.0 * new Complex(cos * cos, -sin * cos);
            if (cos == 0.0)
            {
                (g, S) = (4.0, 0.0);
            }

            D = 1.0 / (g - (S * z));
            E = 1.0 / (g - (S * Complex.Conjugate(z)));
            double inverse = 4.0 * (D * E).Magnitude, size = (2.0 * sin) + (cos * z.Magnitude);
            Size = size * inverse;
            Condition = ((4.0 * sin * sin) + (cos * cos * z.Magnitude * z.Magnitude)) * inverse;
            Slope = (cos * inverse) + (2.0 * cos * size * size * inverse * inverse);
        }

        internal Complex S { get; }

        internal Complex D { get; }

        internal Complex E { get; }

        internal double Size { get; }

        internal double Condition { get; }

        internal double Slope { get; }
    }
}
