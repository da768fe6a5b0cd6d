namespace Ssm.Kernels.Gpu;

/// <summary>How lengths factor into the radices that there are kernels for.</summary>
internal static class FftRadices
{
    /// <summary>Whether a length has no other prime factors than 2, 3 and 5.</summary>
    internal static bool Suits(int length)
    {
        foreach (int prime in (ReadOnlySpan<int>)[2, 3, 5])
        {
            while (length % prime == 0)
            {
                length /= prime;
            }
        }

        return length == 1;
    }

    /// <summary>The radices of the passes, odd ones first: behind them blocks are powers of two.</summary>
    internal static List<int> Of(int length)
    {
        List<int> radices = [];
        foreach (int radix in (ReadOnlySpan<int>)[5, 3])
        {
            for (; length % radix == 0; length /= radix)
            {
                radices.Add(radix);
            }
        }

        // As few passes as there can be, and of radix 2 none but for a length of two.
        int twos = BitOperations.Log2((uint)length);
        int fours = twos % 3 == 0 ? 0 : twos % 3 == 2 ? 1 : twos >= 4 ? 2 : 0;
        for (int i = 0; i < fours; i++)
        {
            radices.Add(4);
        }

        twos -= 2 * fours;
        for (; twos >= 3; twos -= 3)
        {
            radices.Add(8);
        }

        if (twos == 1)
        {
            radices.Add(2);
        }

        return radices;
    }

    /// <summary>The lengths of the steps of a long transform, each at most so long.</summary>
    /// <remarks>As equal as they can be: then lines that lie side by side stay long in every step.</remarks>
    internal static List<int> Steps(int length, int most)
    {
        if (length <= most)
        {
            return [length];
        }

        int first = (int)Math.Sqrt(length);
        if ((long)most * most < length)
        {
            first = (int)Math.Cbrt(length);
        }

        while (length % first != 0 || first > most)
        {
            first--;
        }

        List<int> rest = Steps(length / first, most);
        return [first, .. rest];
    }
}
