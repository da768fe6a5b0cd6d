using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <content>Powers.</content>
internal static partial class DeviceMath
{
    /// <summary>x^y, rounded once from a result in double; special values as .NET's.</summary>
    internal static float Pow(float x, float y)
    {
        double size = Size((double)x);
        double power = size == 1.0 || y == 0.0f ? 1.0 : Exp(y * Log(size));
        return (float)PowSign(x, y, power);
    }

    /// <summary>x^y, within 1 ulp; special values as .NET's.</summary>
    /// <remarks>
    /// y log x can be 745, and its absolute error is the relative one of the result: the logarithm is formed with some
    /// ten bits more than a double has, and the product with y keeps them.
    /// </remarks>
    internal static double Pow(double x, double y)
    {
        double size = Size(x), rough = y * Log(size), power = Exp(rough);

        // Outside these bounds the result is 0 or infinite, or an operand is.
        if (rough > -760.0 && rough < 720.0 && size > 0.0)
        {
            double high = LogParts(size, out double low), highHead = Head(high), yHead = Head(y);
            double rest = (yHead * (high - highHead)) + ((y - yHead) * high) + (y * low);
            power = ExpSum(yHead * highHead, rest);
        }

        return PowSign(x, y, size == 1.0 || y == 0.0 ? 1.0 : power);
    }

    // The power of |x| turned into that of x.
    private static double PowSign(double x, double y, double power)
    {
        if (y == 0.0 || x == 1.0)
        {
            return 1.0;
        }

        // The half of an odd number is not whole. Numbers from 2^53 on are even.
        double half = 0.5 * y;
        bool whole = y == Math.Floor(y), odd = whole && half != Math.Floor(half);
        bool negative = (Interop.FloatAsInt(x) >> 63) != 0;
        bool none = x < 0.0 && x > double.NegativeInfinity && !whole;
        return none ? double.NaN : negative && odd ? -power : power;
    }

    /// <summary>log x = result + low for a positive finite x, within 2^−63 of its size.</summary>
    /// <remarks>As in <see cref="LogNormal(double, double, double)"/>, with s = f / (2 + f) and the sums in two parts:
    /// every product whose error counts is one of few enough digits to be exact.</remarks>
    private static double LogParts(double x, out double low)
    {
        bool small = x < 2.2250738585072014e-308;
        double m = LogFraction(small ? x * 18014398509481984.0 : x, out double k), f = m - 1.0;
        k = small ? k - 54.0 : k;

        // The divisor 2 + f in three parts, and the quotient in two.
        double divisor = f + 2.0, lost = f - (divisor - 2.0), head = Head(divisor);
        double s = Head(f / divisor);
        double sLow = (((f - (s * head)) - (s * (divisor - head))) - (s * lost)) / divisor;

        // z = s² in two parts, and t = 2/3 + 2/5 z + …
        double z = s * s, zLow = sLow * (s + s + sLow);
        double next = LogTail(z + zLow) * (z + zLow), t = 0.6666666666666666 + next;
        double tLow = ((0.6666666666666666 - t) + next) + 3.700743415417188e-17;

        // log m = 2 s + s z t, where the second term is a hundredth of the first.
        double zHead = Head(z), cube = s * zHead, cubeLow = (s * (z - zHead)) + (s * zLow) + (sLow * (z + zLow));
        double cubeHead = Head(cube), tHead = Head(t);
        double product = cubeHead * tHead;
        double rest = (cubeHead * (t - tHead)) + ((cube - cubeHead) * t) + (cubeLow * t) + (cube * tLow);

        // k ln 2 first, then 2 s, then what is left: each smaller than the one before, unless that one is 0.
        double first = k * 6.93147180369123816490e-01, twice = s + s, sum = first + twice;
        double sumLow = (first - sum) + twice, high = sum + product;
        low = ((sum - high) + product) + (sumLow + (rest + (sLow + sLow) + (k * 1.90821492927058770002e-10)));
        return high;
    }
}
