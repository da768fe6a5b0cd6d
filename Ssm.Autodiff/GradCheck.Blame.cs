namespace Ssm.Autodiff;

/// <content>Which op of a function has the wrong pullback.</content>
public static partial class GradCheck
{
    /// <summary>Finds the op whose pullback is wrong, in a function whose gradient is.</summary>
    /// <remarks>
    /// Each intermediate is moved in turn along a random direction, and the slope of the output is compared with the
    /// gradient that the backward pass had there. Behind the faulty op all gradients are right, before it they are
    /// wrong: the last intermediate with a wrong one is an input of the culprit.
    /// </remarks>
    /// <param name="function">The function; it is called several times for each of its ops and must not keep
    /// state.</param>
    /// <param name="inputs">Where to check it.</param>
    /// <param name="tolerance">The relative error from which a gradient counts as wrong.</param>
    /// <param name="step">The half-width of the central difference.</param>
    /// <param name="seed">Seed of the random directions.</param>
    /// <returns>The op and the number; null where every gradient is right.</returns>
    public static GradCheckBlame? Blame(
        Func<Variable<double>[], Variable<double>> function, IReadOnlyList<NdArray<double>> inputs,
        double tolerance = 1e-6, double step = 1e-3, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(inputs);
        RandomSource random = new(seed);
        Tape<double> tape = new(watch: TapeWatch.Inputs);
        Variable<double>[] leaves = [.. inputs.Select(x => tape.Watch(new Variable<double>(x)))];
        Variable<double> y = function(leaves);
        if (y.Tape is null)
        {
            return null;
        }

        TapeListing<double> listing = new(tape);
        (Variable<double> Output, string Op, Variable<double>?[] Inputs)[] ops =
        [
            .. tape.Entries.Select((entry, i) =>
                (entry.Output, OpName.Plain(entry.Op), tape.Details!.InputsOf(i).ToArray())),
        ];
        Dictionary<Variable<double>, NdArray<double>> seen = [];
        tape.Details!.OnGradient = (variable, gradient) => seen[variable] = gradient.Copy();
        NdArray<double> v = Direction(y.Value, random);
        Gradients<double> gradients = tape.Backward(y, v);

        // From the end: the first that is wrong has only right ones behind it.
        for (int i = ops.Length - 1; i >= 0; i--)
        {
            Variable<double> at = ops[i].Output;
            if (at != y && seen.TryGetValue(at, out NdArray<double>? gradient)
                && Wrong(at, gradient, (u, half) => Moved(function, inputs, i, u, half)) is { } blame)
            {
                return blame;
            }
        }

        for (int i = 0; i < leaves.Length; i++)
        {
            NdArray<double> gradient = gradients[leaves[i]]
                ?? NdArray<double>.Zeros(leaves[i].Shape, leaves[i].Backend, leaves[i].IsComplex);
            if (Wrong(leaves[i], gradient, (u, half) => Evaluate(function, inputs, i, u, half)) is { } blame)
            {
                return blame;
            }
        }

        return null;

        GradCheckBlame? Wrong(
            Variable<double> at, NdArray<double> gradient, Func<NdArray<double>, double, NdArray<double>> moved)
        {
            NdArray<double> u = Direction(at.Value, random);
            double byPullback = Dot(gradient, u);
            double near = (Dot(v, moved(u, step)) - Dot(v, moved(u, -step))) / (2 * step);
            double far = (Dot(v, moved(u, 2 * step)) - Dot(v, moved(u, -2 * step))) / (4 * step);
            double byDifference = ((4.0 * near) - far) / 3.0;
            double size = Math.Max(Math.Abs(byDifference), Math.Abs(byPullback)) + (1e-3 * Norm(u) * Norm(v));
            string users = string.Join(", ", ops.Where(op => op.Inputs.Contains(at)).Select(op => op.Op).Distinct());
            return Math.Abs(byDifference - byPullback) <= tolerance * size
                ? null
                : new GradCheckBlame(users, listing.NameOf(at), byDifference, byPullback);
        }
    }

    // The function's value where the output of one of its ops is moved.
    private static NdArray<double> Moved(
        Func<Variable<double>[], Variable<double>> function, IReadOnlyList<NdArray<double>> inputs, int op,
        NdArray<double> u, double step)
    {
        using Tape<double> tape = new(watch: TapeWatch.Inputs);
        bool isFirst = true;
        tape.Details!.Nudge = (entry, output) =>
        {
            // Of an op of several outputs the first one is meant.
            bool hit = entry == op && isFirst;
            isFirst &= entry != op;
            return hit ? NdMath.Add(output, NdMath.Scale(u, step)) : output;
        };
        return function([.. inputs.Select(x => tape.Watch(new Variable<double>(x)))]).Value;
    }
}
