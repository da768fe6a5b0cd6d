using System.Numerics;

namespace Ssm.Tests.Kernels;

/// <summary>Elementary functions to hundreds of digits: numbers are integers in units of 2^−bits.</summary>
internal sealed class VectorMathOracle(int bits)
{
    internal const int StandardBits = 1400;

    private BigInteger _pi;
    private int _piBits;

    private BigInteger One { get; } = BigInteger.One << bits;

    public static VectorMathOracle Standard { get; } = new(StandardBits);

    public BigInteger Number(double x)
    {
        long word = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)((word >> 52) & 0x7FF);
        BigInteger mantissa = (word & 0xFFFFFFFFFFFFF) | (exponent == 0 ? 0 : 1L << 52);
        int shift = Math.Max(exponent, 1) - 1075 + bits;
        BigInteger size = shift >= 0 ? mantissa << shift : mantissa >> -shift;
        return word < 0 ? -size : size;
    }

    /// <summary>How far <paramref name="got"/> is from the exact value, in units in the last place of the exact
    /// value.</summary>
    public double Ulps(double got, BigInteger exact)
    {
        BigInteger size = BigInteger.Abs(exact);
        int ulp = Math.Max((int)size.GetBitLength() - 53, bits - 1074);
        if (double.IsInfinity(got))
        {
            // Right where the exact value rounds to infinity: as if the next number after the largest.
            got = Math.CopySign(double.MaxValue, got);
            BigInteger limit = Number(double.MaxValue) + (BigInteger.One << (ulp - 1));
            return size >= limit && exact.Sign == Math.Sign(got) ? 0.0 : double.PositiveInfinity;
        }

        return double.IsNaN(got)
            ? double.PositiveInfinity
            : (double)((BigInteger.Abs(Number(got) - exact) << 20) >> ulp) / 1048576.0;
    }

    public BigInteger Multiply(BigInteger a, BigInteger b) => (a * b) >> bits;

    public BigInteger Divide(BigInteger a, BigInteger b) => (a << bits) / b;

    public BigInteger Sqrt(BigInteger a)
    {
        BigInteger target = a << bits, x = BigInteger.One << ((int)(target.GetBitLength() / 2) + 1);
        while (true)
        {
            BigInteger next = (x + (target / x)) >> 1;
            if (next >= x)
            {
                return x;
            }

            x = next;
        }
    }

    public BigInteger Exp(BigInteger x)
    {
        // Wider inside: squaring 32 times doubles the relative error as often.
        const int Extra = 80;
        VectorMathOracle wide = new(bits + Extra);
        BigInteger r = (x << Extra) >> 32, term = wide.One, sum = wide.One;
        for (int n = 1; !term.IsZero && term != BigInteger.MinusOne; n++)
        {
            term = wide.Multiply(term, r) / n;
            sum += term;
        }

        for (int i = 0; i < 32; i++)
        {
            sum = wide.Multiply(sum, sum);
        }

        return sum >> Extra;
    }

    public BigInteger Log(BigInteger x)
    {
        int shift = (int)x.GetBitLength() - bits;
        double fraction = (double)(x >> Math.Max(0, (int)x.GetBitLength() - 60)) / Math.Pow(2.0,
            Math.Min(60, (int)x.GetBitLength()));
        BigInteger y = Number(Math.Log(fraction) + (shift * Math.Log(2.0)));
        for (int i = 0; i < 3; i++)
        {
            BigInteger e = Exp(y);
            y += 2 * Divide(x - e, x + e);
        }

        return y;
    }

    public (BigInteger Sin, BigInteger Cos) SinCos(BigInteger x)
    {
        const int Reserve = 1100;
        BigInteger quarter = BigInteger.DivRem(x << Reserve, Pi(bits + Reserve) >> 1, out BigInteger rest);
        BigInteger r = rest >> Reserve, square = Multiply(r, r), term = One, cos = One, sin = r;
        for (int n = 1; !term.IsZero && term != BigInteger.MinusOne; n += 2)
        {
            term = -Multiply(term, square) / (n * (n + 1));
            cos += term;
            sin += Multiply(term, r) / (n + 2);
        }

        return (int)(((quarter % 4) + 4) % 4) switch
        {
            0 => (sin, cos),
            1 => (cos, -sin),
            2 => (-sin, -cos),
            _ => (-cos, sin),
        };
    }

    public BigInteger Atan(double x)
    {
        double guess = Math.Atan(x);
        (BigInteger sin, BigInteger cos) = SinCos(Number(guess));
        BigInteger exact = Number(x);
        BigInteger u = Divide(Multiply(exact, cos) - sin, cos + Multiply(exact, sin)), square = Multiply(u, u);
        return Number(guess) + u - (Multiply(u, square) / 3) + (Multiply(u, Multiply(square, square)) / 5);
    }

    public BigInteger Erf(BigInteger x)
    {
        BigInteger square = Multiply(x, x), term = x, sum = x;
        for (int n = 1; !term.IsZero && term != BigInteger.MinusOne; n++)
        {
            term = -Multiply(term, square) / n;
            sum += term / ((2 * n) + 1);
        }

        return Divide(2 * sum, Sqrt(Pi(bits)));
    }

    public BigInteger Pi(int precision)
    {
        if (_piBits != precision)
        {
            // Machin: π/4 = 4 atan(1/5) − atan(1/239).
            _pi = (16 * AtanInverse(5, precision + 20) - (4 * AtanInverse(239, precision + 20))) >> 20;
            _piBits = precision;
        }

        return _pi;
    }

    private static BigInteger AtanInverse(int x, int precision)
    {
        BigInteger power = (BigInteger.One << precision) / x, sum = power;
        for (int n = 3; !power.IsZero; n += 2)
        {
            power /= -(x * x);
            sum += power / n;
        }

        return sum;
    }
}
