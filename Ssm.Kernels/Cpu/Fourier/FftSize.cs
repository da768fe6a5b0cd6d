using System.Diagnostics.CodeAnalysis;

namespace Ssm.Kernels;

/// <summary>Which lengths a Fourier transform can have, and which of them are cheap.</summary>
public static class FftSize
{
    /// <summary>The longest transform: its scratch memory, one vector of lanes wide, still fits one array.</summary>
    public const int Largest = 1 << 23;

    // Vector instructions for one point in one pass (loads, stores, twiddles, butterfly), counted in the kernels.
    private const double CostOf2 = 9;
    private const double CostOf3 = 12;
    private const double CostOf4 = 12.5;
    private const double CostOf5 = 17;

    /// <summary>The cheapest length 2^a·3^b·5^c that is <paramref name="n"/> or more.</summary>
    /// <remarks>
    /// Cheapest by the number of vector instructions, which is not always the shortest: 4 passes of radix 4 cost less
    /// than 3 of radix 5. The answer is below 2n, because the power of two there is one of the candidates.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is below 1 or above
    /// <see cref="Largest"/>.</exception>
    public static int GoodSize(int n)
    {
        Check(n, nameof(GoodSize), nameof(n));
        int good = (int)BitOperations.RoundUpToPowerOf2((uint)n);
        double least = Cost(BitOperations.Log2((uint)good), 0, 0) * good;
        int powerOfTwo = good;
        for (long fives = 1, c = 0; fives <= powerOfTwo; fives *= 5, c++)
        {
            for (long odd = fives, b = 0; odd <= powerOfTwo; odd *= 3, b++)
            {
                long size = odd;
                int a = 0;
                for (; size < n; size *= 2)
                {
                    a++;
                }

                double cost = Cost(a, (int)b, (int)c) * size;
                if (size <= powerOfTwo && cost < least)
                {
                    (good, least) = ((int)size, cost);
                }
            }
        }

        return good;
    }

    /// <summary>Refuses a length that no plan can have.</summary>
    internal static void Check(int length, string kernel, string argument)
    {
        Guard.AtLeast(length, 1, kernel, argument);
        if (length > Largest)
        {
            ThrowTooLong(length, kernel, argument);
        }
    }

    /// <summary>The length of a buffer of <paramref name="rows"/> rows; saturated, which no buffer's length equals.
    /// </summary>
    internal static int Product(int rows, int columns) => (int)Math.Min(int.MaxValue, (long)rows * columns);

    private static double Cost(int twos, int threes, int fives) =>
        (twos / 2 * CostOf4) + (twos % 2 * CostOf2) + (threes * CostOf3) + (fives * CostOf5);

    [DoesNotReturn]
    private static void ThrowTooLong(int length, string kernel, string argument) =>
        throw new ArgumentOutOfRangeException(
            argument,
            $"{kernel}: '{argument}' is {length}, expected {Largest} or less; cut the signal into parts.");
}
