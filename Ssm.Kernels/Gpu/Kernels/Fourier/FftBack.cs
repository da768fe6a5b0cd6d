using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The passes of <see cref="FftForward"/> undone, from scrambled order to the natural one, in place.</summary>
/// <remarks>
/// Decimation in time (Cooley and Tukey, 1965). On points whose real and imaginary part are exchanged this is the
/// inverse transform, times the number of points.
/// </remarks>
internal static class FftBack
{
    internal static void Run<T>(FftPlace<T> x, ArrayView<ComplexNumber<T>> roots, FftLayout layout)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int part = 1;
        int mask = (1 << layout.LaneBits) - 1;
        for (int radices = layout.RadicesBack; radices != 0; radices >>= 4)
        {
            int radix = radices & 15;
            int block = part * radix;
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
            part = block;
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
                x[at, lane], x[at + part, lane] * roots[root], x[at + (2 * part), lane] * roots[2 * root],
                x[at + (3 * part), lane] * roots[3 * root]);
            x[at, lane] = y.A;
            x[at + part, lane] = y.B;
            x[at + (2 * part), lane] = y.C;
            x[at + (3 * part), lane] = y.D;
        }
        else if (radix == 2)
        {
            ComplexNumber<T> a = x[at, lane], b = x[at + part, lane] * roots[root];
            x[at, lane] = a + b;
            x[at + part, lane] = a - b;
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
        ComplexNumber<T> one = roots[root], two = roots[2 * root], four = roots[4 * root];
        ComplexNumber<T> three = one * two;
        FftEight<T> y = FftButterflies.Eight(
            new FftFour<T>(
                x[at, lane], x[at + (2 * part), lane] * two, x[at + (4 * part), lane] * four,
                x[at + (6 * part), lane] * (two * four)),
            new FftFour<T>(
                x[at + part, lane] * one, x[at + (3 * part), lane] * three, x[at + (5 * part), lane] * (one * four),
                x[at + (7 * part), lane] * (three * four)));
        x[at, lane] = y.A;
        x[at + part, lane] = y.B;
        x[at + (2 * part), lane] = y.C;
        x[at + (3 * part), lane] = y.D;
        x[at + (4 * part), lane] = y.E;
        x[at + (5 * part), lane] = y.F;
        x[at + (6 * part), lane] = y.G;
        x[at + (7 * part), lane] = y.H;
    }

    private static void Odd<T>(
        FftPlace<T> x, ArrayView<ComplexNumber<T>> roots, int radix, int at, int part, int root, int lane)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ComplexNumber<T> a = x[at, lane], b = x[at + part, lane] * roots[root];
        ComplexNumber<T> c = x[at + (2 * part), lane] * roots[2 * root];
        if (radix == 3)
        {
            FftFive<T> y = FftButterflies.Three(a, b, c);
            x[at, lane] = y.A;
            x[at + part, lane] = y.B;
            x[at + (2 * part), lane] = y.C;
        }
        else
        {
            FftFive<T> y = FftButterflies.Five(
                a, b, c, x[at + (3 * part), lane] * roots[3 * root], x[at + (4 * part), lane] * roots[4 * root]);
            x[at, lane] = y.A;
            x[at + part, lane] = y.B;
            x[at + (2 * part), lane] = y.C;
            x[at + (3 * part), lane] = y.D;
            x[at + (4 * part), lane] = y.E;
        }
    }
}
