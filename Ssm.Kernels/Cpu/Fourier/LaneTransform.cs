namespace Ssm.Kernels;

/// <summary>A forward transform, e^(−2πi·jk/n) and unnormalised, of one block of lanes in place.</summary>
internal abstract unsafe class LaneTransform<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Up to here a prime factor's own butterfly, about 2p fused operations a point, costs less than the two transforms
    // of more than twice the length that Bluestein's algorithm needs.
    internal const int LargestPrime = 31;

    protected LaneTransform(int length, int points, int[] order)
    {
        Length = length;
        Points = points;
        Order = order;
    }

    /// <summary>The number of points transformed.</summary>
    internal int Length { get; }

    /// <summary>The number of points of memory needed: at least <see cref="Length"/>.</summary>
    internal int Points { get; }

    /// <summary>Where the result of each frequency lies afterwards.</summary>
    internal int[] Order { get; }

    /// <summary>Transforms the first <see cref="Length"/> of <see cref="Points"/> points.</summary>
    internal abstract void Forward(Lanes<T>* x);

    /// <summary>Mixed radix where all prime factors are small, Bluestein's algorithm elsewhere.</summary>
    internal static LaneTransform<T> Create(int length) =>
        Factors(length) ? new LaneFft<T>(length) : new Bluestein<T>(length);

    /// <summary>Whether mixed radix serves a length.</summary>
    internal static bool Factors(int length) => LargestFactor(length) <= LargestPrime;

    private static int LargestFactor(int n)
    {
        int largest = 1;
        for (int p = 2; (long)p * p <= n; p++)
        {
            for (; n % p == 0; n /= p)
            {
                largest = p;
            }
        }

        return Math.Max(largest, n);
    }
}
