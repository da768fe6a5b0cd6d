using System.Numerics;

namespace Ssm.Core.Data;

/// <summary>Fixed orders of time steps for <see cref="SignalDataset.Permute"/>.</summary>
public static class SequenceOrder
{
    /// <summary>The bit reversals of 0, 1, 2, … that are below the length: 0, 512, 256, 768, 128, … for 784.</summary>
    /// <remarks>
    /// The permutation of permuted MNIST in repository state-spaces/s4. Other papers use a random one.
    /// </remarks>
    /// <param name="length">The number of steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is not positive, or above 2³⁰.</exception>
    public static int[] BitReversal(int length)
    {
        DataGuard.Between(length, 1, 1 << 30, nameof(BitReversal));
        int bits = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)length));
        int[] order = new int[length];
        int filled = 0;
        for (uint i = 0; filled < length; i++)
        {
            int reversed = (int)Reverse(i, bits);
            if (reversed < length)
            {
                order[filled++] = reversed;
            }
        }

        return order;
    }

    private static uint Reverse(uint value, int bits)
    {
        uint reversed = 0;
        for (int i = 0; i < bits; i++)
        {
            reversed = (reversed << 1) | ((value >> i) & 1);
        }

        return reversed;
    }
}
