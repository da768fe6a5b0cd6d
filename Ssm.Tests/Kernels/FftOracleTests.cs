using System.Numerics;
using MathNet.Numerics.IntegralTransforms;

namespace Ssm.Tests.Kernels;

/// <summary>The transform by its definition, with compensated sums, and what the room's tests share.</summary>
internal static class FftOracle
{
    /// <summary>Half the distance from 1 to the next number: the largest relative error of one rounding.</summary>
    internal static double UnitRoundoff<T>() => Math.ScaleB(1, typeof(T) == typeof(float) ? -24 : -53);

    /// <summary>Numbers between −1 and 1 that T holds exactly.</summary>
    internal static T[] Noise<T>(int count, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Random random = new(seed);
        T[] values = new T[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = T.CreateTruncating((2 * random.NextDouble()) - 1);
        }

        return values;
    }

    /// <summary>X[k] = Σ_j x[j] e^(−2πi·jk/n) of one lane.</summary>
    internal static Complex[] Transform<T>(T[] re, T[] im, int n, int lanes, int lane)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Complex[] roots = new Complex[n];
        for (int j = 0; j < n; j++)
        {
            // Symmetric about zero, so that no argument is larger than π.
            (double sin, double cos) = Math.SinCos(-2 * Math.PI * (2 * j > n ? j - n : j) / n);
            roots[j] = new(cos, sin);
        }

        Complex[] result = new Complex[n];
        for (int k = 0; k < n; k++)
        {
            Compensated sumRe = default, sumIm = default;
            for (int j = 0; j < n; j++)
            {
                Complex root = roots[(int)((long)j * k % n)];
                double a = double.CreateChecked(re[(j * lanes) + lane]);
                double b = double.CreateChecked(im[(j * lanes) + lane]);
                sumRe.Add(a, root.Real);
                sumRe.Add(-b, root.Imaginary);
                sumIm.Add(a, root.Imaginary);
                sumIm.Add(b, root.Real);
            }

            result[k] = new(sumRe.Value, sumIm.Value);
        }

        return result;
    }

    /// <summary>The 2-norm of a lane's difference from the expected values, relative to the norm of those.</summary>
    internal static double Error<T>(T[] re, T[] im, int lanes, int lane, Complex[] expected)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double error = 0, norm = 0;
        for (int k = 0; k < expected.Length; k++)
        {
            double dre = double.CreateChecked(re[(k * lanes) + lane]) - expected[k].Real;
            double dim = double.CreateChecked(im[(k * lanes) + lane]) - expected[k].Imaginary;
            error += (dre * dre) + (dim * dim);
            norm += (expected[k].Real * expected[k].Real) + (expected[k].Imaginary * expected[k].Imaginary);
        }

        return Math.Sqrt(error / norm);
    }

    /// <summary>The bound on the relative 2-norm error of a transform of n points.</summary>
    /// <remarks>
    /// A pass of radix p adds p + 4 roundings at most to any of its terms (p in the sums, and a complex product with a
    /// rounded root), and the 1-norm of p terms is at most √p times their 2-norm; a pass is √p times unitary. So each
    /// prime factor p adds (p + 4)√p·u (Higham, Accuracy and Stability of Numerical Algorithms, section 24.1, has about
    /// 7u for p = 2). Bluestein's algorithm makes two transforms of m points below 4n, with one product each and three
    /// more, and its spectrum of the chirp exceeds its mean √n at most by a factor of 4. The definition's own roots add
    /// √n·u in double.
    /// </remarks>
    internal static double Bound<T>(int n)
    {
        double direct = 0;
        int rest = n;
        for (int p = 2; rest > 1; p++)
        {
            for (; rest % p == 0; rest /= p)
            {
                direct += p > 31 ? double.PositiveInfinity : (p + 4) * Math.Sqrt(p);
            }
        }

        double bluestein = 4 * ((2 * 6 * Math.Sqrt(2) * Math.Log2(4.0 * n)) + 20);
        double roundings = double.IsInfinity(direct) ? bluestein : direct;
        return ((roundings + 1) * UnitRoundoff<T>()) + (Math.Sqrt(n) * UnitRoundoff<double>());
    }

    // Ogita, Rump and Oishi, "Accurate sum and dot product", 2005: as if summed in twice the precision.
    private struct Compensated
    {
        private double _sum;
        private double _rest;

        internal readonly double Value => _sum + _rest;

        internal void Add(double x, double y)
        {
            double product = x * y;
            double productError = Math.FusedMultiplyAdd(x, y, -product);
            double sum = _sum + product;
            double back = sum - _sum;
            _rest += (_sum - (sum - back)) + (product - back) + productError;
            _sum = sum;
        }
    }
}

/// <summary>The oracle agrees with a library that shares nothing with it.</summary>
public sealed class FftOracleTests
{
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(15)]
    [TestCase(64)]
    [TestCase(97)]
    public void The_definition_agrees_with_MathNet(int n)
    {
        double[] re = FftOracle.Noise<double>(n, 1), im = FftOracle.Noise<double>(n, 2);
        Complex[] expected = new Complex[n];
        for (int j = 0; j < n; j++)
        {
            expected[j] = new(re[j], im[j]);
        }

        Fourier.Forward(expected, FourierOptions.AsymmetricScaling);
        Complex[] actual = FftOracle.Transform(re, im, n, 1, 0);
        double[] actualRe = Array.ConvertAll(actual, z => z.Real);
        double[] actualIm = Array.ConvertAll(actual, z => z.Imaginary);

        Assert.That(FftOracle.Error(actualRe, actualIm, 1, 0, expected), Is.LessThan(1e-13));
    }
}
