namespace Ssm.Autodiff;

/// <summary>Checks a gradient against difference quotients, along random directions.</summary>
/// <remarks>
/// For a function f with Jacobian J, a random direction u in an input and a random direction v in the output, the two
/// numbers ⟨v, J u⟩ (by differences) and ⟨Jᵀ v, u⟩ (by the pullback) are equal. One pair covers every entry of the
/// Jacobian, real and imaginary parts alike: a complex number counts as two real ones.
/// </remarks>
public static partial class GradCheck
{
    /// <summary>Checks each input of a function in turn.</summary>
    /// <param name="function">The function; it is called several times and must not keep state.</param>
    /// <param name="inputs">Where to check it.</param>
    /// <param name="step">The half-width of the central difference; its error falls as step⁴ (five-point
    /// formula).</param>
    /// <param name="seed">Seed of the random directions.</param>
    /// <returns>One result for each input.</returns>
    public static IReadOnlyList<GradCheckResult> Run(
        Func<Variable<double>[], Variable<double>> function,
        IReadOnlyList<NdArray<double>> inputs,
        double step = 1e-3,
        ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(inputs);
        RandomSource random = new(seed);
        Tape<double> tape = new();
        Variable<double>[] leaves = [.. inputs.Select(x => tape.Watch(new Variable<double>(x)))];
        Variable<double> y = function(leaves);
        NdArray<double> v = Direction(y.Value, random);
        Gradients<double>? gradients = y.Tape is null ? null : tape.Backward(y, v);
        List<GradCheckResult> results = [];
        for (int i = 0; i < inputs.Count; i++)
        {
            NdArray<double> u = Direction(inputs[i], random);
            double byPullback = gradients?[leaves[i]] is { } gradient ? Dot(gradient, u) : 0.0;

            // Five points: the error of the quotient is of the order of step⁴, so the step can be large against
            // rounding.
            (double near, double nearSize) = Quotient(function, inputs, i, u, v, step);
            (double far, double farSize) = Quotient(function, inputs, i, u, v, 2 * step);
            double byDifference = ((4.0 * near) - far) / 3.0;

            // Rounding of f enters the quotient divided by the step: relative to what v weighs, not to what is left.
            double rounding = 1e-15 * (nearSize + farSize) / step;
            double size = Math.Max(Math.Max(Math.Abs(byDifference), Math.Abs(byPullback)), 1e-3 * Norm(u) * Norm(v));
            double error = Math.Max(0.0, Math.Abs(byDifference - byPullback) - rounding) / Math.Max(size, 1e-300);
            results.Add(new GradCheckResult(i, byDifference, byPullback, error));
        }

        return results;
    }

    private static (double Value, double Size) Quotient(
        Func<Variable<double>[], Variable<double>> function, IReadOnlyList<NdArray<double>> inputs, int index,
        NdArray<double> u, NdArray<double> v, double step)
    {
        double above = Dot(v, Evaluate(function, inputs, index, u, step));
        double below = Dot(v, Evaluate(function, inputs, index, u, -step));
        return ((above - below) / (2.0 * step), Math.Abs(above) + Math.Abs(below));
    }

    private static NdArray<double> Evaluate(
        Func<Variable<double>[], Variable<double>> function, IReadOnlyList<NdArray<double>> inputs, int index,
        NdArray<double> u, double step)
    {
        NdArray<double> moved = NdMath.Add(inputs[index], NdMath.Scale(u, step));
        return function([.. inputs.Select((x, i) => new Variable<double>(i == index ? moved : x))]).Value;
    }

    private static NdArray<double> Direction(NdArray<double> like, RandomSource random)
    {
        double[] re = new double[like.Shape.Count];
        double[] im = new double[like.Shape.Count];
        for (int i = 0; i < re.Length; i++)
        {
            re[i] = random.NextNormal();
            im[i] = random.NextNormal();
        }

        return like.IsComplex
            ? NdArray<double>.From(re, im, like.Shape, like.Backend)
            : NdArray<double>.From(re, like.Shape, like.Backend);
    }

    private static double Dot(NdArray<double> x, NdArray<double> y)
    {
        double sum = Dot(x.ToArray(), y.ToArray());
        return x.IsComplex && y.IsComplex ? sum + Dot(x.ImaginaryToArray(), y.ImaginaryToArray()) : sum;
    }

    private static double Dot(double[] x, double[] y)
    {
        double sum = 0.0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    private static double Norm(NdArray<double> x) => Math.Sqrt(Dot(x, x));
}
