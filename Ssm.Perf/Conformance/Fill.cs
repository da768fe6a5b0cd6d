using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <summary>How the numbers of an operand are drawn.</summary>
/// <param name="Draw">The number at an index; a real operand takes its real part.</param>
internal sealed record Fill(Func<RandomSource, int, (double Re, double Im)> Draw)
{
    /// <summary>Uniform in [−1, 1), both parts.</summary>
    internal static Fill Unit { get; } = Uniform(-1.0, 1.0);

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>), both parts.</summary>
    internal static Fill Uniform(double low, double high) =>
        new((source, _) => (source.NextDouble(low, high), source.NextDouble(low, high)));

    /// <summary>Real parts from one range, imaginary parts from another.</summary>
    internal static Fill Box(double reLow, double reHigh, double imLow, double imHigh) =>
        new((source, _) => (source.NextDouble(reLow, reHigh), source.NextDouble(imLow, imHigh)));

    /// <summary>Complex numbers whose magnitudes lie in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    internal static Fill Ring(double low, double high) => new((source, _) =>
    {
        (double sin, double cos) = double.SinCosPi(source.NextDouble(-1.0, 1.0));
        double size = source.NextDouble(low, high);
        return (size * cos, size * sin);
    });

    /// <summary>Magnitudes in [<paramref name="low"/>, <paramref name="high"/>), either sign.</summary>
    internal static Fill Signed(double low, double high) => new((source, _) =>
    {
        double size = source.NextDouble(low, high);
        double sign = source.NextDouble() < 0.5 ? -1.0 : 1.0;
        return (sign * size, sign * size);
    });

    /// <summary>Zeros but for a <paramref name="share"/> of the numbers: a definition of cost n² then takes n of them.
    /// </summary>
    internal static Fill Sparse(double share) => new((source, index) =>
        source.NextDouble() < share || index == 1
            ? (source.NextDouble(-1.0, 1.0), source.NextDouble(-1.0, 1.0))
            : (0.0, 0.0));

    /// <summary>As <paramref name="otherwise"/>, but every fifth number is NaN, an infinity or a zero of either sign.
    /// </summary>
    internal static Fill Special(Fill otherwise) => new((source, index) =>
    {
        (double Re, double Im) drawn = otherwise.Draw(source, index);
        return index % 5 != 3 ? drawn : (index / 5 % 5) switch
        {
            0 => (double.NaN, double.NaN),
            1 => (double.PositiveInfinity, 0.0),
            2 => (double.NegativeInfinity, 0.0),
            3 => (0.0, 0.0),
            _ => (-0.0, -0.0),
        };
    });

    /// <summary>Whole numbers 0 … <paramref name="bound"/> − 1, so that many are equal.</summary>
    internal static Fill Whole(int bound) =>
        new((source, _) => (source.NextInt32(bound), source.NextInt32(bound)));
}
