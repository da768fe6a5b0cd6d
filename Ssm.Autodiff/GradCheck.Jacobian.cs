namespace Ssm.Autodiff;

/// <content>Every entry of the Jacobian.</content>
public static partial class GradCheck
{
    private const int MostEntries = 1 << 20;

    /// <summary>Compares every entry of the Jacobian, for small inputs: which numbers are wrong, and by how much.
    /// </summary>
    /// <remarks>
    /// One backward pass for each number of the output, and four evaluations for each number of the inputs. A complex
    /// number counts as two real ones.
    /// </remarks>
    /// <param name="function">The function; it is called many times and must not keep state.</param>
    /// <param name="inputs">Where to check it.</param>
    /// <param name="step">The half-width of the central difference.</param>
    /// <returns>All entries, those with the greatest errors first.</returns>
    /// <exception cref="ArgumentException">The Jacobian has more than 2^20 entries.</exception>
    public static IReadOnlyList<GradCheckEntry> Jacobian(
        Func<Variable<double>[], Variable<double>> function, IReadOnlyList<NdArray<double>> inputs, double step = 1e-3)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(inputs);
        NdArray<double> y = function([.. inputs.Select(x => new Variable<double>(x))]).Value;
        long entries = Numbers(y) * inputs.Sum(Numbers);
        if (entries > MostEntries)
        {
            throw new ArgumentException(
                $"GradCheck.Jacobian: the Jacobian of {inputs.Sum(Numbers)} numbers in and {Numbers(y)} out has " +
                $"{entries} entries, expected {MostEntries} or fewer; use smaller inputs, or Run.", nameof(inputs));
        }

        double[][][] rows = [.. Enumerable.Range(0, (int)Numbers(y)).Select(i => Row(function, inputs, Unit(y, i)))];
        List<GradCheckEntry> found = [];
        for (int input = 0; input < inputs.Count; input++)
        {
            for (int j = 0; j < Numbers(inputs[input]); j++)
            {
                double[] column = Column(function, inputs, input, Unit(inputs[input], j), step);
                for (int i = 0; i < column.Length; i++)
                {
                    double byPullback = rows[i][input][j];
                    double size = Math.Max(1.0, Math.Max(Math.Abs(column[i]), Math.Abs(byPullback)));
                    found.Add(new GradCheckEntry(
                        input, Place(inputs[input], j), Place(y, i), column[i], byPullback,
                        Math.Abs(column[i] - byPullback) / size));
                }
            }
        }

        return [.. found.OrderByDescending(entry => double.IsNaN(entry.Error) ? double.MaxValue : entry.Error)];
    }

    private static double[][] Row(
        Func<Variable<double>[], Variable<double>> function, IReadOnlyList<NdArray<double>> inputs,
        NdArray<double> seed)
    {
        Tape<double> tape = new();
        Variable<double>[] leaves = [.. inputs.Select(x => tape.Watch(new Variable<double>(x)))];
        Variable<double> y = function(leaves);
        Gradients<double>? gradients = y.Tape is null ? null : tape.Backward(y, seed);
        return [.. leaves.Select(leaf =>
            gradients?[leaf] is { } gradient ? Flat(gradient) : new double[Numbers(leaf.Value)])];
    }

    private static double[] Column(
        Func<Variable<double>[], Variable<double>> function, IReadOnlyList<NdArray<double>> inputs, int input,
        NdArray<double> unit, double step)
    {
        double[] near = Difference(step);
        double[] far = Difference(2 * step);
        return [.. near.Zip(far, (n, f) => ((4.0 * n) - f) / 3.0)];

        double[] Difference(double half) => [.. Flat(Evaluate(function, inputs, input, unit, half))
            .Zip(Flat(Evaluate(function, inputs, input, unit, -half)), (above, below) => (above - below) / (2 * half))];
    }

    private static long Numbers(NdArray<double> x) => (long)x.Shape.Count * (x.IsComplex ? 2 : 1);

    private static double[] Flat(NdArray<double> x) =>
        x.IsComplex ? [.. x.ToArray(), .. x.ImaginaryToArray()] : x.ToArray();

    private static NdArray<double> Unit(NdArray<double> like, int index)
    {
        double[] re = new double[like.Shape.Count];
        double[] im = new double[like.Shape.Count];
        (index < re.Length ? re : im)[index % re.Length] = 1.0;
        return like.IsComplex
            ? NdArray<double>.From(re, im, like.Shape, like.Backend)
            : NdArray<double>.From(re, like.Shape, like.Backend);
    }

    private static string Place(NdArray<double> x, int index)
    {
        int count = x.Shape.Count;
        string part = !x.IsComplex ? "" : index < count ? "Re " : "Im ";
        return part + NonFinite.Place(x.Shape, index % count);
    }
}
