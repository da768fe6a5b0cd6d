using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class SelectiveMathTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static double Unit => ScanTestData.Unit<T>();

    [Test]
    public void The_power_of_two_is_exact_to_the_last_bit_over_its_range()
    {
        // Half a unit for the last rounding, the polynomial's 2.6e-9 or 1.8e-17, and half a unit more for its other
        // steps. Without a fused multiply-add the product is rounded too, by |x| ln 2 units of the result.
        double limit = double.CreateTruncating(SelectiveMath.Limit<T>());
        double fused = Vector.IsHardwareAccelerated && System.Runtime.Intrinsics.X86.Fma.IsSupported ? 0.0 : 1.0;
        for (int i = 0; i <= 20_000; i++)
        {
            T a = T.CreateTruncating(limit * ((i / 10_000.0) - 1.0)), b = T.CreateTruncating(0.999999);
            double x = double.CreateTruncating(a) * double.CreateTruncating(b);
            double actual = double.CreateTruncating(SelectiveMath.PowerOfTwo(new Vector<T>(a), new Vector<T>(b))[0]);
            double expected = Power(x), error = Math.Abs(actual - expected) / expected;
            double oracle = 4.0 * Math.ScaleB(1.0, -53) * (1.0 + Math.Abs(x));
            Assert.That(error, Is.LessThanOrEqualTo((Unit * (2.0 + (fused * Math.Abs(x)))) + oracle), $"2^{x}");
        }
    }

    [Test]
    public void Any_exponent_is_right_beyond_the_range_of_the_short_form()
    {
        (double Power, double Value)[] cases =
        [
            (0.0, 1.0), (-1e30, 0.0), (1e30, double.PositiveInfinity), (double.NegativeInfinity, 0.0),
            (double.PositiveInfinity, double.PositiveInfinity), (double.NaN, double.NaN), (-5000.0, 0.0),
            (5000.0, double.PositiveInfinity),
        ];
        foreach ((double power, double value) in cases)
        {
            Vector<T> x = new(T.CreateChecked(power));
            Assert.That(
                double.CreateTruncating(AnyDecay<T>.Power(x, Vector<T>.One)[0]), Is.EqualTo(value), $"2^{power}");
        }
    }

    [Test]
    public void Softplus_and_sigmoid_are_within_their_units()
    {
        for (int i = -8_000; i <= 8_000; i++)
        {
            T x = T.CreateTruncating(i / 100.0);
            double wide = double.CreateTruncating(x), e = Math.Exp(-Math.Abs(wide));
            double softplus = wide > 20.0 ? wide : Math.Max(wide, 0.0) + SelectiveOracle<T>.Log1p(e);
            double sigmoid = (wide < 0.0 ? e : 1.0) / (1.0 + e);

            // 4 and 3 ulp; the argument of the exponential is rounded once more where x is large.
            double extra = 1.0 + (Math.Abs(wide) * 2.0);
            AssertClose(SelectiveMath.Softplus(new Vector<T>(x))[0], softplus, 8.0 + extra, $"softplus({x})");
            AssertClose(SelectiveMath.Sigmoid(new Vector<T>(x))[0], sigmoid, 6.0 + extra, $"sigmoid({x})");
        }
    }

    private static double Power(double x)
    {
        double whole = Math.Round(x);
        return Math.ScaleB(Math.Exp((x - whole) * Math.Log(2.0)), (int)whole);
    }

    private static void AssertClose(T actual, double expected, double units, string what) => Assert.That(
        double.CreateTruncating(actual),
        Is.EqualTo(expected).Within((units * Unit * expected) + (16.0 * Math.ScaleB(1.0, -53) * expected)),
        what);
}
