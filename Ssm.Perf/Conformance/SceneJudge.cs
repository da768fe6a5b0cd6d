using System.Numerics;

namespace Ssm.Perf.Conformance;

/// <summary>Compares what a device computed with what the reference did.</summary>
internal sealed class SceneJudge<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Scene<double> _values;
    private readonly Scene<double> _sizes;
    private readonly double _epsilon = double.CreateTruncating(T.BitIncrement(T.One) - T.One);
    private readonly double _smallest =
        double.CreateTruncating(T.One / T.ScaleB(T.One, typeof(T) == typeof(float) ? 126 : 1022));

    /// <param name="values">The reference.</param>
    /// <param name="sizes">The reference over magnitudes.</param>
    internal SceneJudge(Scene<double> values, Scene<double> sizes) => (_values, _sizes) = (values, sizes);

    /// <summary>The result that came closest to its tolerance, or passed it most.</summary>
    internal string Worst { get; private set; } = "";

    /// <summary>Its error, relative to its magnitude.</summary>
    internal double Error { get; private set; }

    /// <summary>Its tolerance, likewise.</summary>
    internal double Tolerance { get; private set; }

    /// <summary>The first thing that is wrong; empty for nothing.</summary>
    internal string Judge(Scene<T> scene)
    {
        foreach (SceneOperand<T> operand in scene.Operands)
        {
            if (operand.FirstDisturbed() is { } at)
            {
                return $"{operand.Name}[{at}] of {operand.Length} was changed"
                    + (operand.Role == SceneRole.Input ? ", and it is an input" : ", beside the result");
            }
        }

        foreach (SceneOperand<T> operand in scene.Operands.Where(o => o.Role == SceneRole.Result))
        {
            if (Compare(operand) is { Length: > 0 } message)
            {
                return message;
            }
        }

        return "";
    }

    /// <summary>Whether two scenes have the same results, bit for bit; says where not.</summary>
    internal static string SameBits(Scene<T> first, Scene<T> second)
    {
        foreach ((SceneOperand<T> left, SceneOperand<T> right) in first.Operands.Zip(second.Operands))
        {
            bool same = left.Role != SceneRole.Result || SceneOperand<T>.SameBits(left.Result, right.Result);
            for (int i = 0; i < left.Length && !same; i++)
            {
                if (!SceneOperand<T>.SameBits(left.Result.Slice(i, 1), right.Result.Slice(i, 1)))
                {
                    return FormattableString.Invariant(
                        $"{left.Name}[{i}] was {left.Result[i]} and, run again, {right.Result[i]}: not the same bits");
                }
            }
        }

        return "";
    }

    private string Compare(SceneOperand<T> operand)
    {
        ReadOnlySpan<double> expected = Find(_values, operand.Name), sizes = Find(_sizes, operand.Name);
        Tolerance tolerance = operand.Tolerance;
        double greatest = 0.0;
        if (tolerance.Shared)
        {
            foreach (double size in sizes)
            {
                greatest = Math.Max(greatest, size);
            }
        }

        string message = "";
        int wrong = 0;
        for (int i = 0; i < operand.Length; i++)
        {
            double got = double.CreateTruncating(operand.Result[i]);
            double size = Math.Max(tolerance.Shared ? greatest : Math.Abs(sizes[i]), tolerance.Floor);
            double allowed = tolerance.Roundings * ((_epsilon * size) + _smallest);
            double error = got.Equals(expected[i]) || got == expected[i] ? 0.0 : Math.Abs(got - expected[i]);
            Note(operand.Name, error, size, tolerance.Roundings * _epsilon);
            if (error == 0.0 || error <= allowed)
            {
                continue;
            }

            wrong++;
            if (message.Length == 0)
            {
                message = FormattableString.Invariant(
                    $"{operand.Name}[{i}] is {got}, expected {expected[i]} ± {allowed:g3}: off by {error:g3}, ")
                    + FormattableString.Invariant($"its terms being of size {size:g3}");
            }
        }

        return wrong == 0 ? "" : $"{message}; {wrong} of {operand.Length} are wrong";
    }

    private void Note(string name, double error, double size, double tolerance)
    {
        double relative = error == 0.0 ? 0.0 : error / size;
        if (Worst.Length == 0 || relative * Tolerance > Error * tolerance || (double.IsNaN(relative) && Error == 0.0))
        {
            (Worst, Error, Tolerance) = (name, relative, tolerance);
        }
    }

    private static ReadOnlySpan<double> Find(Scene<double> scene, string name) =>
        scene.Operands.First(o => o.Name == name && o.Role == SceneRole.Result).Result;
}
