using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>An elementary function by means that are not this library's, and how far others are from it.</summary>
/// <param name="InDouble">What it is to more digits than a float has.</param>
/// <param name="Exact">What it is to more digits than a double has, in the oracle's fixed point.</param>
/// <param name="Low">Doubles are looked at above this.</param>
/// <param name="High">Doubles are looked at below this.</param>
internal sealed record ElementaryFunction(
    Func<double, double> InDouble, Func<double, BigInteger> Exact, double Low, double High)
{
    // Exponents of numbers around 1, where most functions are hard.
    private const int HardFrom = 1012;
    private const int HardUntil = 1036;

    private static readonly VectorMathOracle Oracle = VectorMathOracle.Standard;

    /// <summary>The distance of a float from a number, in units of the last place.</summary>
    internal static double Ulps(float got, double exact)
    {
        float nearest = (float)exact;
        if (float.IsNaN(nearest) || float.IsInfinity(nearest) || float.IsNaN(got) || float.IsInfinity(got))
        {
            // Next to the overflow the last finite number is as near as infinity.
            bool same = nearest.Equals(got) || (MathF.Abs(got) >= float.MaxValue && Math.Abs(exact) >= float.MaxValue);
            return same ? 0.0 : double.PositiveInfinity;
        }

        float size = MathF.Abs(nearest);
        return Math.Abs(got - exact) / Math.Max((double)MathF.BitIncrement(size) - size, float.Epsilon);
    }

    /// <summary>Floats of every exponent and both signs: none is further off than the bound.</summary>
    internal void CheckFloats(Func<Vector<float>, Vector<float>> f, double bound)
    {
        RandomSource random = new(1);
        (double worst, float at) = (0.0, 0.0f);
        float[] x = new float[Vector<float>.Count];
        for (int exponent = 0; exponent < 255; exponent++)
        {
            for (int repeat = 0; repeat < (exponent is > 110 and < 140 ? 4000 : 160); repeat += x.Length)
            {
                for (int i = 0; i < x.Length; i++)
                {
                    ulong word = (random.NextUInt64() & 0x807FFFFF) | ((ulong)exponent << 23);
                    x[i] = BitConverter.UInt32BitsToSingle((uint)word);
                }

                Vector<float> y = f(new Vector<float>(x));
                for (int i = 0; i < x.Length; i++)
                {
                    double error = Ulps(y[i], InDouble(x[i]));
                    (worst, at) = error <= worst ? (worst, at) : (error, x[i]);
                }
            }
        }

        TestContext.Out.WriteLine($"{worst:F3} ulp at {at:R}");
        Assert.That(worst, Is.LessThanOrEqualTo(bound), $"at {at:R}");
    }

    /// <summary>Doubles of all sizes between the limits: none is further off than the bound.</summary>
    internal void CheckDoubles(Func<Vector<double>, Vector<double>> f, double bound)
    {
        (double worst, double at) = (0.0, 0.0);
        foreach (double x in Doubles().Where(x => x > Low && x < High))
        {
            double error = Oracle.Ulps(f(new Vector<double>(x))[0], Exact(x));
            (worst, at) = error <= worst ? (worst, at) : (error, x);
        }

        TestContext.Out.WriteLine($"{worst:F3} ulp at {at:R}");
        Assert.That(worst, Is.LessThanOrEqualTo(bound), $"at {at:R}");
    }

    // Some of every size, and some that lie evenly over the moderate part of the range.
    private IEnumerable<double> Doubles()
    {
        RandomSource random = new(2);
        for (int exponent = 0; exponent < 2047; exponent += exponent is > HardFrom and < HardUntil ? 1 : 13)
        {
            for (int repeat = 0; repeat < 10; repeat++)
            {
                ulong word = (random.NextUInt64() & 0x800FFFFFFFFFFFFF) | ((ulong)exponent << 52);
                yield return BitConverter.UInt64BitsToDouble(word);
            }
        }

        for (int i = 0; i < 60; i++)
        {
            yield return random.NextDouble(Math.Max(Low, -40.0), Math.Min(High, 40.0));
        }
    }
}
