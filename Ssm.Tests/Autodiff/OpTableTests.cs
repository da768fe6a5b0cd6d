using System.Reflection;
using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Tests.Autodiff;

/// <summary>Every op at every row of the table: its pullback, and float against double.</summary>
public sealed class OpTableTests
{
    /// <summary>What a gradient may differ by from its difference quotient, relative to its size.</summary>
    internal const double GradientTolerance = 1e-7;

    private static readonly IReadOnlyList<OpRow<double>> Rows = OpRows.All<double>();

    private static readonly IReadOnlyList<OpRow<float>> FloatRows = OpRows.All<float>();

    private static IEnumerable<TestCaseData> Cases() =>
        Rows.Select((row, i) => new TestCaseData(i).SetArgDisplayNames($"{i}: {row}"));

    [Test]
    public void Every_public_op_has_a_row()
    {
        IEnumerable<string> ops = typeof(Op)
            .GetMethods(BindingFlags.Public | BindingFlags.Static).Select(method => method.Name).Distinct();
        Assert.That(Rows.Select(row => row.Op).Distinct(), Is.EquivalentTo(ops));
    }

    [TestCaseSource(nameof(Cases))]
    public void The_pullback_agrees_with_the_difference_quotient(int index)
    {
        OpRow<double> row = Rows[index];
        foreach (GradCheckResult result in GradCheck.Run(row.Apply, Values(row)))
        {
            Assert.That(result.RelativeError, Is.LessThan(GradientTolerance), $"{row}: {result}");
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void Float_agrees_with_double(int index)
    {
        OpRow<double> row = Rows[index];
        OpRow<float> narrow = FloatRows[index];
        NdArray<double>[] values = Values(row);
        Variable<double>[] x = [.. values.Select(value => new Variable<double>(value))];
        Variable<float>[] x32 = [.. values.Select(value => new Variable<float>(ToFloat(value)))];

        Tape<double> tape = new();
        Tape<float> tape32 = new();
        tape.Watch(x);
        tape32.Watch(x32);
        Variable<double> y = row.Apply(x);
        Variable<float> y32 = narrow.Apply(x32);
        AssertClose(y32.Value, y.Value, row, "output");
        if (y.Tape is null)
        {
            Assert.That(y32.Tape, Is.Null);
            return;
        }

        NdArray<double> seed = Seed(y);
        Gradients<double> gradients = tape.Backward(y, seed);
        Gradients<float> gradients32 = tape32.Backward(y32, ToFloat(seed));
        for (int i = 0; i < x.Length; i++)
        {
            Assert.That(gradients32[x32[i]] is null, Is.EqualTo(gradients[x[i]] is null), $"{row}: gradient {i}");
            if (gradients[x[i]] is { } gradient)
            {
                AssertClose(gradients32[x32[i]]!, gradient, row, $"gradient {i}");
            }
        }
    }

    private static IEnumerable<TestCaseData> Mixtures() =>
        Rows.Select((row, i) => (Row: row, Index: i))
            .Where(at => at.Row.Inputs.Length > 1 && at.Row.Inputs.All(input => input.Shape.Count > 1))
            .DistinctBy(at => (at.Row.Op, string.Join(' ', at.Row.Inputs.Select(input => input.IsComplex))))
            .Select(at => new TestCaseData(at.Index).SetArgDisplayNames($"{at.Index}: {at.Row}"));

    [TestCaseSource(nameof(Mixtures))]
    public void A_gradient_is_the_same_where_the_other_inputs_are_constants(int index)
    {
        OpRow<double> row = Rows[index];
        NdArray<double>[] values = Values(row);
        for (int i = 0; i < values.Length; i++)
        {
            (double[]? alone, double[]? together) = (Gradient([i]), Gradient([.. Enumerable.Range(0, values.Length)]));
            Assert.That(alone, Is.EqualTo(together), $"{row}: gradient {i}");

            double[]? Gradient(int[] watched)
            {
                Variable<double>[] x = [.. values.Select(value => new Variable<double>(value))];
                Tape<double> tape = new();
                tape.Watch(watched.Select(input => x[input]));
                Variable<double> y = row.Apply(x);
                return y.Tape is null || tape.Backward(y, Seed(y))[x[i]] is not { } gradient
                    ? null
                    : [.. gradient.ToArray(), .. gradient.ImaginaryToArray()];
            }
        }
    }

    private static NdArray<double> Seed(Variable<double> y) =>
        (y.IsComplex ? OpInput.Complex([.. y.Shape]) : OpInput.Real([.. y.Shape])).Values(new RandomSource(99));

    /// <summary>The inputs of a row, always the same.</summary>
    internal static NdArray<double>[] Values(OpRow<double> row)
    {
        // Seeded by the row's own words, so that a new row gives no other row new values.
        ulong seed = 14695981039346656037;
        foreach (char letter in row.ToString())
        {
            seed = (seed ^ letter) * 1099511628211;
        }

        RandomSource random = new(seed);
        return [.. row.Inputs.Select(input => input.Values(random))];
    }

    private static NdArray<float> ToFloat(NdArray<double> x)
    {
        float[] re = Array.ConvertAll(x.ToArray(), value => (float)value);
        return x.IsComplex
            ? NdArray<float>.From(re, Array.ConvertAll(x.ImaginaryToArray(), value => (float)value), x.Shape)
            : NdArray<float>.From(re, x.Shape);
    }

    private static void AssertClose(NdArray<float> actual, NdArray<double> expected, OpRow<double> row, string what)
    {
        Assert.That(actual.Shape, Is.EqualTo(expected.Shape), $"{row}: shape of the {what}");
        Assert.That(actual.IsComplex, Is.EqualTo(expected.IsComplex), $"{row}: kind of the {what}");
        double[] reference = [.. expected.ToArray(), .. expected.ImaginaryToArray()];
        float[] values = [.. actual.ToArray(), .. actual.ImaginaryToArray()];
        double size = reference.Select(Math.Abs).DefaultIfEmpty().Max();
        double tolerance = row.Roundings * Math.ScaleB(1, -25) * size;
        for (int i = 0; i < values.Length; i++)
        {
            Assert.That(values[i], Is.EqualTo(reference[i]).Within(tolerance), $"{row}: {what}, element {i}");
        }
    }
}
