using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The passes of a transform in a group's memory, in place; frequencies come out in scrambled order.</summary>
/// <remarks>
/// Decimation in frequency (Gentleman and Sande, 1966): a pass of radix r over blocks of m points takes the points
/// p, p + m/r, … of a block, transforms them, turns result j by e^(−2πi·pj/m), and leaves r blocks of m/r points.
/// </remarks>
internal static class FftForward
{
    internal static void Run<T>(FftPlace<T> x, ArrayView<ComplexNumber<T>> roots, FftLayout layout)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int block = layout.Points;
        int mask = (1 << layout.LaneBits) - 1;
        for (int radices = layout.Radices; radices != 0; radices >>= 4)
        {
            int radix = radices & 15;
            int part = block / radix;
            int turn = layout.Points / block;
            int count = layout.Points / radix << layout.LaneBits;
            for (int i = Group.IdxX; i < count; i += Group.DimX)
            {
                int butterfly = i >> layout.LaneBits;
                int p = butterfly % part;
                int at = ((butterfly - p) * radix) + p;
                Step(x, roots, radix, at, part, p * turn, i & mask);
            }

            Group.Barrier();
            block = part;
        }
    }

    private static void Step<T>(
        FftPlace<T> x, ArrayView<ComplexNumber<T>> roots, int radix, int at, int part, int root, int lane)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (radix == 8)
        {
            Eight(x, roots, at, part, root, lane);
        }
        else if (radix == 4)
        {
            FftFour<T> y = FftButterflies.Four(
                x[at, lane], x[at + part, lane], x[at + (2 * part), lane], x[at + (3 * part), lane]);
            x[at, lane] = y.A;
            x[at + part, lane] = y.B * roots[root];
            x[at + (2 * part), lane] = y.C * roots[2 * root];
            x[at + (3 * part), lane] = y.D * roots[3 * root];
        }
        else if (radix == 2)
        {
            ComplexNumber<T> a = x[at, lane], b = x[at + part, lane];
            x[at, lane] = a + b;
            x[at + part, lane] = (a - b) * roots[root];
        }
        else
        {
            Odd(x, roots, radix, at, part, root, lane);
        }
    }

    private static void Eight<T>(
        FftPlace<T> x, ArrayView<ComplexNumber<T>> roots, int at, int part, int root, int lane)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        FftEight<T> y = FftButterflies.Eight(
            new FftFour<T>(x[at, lane], x[at + (2 * part), lane], x[at + (4 * part), lane], x[at + (6 * part), lane]),
            new FftFour<T>(
                x[at + part, lane], x[at + (3 * part), lane], x[at + (5 * part), lane], x[at + (7 * part), lane]));

        // Three of the roots from the table, the others as products of two: one rounding more, half of the reads.
        ComplexNumber<T> one = roots[root], two = roots[2 * root], four = roots[4 * root];
        ComplexNumber<T> three = one * two;
        x[at, lane] = y.A;
        x[at + part, lane] = y.B * one;
        x[at + (2 * part), lane] = y.C * two;
        x[at + (3 * part), lane] = y.D * three;
        x[at + (4 * part), lane] = y.E * four;
        x[at + (5 * part), lane] = y.F * (one * four);
        x[at + (6 * part), lane] = y.G * (two * four);
        x[at + (7 * part), lane] = y.H * (three * four);
    }

    private static void Odd<T>(
        FftPlace<T> x, ArrayView<ComplexNumber<T>> roots, int radix, int at, int part, int root, int lane)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ComplexNumber<T> a = x[at, lane], b = x[at + part, lane], c = x[at + (2 * part), lane];
        if (radix == 3)
        {
            FftFive<T> y = FftButterflies.Three(a, b, c);
            x[at, lane] = y.A;
            x[at + part, lane] = y.B * roots[root];
            x[at + (2 * part), lane] = y.C * roots[2 * root];
        }
        else
        {
            FftFive<T> y = FftButterflies.Five(a, b, c, x[at + (3 * part), lane], x[at + (4 * part), lane]);
            x[at, lane] = y.A;
            x[at + part, lane] = y.B * roots[root];
            x[at + (2 * part), lane] = y.C * roots[2 * root];
            x[at + (3 * part), lane] = y.D * roots[3 * root];
            x[at + (4 * part), lane] = y.E * roots[4 * root];
        }
    }
}
