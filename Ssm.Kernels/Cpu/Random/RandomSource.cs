namespace Ssm.Kernels;

/// <summary>A source of random numbers that are the same on every machine, runtime and thread count.</summary>
/// <remarks>
/// xoshiro256**, seeded by SplitMix64 from a seed and a stream number: Blackman and Vigna, "Scrambled Linear
/// Pseudorandom Number Generators", 2021, arXiv:1805.01407. Each stream of a seed starts from a hash of both, so parts
/// of a program can draw in any order without touching each other's numbers. Not thread safe: give each thread a stream
/// of its own.
/// </remarks>
public sealed class RandomSource
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Starts a stream.</summary>
    /// <param name="seed">The seed of the whole program.</param>
    /// <param name="stream">Which of the seed's independent streams.</param>
    public RandomSource(ulong seed, ulong stream = 0)
    {
        // The stream number is mixed before it joins the seed, so that (1, 0) and (0, 1) have nothing in common.
        ulong counter = seed ^ Mix(stream + 0x9E3779B97F4A7C15UL);
        _s0 = SplitMix(ref counter);
        _s1 = SplitMix(ref counter);
        _s2 = SplitMix(ref counter);
        _s3 = SplitMix(ref counter);
    }

    private RandomSource(ReadOnlySpan<ulong> state) => (_s0, _s1, _s2, _s3) = (state[0], state[1], state[2], state[3]);

    /// <summary>Continues a stream from a state written by <see cref="CopyState"/>.</summary>
    /// <exception cref="ArgumentException">The state is not four words, or all zero.</exception>
    public static RandomSource FromState(ReadOnlySpan<ulong> state)
    {
        Guard.Length(state.Length, 4, nameof(RandomSource));
        if ((state[0] | state[1] | state[2] | state[3]) == 0)
        {
            throw new ArgumentException($"{nameof(RandomSource)}: 'state' is all zero, expected a state from " +
                "CopyState.");
        }

        return new RandomSource(state);
    }

    /// <summary>Writes the four words that <see cref="FromState"/> continues from.</summary>
    public void CopyState(Span<ulong> state)
    {
        Guard.Length(state.Length, 4, nameof(RandomSource));
        (state[0], state[1], state[2], state[3]) = (_s0, _s1, _s2, _s3);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), with 53 random bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in the open interval (0, 1): never 0, so that its logarithm is finite.</summary>
    public double NextOpenDouble() => ((NextUInt64() >> 12) + 0.5) * (1.0 / (1UL << 52));

    /// <summary>Uniform in [low, high).</summary>
    public double NextDouble(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>Uniform in 0 … bound − 1, without bias.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not positive.</exception>
    public int NextInt32(int bound)
    {
        Guard.AtLeast(bound, 1, nameof(NextInt32));

        // Lemire, "Fast Random Integer Generation in an Interval", 2019, arXiv:1805.10941: the rare low products that
        // would favour small results are drawn again.
        ulong range = (ulong)bound;
        UInt128 product = (UInt128)NextUInt64() * range;
        if ((ulong)product < range)
        {
            ulong threshold = (0UL - range) % range;
            while ((ulong)product < threshold)
            {
                product = (UInt128)NextUInt64() * range;
            }
        }

        return (int)(product >> 64);
    }

    /// <summary>
    /// Standard normal: mean 0, variance 1 (Box and Muller, 1958; the second of the pair is not kept).
    /// </summary>
    public double NextNormal()
    {
        double radius = Math.Sqrt(-2.0 * Math.Log(NextOpenDouble()));
        return radius * Math.Cos(2.0 * Math.PI * NextDouble());
    }

    /// <summary>Standard normal cut to [−bound, bound] by drawing again.</summary>
    public double NextTruncatedNormal(double bound = 2.0)
    {
        double x = NextNormal();
        while (Math.Abs(x) > bound)
        {
            x = NextNormal();
        }

        return x;
    }

    /// <summary>Puts the elements into a uniformly random order (Fisher and Yates).</summary>
    public void Shuffle<TElement>(Span<TElement> elements)
    {
        for (int i = elements.Length - 1; i > 0; i--)
        {
            int j = NextInt32(i + 1);
            (elements[i], elements[j]) = (elements[j], elements[i]);
        }
    }

    private static ulong SplitMix(ref ulong counter) => Mix(counter += 0x9E3779B97F4A7C15UL);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
