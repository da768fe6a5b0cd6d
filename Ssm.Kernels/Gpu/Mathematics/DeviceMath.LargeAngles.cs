using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <content>Quarter turns of large arguments.</content>
internal static partial class DeviceMath
{
    private const double QuarterTurn = 3.4061215800865545e-19;

    /// <summary>x − n π/2 = r + low for finite x from 400 up; returns n mod 4.</summary>
    /// <remarks>
    /// Payne and Hanek, "Radian Reduction for Trigonometric Functions", 1983: x = m 2^e with a whole m, so of the
    /// digits of 2/π only a window counts. Those before it make whole turns of x · 2/π, which the 64-bit product drops
    /// by itself; two bits of it are quarter turns and 62 the fraction, of which no float needs more than 60.
    /// </remarks>
    private static int ReduceLarge(float x, out float r, out float low)
    {
        uint bits = Interop.FloatAsInt(x);
        ulong m = (bits & 0x7FFFFFu) | 0x800000u;
        int at = (int)(bits >> 23) - 127 + 39, word = at >> 6, shift = at & 63;
        ulong first = Window(TwoOverPi(word), TwoOverPi(word + 1), shift);
        ulong second = Window(TwoOverPi(word + 1), TwoOverPi(word + 2), shift);
        ulong product = (m * first) + ((m * (second >> 32)) >> 32);
        ulong quarter = (product + 0x2000000000000000ul) >> 62;

        // The fraction of a quarter turn, from −1/2 to 1/2, in units of 2^−62.
        double angle = (long)(product - (quarter << 62)) * QuarterTurn;
        r = (float)angle;
        low = (float)(angle - r);
        return (int)quarter;
    }

    /// <summary>x − n π/2 = r + low for finite x from 2^19 up; returns n mod 4.</summary>
    /// <remarks>As with floats; of the 126 bits of the fraction no double needs more than 120.</remarks>
    private static int ReduceLarge(double x, out double r, out double low)
    {
        ulong bits = Interop.FloatAsInt(x), m = (bits & 0xFFFFFFFFFFFFFul) | 0x10000000000000ul;
        int at = (int)(bits >> 52) - 1023 + 10, word = at >> 6, shift = at & 63;
        ulong a = TwoOverPi(word), b = TwoOverPi(word + 1), c = TwoOverPi(word + 2), d = TwoOverPi(word + 3);
        ulong second = Window(b, c, shift), lowPart = HighProduct(m, Window(c, d, shift));
        ulong fraction = (m * second) + lowPart;
        ulong product = (m * Window(a, b, shift)) + HighProduct(m, second) + (fraction < lowPart ? 1ul : 0ul);
        ulong quarter = (product + 0x2000000000000000ul) >> 62;

        // The fraction as a sum of three doubles, then of two.
        long high = (long)(product - (quarter << 62));
        double top = high, rest = (high - (long)top) + (fraction * 5.421010862427522e-20);
        double sum = top + rest, sumLow = (top - sum) + rest;

        // Times π/2 in two parts: the first product is exact.
        double head = Head(sum), factor = 3.406121545623552e-19;
        double main = head * factor;
        double small = (head * 3.446300270664977e-27) + (((sum - head) + sumLow) * QuarterTurn);
        r = main + small;
        low = (main - r) + small;
        return (int)quarter;
    }

    private static ulong Window(ulong word, ulong next, int shift) => (word << shift) | ((next >> 1) >> (63 - shift));

    // The upper half of a product, from products of halves.
    private static ulong HighProduct(ulong a, ulong b)
    {
        ulong aLow = a & 0xFFFFFFFFul, aHigh = a >> 32, bLow = b & 0xFFFFFFFFul, bHigh = b >> 32;
        ulong middle = (aHigh * bLow) + ((aLow * bLow) >> 32);
        ulong other = (aLow * bHigh) + (middle & 0xFFFFFFFFul);
        return (aHigh * bHigh) + (middle >> 32) + (other >> 32);
    }

    // 64 zeros, then the bits of 2/π: a device has no table in its code, so a word is found by halving.
    private static ulong TwoOverPi(int word) =>
        word < 10 ? word < 5 ? Words0(word) : Words5(word) : word < 15 ? Words10(word) : Words15(word);

    private static ulong Words0(int word) =>
        word < 2 ? word == 0 ? 0ul : 0xA2F9836E4E441529ul
        : word == 2 ? 0xFC2757D1F534DDC0ul
        : word == 3 ? 0xDB6295993C439041ul : 0xFE5163ABDEBBC561ul;

    private static ulong Words5(int word) =>
        word < 7 ? word == 5 ? 0xB7246E3A424DD2E0ul : 0x06492EEA09D1921Cul
        : word == 7 ? 0xFE1DEB1CB129A73Eul
        : word == 8 ? 0xE88235F52EBB4484ul : 0xE99C7026B45F7E41ul;

    private static ulong Words10(int word) =>
        word < 12 ? word == 10 ? 0x3991D639835339F4ul : 0x9C845F8BBDF9283Bul
        : word == 12 ? 0x1FF897FFDE05980Ful
        : word == 13 ? 0xEF2F118B5A0A6D1Ful : 0x6D367ECF27CB09B7ul;

    private static ulong Words15(int word) =>
        word < 17 ? word == 15 ? 0x4F463F669E5FEA2Dul : 0x7527BAC7EBE5F17Bul
        : word == 17 ? 0x3D0739F78A5292EAul
        : word == 18 ? 0x6BFB5FB11F8D5D08ul : 0x56033046FC7B6BABul;
}
