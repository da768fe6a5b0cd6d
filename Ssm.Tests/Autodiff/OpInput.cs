using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Tests.Autodiff;

/// <summary>What an input of a row of the op table looks like: shape, kind, and where its values lie.</summary>
public sealed record OpInput(Shape Shape, bool IsComplex, double Low, double High)
{
    /// <summary>Values whose distance is half a unit or more, none of them within a quarter of 0.</summary>
    private bool _apart;

    private double _shift;

    /// <summary>Real, between −1.5 and 1.5.</summary>
    public static OpInput Real(params int[] sizes) => new(new Shape(sizes), false, -1.5, 1.5);

    /// <summary>Complex, both planes between −1.5 and 1.5.</summary>
    public static OpInput Complex(params int[] sizes) => new(new Shape(sizes), true, -1.5, 1.5);

    /// <summary>Real, between two bounds: for functions that are defined or smooth there only.</summary>
    public static OpInput Between(double low, double high, params int[] sizes) =>
        new(new Shape(sizes), false, low, high);

    /// <summary>Complex with real parts between 0.5 and 2: away from the cut of the logarithm.</summary>
    public static OpInput RightHalf(params int[] sizes) => new(new Shape(sizes), true, 0.5, 2.0);

    /// <summary>Real, no two values closer than 1/2 and none near 0: for functions with a kink or a choice.</summary>
    /// <param name="shift">Less than 1/2; inputs of different shifts have no value in common.</param>
    /// <param name="sizes">The shape.</param>
    public static OpInput Apart(double shift, params int[] sizes) =>
        new(new Shape(sizes), false, 0.0, 0.0) { _apart = true, _shift = shift };

    /// <summary>The input in double; every value is one of float too.</summary>
    internal NdArray<double> Values(RandomSource random, IBackend<double>? backend = null)
    {
        double[] re = Draw(random, Low, High);
        return IsComplex
            ? NdArray<double>.From(re, Draw(random, -1.5, 1.5), Shape, backend)
            : NdArray<double>.From(re, Shape, backend);
    }

    public override string ToString() => (IsComplex ? "c" : "") + Shape;

    private double[] Draw(RandomSource random, double low, double high)
    {
        double[] values = new double[Shape.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(_apart
                ? _shift + 0.25 + (0.5 * (i - (values.Length / 2)))
                : low + ((high - low) * random.NextDouble()));
        }

        if (_apart)
        {
            for (int i = values.Length - 1; i > 0; i--)
            {
                int j = (int)(random.NextDouble() * (i + 1));
                (values[i], values[j]) = (values[j], values[i]);
            }
        }

        return values;
    }
}
