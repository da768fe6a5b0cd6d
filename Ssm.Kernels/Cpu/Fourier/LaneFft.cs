using System.Diagnostics;

namespace Ssm.Kernels;

/// <summary>The mixed-radix transform of one block of lanes, in place, for lengths with small prime factors.</summary>
/// <remarks>
/// Forward goes by decimation in frequency from natural into scrambled order. Its transpose goes by decimation in time
/// from scrambled into natural order, and because the Fourier matrix is symmetric that is the same transform. A
/// convolution uses both and never reorders; a plan reorders while it copies rows out, which costs nothing more.
/// Parts larger than a first-level cache are finished one after the other (depth first), so that a long transform
/// passes through memory a few times and not once for every radix.
/// Gentleman and Sande, "Fast Fourier transforms for fun and profit", 1966; Cooley and Tukey, 1965.
/// </remarks>
internal sealed unsafe class LaneFft<T> : LaneTransform<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Half of the usual first-level cache of 32 KiB: the other half is for twiddles and whatever else there is.
    private const int CachedBytes = 1 << 14;

    private readonly int[] _radices;
    private readonly T[][] _twiddles;
    private readonly T[][] _roots;

    internal LaneFft(int length)
        : this(length, Factor(length))
    {
    }

    private LaneFft(int length, int[] radices)
        : base(length, length, Scrambling(length, radices))
    {
        _radices = radices;
        _twiddles = new T[radices.Length][];
        _roots = new T[radices.Length][];
        int size = length;
        for (int level = 0; level < radices.Length; level++)
        {
            int radix = radices[level];
            _twiddles[level] = Twiddles(size, radix);
            _roots[level] = Roots(radix);
            size /= radix;
        }
    }

    /// <summary>From natural into scrambled order.</summary>
    internal override void Forward(Lanes<T>* x) => Forward<Lanes<T>>(x);

    /// <summary>The same for points of any width.</summary>
    internal void Forward<TLanes>(TLanes* x)
        where TLanes : unmanaged, ILanes<TLanes, T> => Descend(x, 0, Length);

    /// <summary>From scrambled into natural order; the same exponent, e^(−2πi·jk/n).</summary>
    internal void ForwardFromScrambled<TLanes>(TLanes* x)
        where TLanes : unmanaged, ILanes<TLanes, T> => Ascend(x, 0, Length);

    // Decimation in frequency: a pass over the whole, then each of its parts.
    private void Descend<TLanes>(TLanes* x, int level, int size)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        if ((long)size * sizeof(Lanes<T>) <= CachedBytes)
        {
            for (int blocks = 1; level < _radices.Length; level++)
            {
                size /= _radices[level];
                FrequencyPass(x, level, blocks, size);
                blocks *= _radices[level];
            }
        }
        else if (level < _radices.Length)
        {
            int radix = _radices[level];
            int part = size / radix;
            FrequencyPass(x, level, 1, part);
            for (int q = 0; q < radix; q++)
            {
                Descend(x + ((nint)q * part), level + 1, part);
            }
        }
    }

    // Decimation in time: each part, then a pass over the whole.
    private void Ascend<TLanes>(TLanes* x, int level, int size)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        if ((long)size * sizeof(Lanes<T>) <= CachedBytes)
        {
            int part = 1;
            for (int last = _radices.Length - 1; last >= level; last--)
            {
                TimePass(x, last, size / (part * _radices[last]), part);
                part *= _radices[last];
            }
        }
        else if (level < _radices.Length)
        {
            int radix = _radices[level];
            int part = size / radix;
            for (int q = 0; q < radix; q++)
            {
                Ascend(x + ((nint)q * part), level + 1, part);
            }

            TimePass(x, level, 1, part);
        }
    }

    private void FrequencyPass<TLanes>(TLanes* x, int level, int blocks, int part)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        fixed (T* twiddles = _twiddles[level], roots = _roots[level])
        {
            switch (_radices[level])
            {
                case 2:
                    DecimationInFrequency.Radix2(x, blocks, part, twiddles);
                    break;
                case 3:
                    DecimationInFrequency.Radix3(x, blocks, part, twiddles, roots);
                    break;
                case 4 when part == 1:
                    LastRadix4.Pass<T, TLanes>(x, blocks);
                    break;
                case 4:
                    DecimationInFrequency.Radix4(x, blocks, part, twiddles);
                    break;
                case 5:
                    DecimationInFrequency.Radix5(x, blocks, part, twiddles, roots);
                    break;
                default:
                    PrimeRadix.FrequencyPass(x, blocks, part, _radices[level], twiddles, roots);
                    break;
            }
        }
    }

    private void TimePass<TLanes>(TLanes* x, int level, int blocks, int part)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        fixed (T* twiddles = _twiddles[level], roots = _roots[level])
        {
            switch (_radices[level])
            {
                case 2:
                    DecimationInTime.Radix2(x, blocks, part, twiddles);
                    break;
                case 3:
                    DecimationInTime.Radix3(x, blocks, part, twiddles, roots);
                    break;
                case 4 when part == 1:
                    LastRadix4.Pass<T, TLanes>(x, blocks);
                    break;
                case 4:
                    DecimationInTime.Radix4(x, blocks, part, twiddles);
                    break;
                case 5:
                    DecimationInTime.Radix5(x, blocks, part, twiddles, roots);
                    break;
                default:
                    PrimeRadix.TimePass(x, blocks, part, _radices[level], twiddles, roots);
                    break;
            }
        }
    }

    // Odd primes first, then a 2 where one is left over, then 4s: the last pass, without twiddles, is a 4 if it can be.
    private static int[] Factor(int n)
    {
        Span<int> found = stackalloc int[32];
        int count = 0;
        int twos = BitOperations.TrailingZeroCount(n);
        int odd = n >> twos;
        for (int p = 3; odd > 1; p += 2)
        {
            for (; odd % p == 0; odd /= p)
            {
                Debug.Assert(p <= LargestPrime, "Lengths with larger primes go to Bluestein's algorithm.");
                found[count++] = p;
            }
        }

        if (twos % 2 == 1)
        {
            found[count++] = 2;
        }

        for (int i = 0; i < twos / 2; i++)
        {
            found[count++] = 4;
        }

        return found[..count].ToArray();
    }

    // Frequency k of a transform of n = r·m points lies in part k mod r, as that part's frequency k div r.
    private static int[] Scrambling(int length, int[] radices)
    {
        int[] order = new int[length];
        for (int k = 0; k < length; k++)
        {
            int rest = k;
            int part = length;
            foreach (int radix in radices)
            {
                part /= radix;
                order[k] += rest % radix * part;
                rest /= radix;
            }
        }

        return order;
    }

    // For each k below size / radix the pairs w^k, w^2k … w^(radix−1)k, w = e^(−2πi/size).
    internal static T[] Twiddles(int size, int radix)
    {
        int part = size / radix;
        T[] table = new T[2 * part * (radix - 1)];
        int at = 0;
        for (int k = 0; k < part; k++)
        {
            for (int q = 1; q < radix; q++)
            {
                Twiddle.Write(table.AsSpan(at, 2), (long)k * q, size);
                at += 2;
            }
        }

        return table;
    }

    // The pairs e^(−2πi·q/radix) that an odd butterfly multiplies by.
    private static T[] Roots(int radix)
    {
        T[] table = new T[2 * radix];
        for (int q = 0; q < radix; q++)
        {
            Twiddle.Write(table.AsSpan(2 * q, 2), q, radix);
        }

        return table;
    }
}
