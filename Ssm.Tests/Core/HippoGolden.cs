using System.Numerics;
using System.Text.Json;
using Ssm.Core.Checkpoints;

namespace Ssm.Tests.Core;

/// <summary>Reads golden files of initialisations, and compares with them.</summary>
internal static class HippoGolden
{
    internal static SafetensorsFile Open(string name) => SafetensorsFile.Open(
        Path.Combine(TestContext.CurrentContext.TestDirectory, "Golden", $"{name}.safetensors"));

    internal static IEnumerable<string> Cases(string file, string prefix)
    {
        string[] cases = JsonSerializer.Deserialize<string[]>(Open(file).Metadata["cases"])!;
        return cases.Where(name => name.StartsWith(prefix, StringComparison.Ordinal));
    }

    internal static double[] Real(this SafetensorsFile file, string name) => file.Read<double>(name);

    internal static Complex[] Complex(this SafetensorsFile file, string name) =>
        [.. file.Read<double>(name + ".re").Zip(file.Read<double>(name + ".im"), (re, im) => new Complex(re, im))];

    internal static int Size(this SafetensorsFile file, string name, int axis) => (int)file[name].Shape[axis];

    /// <summary>The largest difference as a part of the largest modulus, absolute where all are zero.</summary>
    internal static double Error(IReadOnlyList<Complex> actual, IReadOnlyList<Complex> expected)
    {
        Assert.That(actual, Has.Count.EqualTo(expected.Count));
        double largest = expected.Max(System.Numerics.Complex.Abs);
        double difference = actual.Zip(expected, (x, y) => System.Numerics.Complex.Abs(x - y)).Max();
        return largest == 0 ? difference : difference / largest;
    }

    internal static double Error(double[] actual, double[] expected) => Error(Lift(actual), Lift(expected));

    internal static Complex[] Lift(double[] values) => Array.ConvertAll(values, x => (Complex)x);

    /// <summary>The largest distance between a sample's distribution function and the given one, times √n.</summary>
    /// <remarks>For a sample of that distribution it exceeds 2.23 once in ten thousand times (Kolmogorov).</remarks>
    internal static double KolmogorovSmirnov(IEnumerable<double> sample, Func<double, double> distribution)
    {
        double[] sorted = [.. sample.Order()];
        double largest = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            double f = distribution(sorted[i]);
            largest = Math.Max(largest, Math.Max(f - ((double)i / sorted.Length), ((i + 1.0) / sorted.Length) - f));
        }

        return largest * Math.Sqrt(sorted.Length);
    }

    /// <summary>How far the mean square of a sample is from the expected one, in standard errors.</summary>
    /// <param name="sample">The numbers.</param>
    /// <param name="expected">The expected mean square.</param>
    /// <param name="kurtosis">E x⁴ / (E x²)²: 3 for normal numbers, less for cut ones.</param>
    internal static double VarianceDeviations(IReadOnlyCollection<double> sample, double expected, double kurtosis = 3)
    {
        double variance = sample.Average(x => x * x);
        return Math.Abs((variance / expected) - 1) / Math.Sqrt((kurtosis - 1) / sample.Count);
    }
}
