using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>Random arrays, and the comparisons that the tests of scans, norms and convolutions share.</summary>
internal static class ScanTestData
{
    internal static readonly int[] Threads = [1, 2, 3, 8];

    /// <summary>The rounding error of one operation: half the distance from 1 to the next number.</summary>
    internal static double Unit<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) ? Math.Pow(2, -24) : Math.Pow(2, -53);

    /// <summary>Numbers that T holds exactly, uniform in [−scale, scale).</summary>
    internal static T[] Random<T>(RandomSource source, int count, double scale = 1.0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] numbers = new T[count];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = T.CreateTruncating(source.NextDouble(-scale, scale));
        }

        return numbers;
    }

    internal static double[] ToDouble<T>(ReadOnlySpan<T> numbers)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] wide = new double[numbers.Length];
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] = double.CreateTruncating(numbers[i]);
        }

        return wide;
    }

    internal static Complex[] ToComplex<T>(T[] re, T[] im)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Complex[] wide = new Complex[re.Length];
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] = new(double.CreateTruncating(re[i]), im.Length == 0 ? 0.0 : double.CreateTruncating(im[i]));
        }

        return wide;
    }

    /// <summary>
    /// The largest |actual − expected| / bound; a NaN or an error where the bound is 0 counts as infinite.
    /// </summary>
    internal static double Worst(Complex[] actual, Complex[] expected, double[] bound)
    {
        double worst = actual.Length == expected.Length ? 0.0 : double.PositiveInfinity;
        for (int i = 0; i < Math.Min(actual.Length, expected.Length); i++)
        {
            double error = (actual[i] - expected[i]).Magnitude;
            if (error != 0.0)
            {
                double share = error / bound[i];
                worst = double.IsNaN(share) ? double.PositiveInfinity : Math.Max(worst, share);
            }
        }

        return worst;
    }

    /// <summary>The same for real numbers and one bound.</summary>
    internal static double Worst<T>(ReadOnlySpan<T> actual, ReadOnlySpan<double> expected, double bound)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double worst = actual.Length == expected.Length ? 0.0 : double.PositiveInfinity;
        for (int i = 0; i < Math.Min(actual.Length, expected.Length); i++)
        {
            double error = Math.Abs(double.CreateTruncating(actual[i]) - expected[i]);
            if (error != 0.0)
            {
                double share = error / bound;
                worst = double.IsNaN(share) ? double.PositiveInfinity : Math.Max(worst, share);
            }
        }

        return worst;
    }

    /// <summary>Re ⟨x, y⟩ over planes.</summary>
    internal static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0.0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    internal static double[] Moved(double[] x, double[] direction, double step)
    {
        double[] moved = (double[])x.Clone();
        for (int i = 0; i < moved.Length; i++)
        {
            moved[i] += step * direction[i];
        }

        return moved;
    }
}
