using System.Diagnostics;

namespace Ssm.Kernels;

/// <summary>The mixed-radix transform of a vector of signals in scratch memory, written out in natural order.</summary>
/// <remarks>
/// Decimation in frequency: odd primes first, then radix 4 and 8. The last pass puts every frequency where it belongs,
/// so there is no reordering and no table of all places, only of the last pass's blocks.
/// </remarks>
internal sealed unsafe class RowLaneFft<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // A transform of 512 points of 8 floats is still done level by level.
    private const int CachedBytes = 1 << 15;

    private readonly int[] _radices;
    private readonly T[][] _twiddles;
    private readonly T[][] _roots;
    private readonly int _last;
    private readonly int[] _order;

    internal RowLaneFft(int length)
    {
        Length = length;
        _last = Math.Min(8, 1 << BitOperations.TrailingZeroCount(length));
        _radices = Factor(length / _last);
        _twiddles = new T[_radices.Length][];
        _roots = new T[_radices.Length][];
        int size = length;
        for (int level = 0; level < _radices.Length; level++)
        {
            int radix = _radices[level];
            _twiddles[level] = Twiddles(size, radix);
            _roots[level] = Roots(radix);
            size /= radix;
        }

        _order = Order(length / _last, _radices);
    }

    /// <summary>The number of points.</summary>
    internal int Length { get; }

    /// <summary>Transforms <paramref name="x"/>, which is used up; frequency k, times <paramref name="scale"/>, goes to
    /// <c>re + k·stride</c> and <c>im + k·stride</c>.</summary>
    internal void Forward(Lanes<T>* x, T* re, T* im, nint stride, T scale)
    {
        Forward(x, 0, Length, 0, re, im, stride, scale);
    }

    /// <summary>Whether <see cref="FirstPass"/> can begin this transform.</summary>
    internal bool HasFirstPass => _radices.Length > 0 && _radices[0] is 4 or 8;

    /// <summary>The first pass of two blocks of signals whose rows lie <paramref name="stride"/> elements apart.
    /// </summary>
    internal void FirstPass(T* re, T* im, nint stride, Lanes<T>* a, Lanes<T>* b)
    {
        fixed (T* twiddles = _twiddles[0])
        {
            if (_radices[0] == 4)
            {
                RowPairPasses.Radix4(re, im, stride, Length / 4, twiddles, a, b);
            }
            else
            {
                RowPairPasses.Radix8(re, im, stride, Length / 8, twiddles, a, b);
            }
        }
    }

    /// <summary>What <see cref="FirstPass"/> leaves to do.</summary>
    internal void ForwardAfterFirstPass(Lanes<T>* x, T* re, T* im, nint stride, T scale)
    {
        int part = Length / _radices[0];
        for (int q = 0; q < _radices[0]; q++)
        {
            Forward(x + (q * part), 1, part, q * part / _last, re, im, stride, scale);
        }
    }

    private void Forward(Lanes<T>* x, int level, int size, int block, T* re, T* im, nint stride, T scale)
    {
        fixed (int* order = _order)
        {
            Descend(x, level, size, order + block, re, im, stride, scale);
        }
    }

    // Parts larger than half a first-level cache are finished one after the other, the others level by level.
    private void Descend(Lanes<T>* x, int level, int size, int* order, T* re, T* im, nint stride, T scale)
    {
        if (level < _radices.Length && (long)size * sizeof(Lanes<T>) > CachedBytes)
        {
            int radix = _radices[level], part = size / radix;
            Pass(x, level, 1, part);
            for (int q = 0; q < radix; q++, x += part, order += part / _last)
            {
                Descend(x, level + 1, part, order, re, im, stride, scale);
            }

            return;
        }

        int rest = size;
        for (int blocks = 1; level < _radices.Length; level++)
        {
            rest /= _radices[level];
            Pass(x, level, blocks, rest);
            blocks *= _radices[level];
        }

        LastPass(x, order, size / _last, re, im, stride, scale);
    }

    private void LastPass(Lanes<T>* x, int* order, int blocks, T* re, T* im, nint stride, T scale)
    {
        nint step = _order.Length * stride;
        switch (_last)
        {
            case 1:
                RowLastPasses.Radix1(x, order, blocks, re, im, stride, scale);
                break;
            case 2:
                RowLastPasses.Radix2(x, order, blocks, re, im, stride, step, scale);
                break;
            case 4:
                RowLastPasses.Radix4(x, order, blocks, re, im, stride, step, scale);
                break;
            default:
                if (scale == T.One)
                {
                    RowLastPasses.Radix8(x, order, blocks, re, im, stride, step);
                }
                else
                {
                    RowLastPasses.Radix8(x, order, blocks, re, im, stride, step, scale);
                }

                break;
        }
    }

    private void Pass(Lanes<T>* x, int level, int blocks, int part)
    {
        fixed (T* twiddles = _twiddles[level], roots = _roots[level])
        {
            switch (_radices[level])
            {
                case 2:
                    RowPasses.Radix2(x, blocks, part, twiddles);
                    break;
                case 3:
                    DecimationInFrequency.Radix3(x, blocks, part, twiddles, roots);
                    break;
                case 4:
                    RowPasses.Radix4(x, blocks, part, twiddles);
                    break;
                case 5:
                    DecimationInFrequency.Radix5(x, blocks, part, twiddles, roots);
                    break;
                case 8:
                    RowPasses.Radix8(x, blocks, part, twiddles);
                    break;
                default:
                    PrimeRadix.FrequencyPass(x, blocks, part, _radices[level], twiddles, roots);
                    break;
            }
        }
    }

    // Odd primes, then as few passes as there can be: 16 is 4·4 and not 8·2.
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
                Debug.Assert(p <= LaneTransform<T>.LargestPrime, "Lengths with larger primes are not factored.");
                found[count++] = p;
            }
        }

        while (twos > 0)
        {
            int bits = twos switch { 1 => 1, 2 or 4 => 2, _ => 3 };
            found[count++] = 1 << bits;
            twos -= bits;
        }

        return found[..count].ToArray();
    }

    // Block b of the last pass, read as digits of the radices before it, holds the frequency with the digits reversed.
    private static int[] Order(int blocks, int[] radices)
    {
        int[] order = new int[blocks];
        for (int b = 0; b < blocks; b++)
        {
            int rest = b, part = blocks, weight = 1;
            foreach (int radix in radices)
            {
                part /= radix;
                order[b] += rest / part * weight;
                rest %= part;
                weight *= radix;
            }
        }

        return order;
    }

    // For each k below size / radix the pairs w^k, w^2k … w^(radix−1)k, w = e^(−2πi/size).
    private static T[] Twiddles(int size, int radix)
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
