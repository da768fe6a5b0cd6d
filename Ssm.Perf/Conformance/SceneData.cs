using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <summary>The inputs of a case: made once, so that the reference and a device are given the same numbers.</summary>
/// <param name="seed">The name of the case, from which all numbers follow.</param>
/// <param name="round">Rounds to the element type of the device.</param>
internal sealed class SceneData(string seed, Func<double, double> round)
{
    private readonly Dictionary<string, double[]> _numbers = [];

    /// <summary>The numbers of an operand, drawn at the first request.</summary>
    internal double[] Draw(string name, int length, Fill fill, bool imaginary = false)
    {
        string key = imaginary ? Imaginary(name) : name;
        if (!_numbers.TryGetValue(key, out double[]? numbers))
        {
            RandomSource source = new(Hash(seed), Hash(name));
            numbers = new double[length];
            for (int i = 0; i < length; i++)
            {
                (double re, double im) = fill.Draw(source, i);
                numbers[i] = round(imaginary ? im : re);
            }

            _numbers.Add(key, numbers);
        }

        return numbers;
    }

    /// <summary>A source of whole numbers for an operand.</summary>
    internal RandomSource Source(string name) => new(Hash(seed), Hash(name));

    /// <summary>Numbers that were kept, or null.</summary>
    internal double[]? Find(string name) => _numbers.GetValueOrDefault(name);

    /// <summary>Keeps numbers that the reference computed, rounded.</summary>
    internal double[] Keep(string name, double[] numbers)
    {
        double[] rounded = Array.ConvertAll(numbers, x => round(x));
        _numbers.Add(name, rounded);
        return rounded;
    }

    internal static string Imaginary(string name) => $"{name}.im";

    // Fowler, Noll and Vo's hash: the same on every run, which string.GetHashCode is not.
    private static ulong Hash(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char letter in text)
        {
            hash = (hash ^ letter) * 1099511628211;
        }

        return hash;
    }
}
