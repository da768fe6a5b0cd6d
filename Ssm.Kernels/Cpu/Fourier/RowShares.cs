namespace Ssm.Kernels;

/// <summary>How threads share transforms along rows: by rows where there are many, within each row elsewhere.</summary>
/// <remarks>Either way the same operations make every element, so the bits are the same for any number.</remarks>
internal static class RowShares
{
    // Elementary operations of a piece of work: some µs, well above the cost of handing it over.
    private const long PieceWork = 1 << 15;

    private const int ManyRows = 8;

    /// <summary>How many threads share a row; where that is all of them, the rows are done one after the other.
    /// </summary>
    internal static int Within(int rows, int threads) => rows < ManyRows ? threads : 1;

    /// <summary>How many rows make a piece of work.</summary>
    /// <param name="atOnce">How many of them a transform takes together.</param>
    /// <param name="length">The number of points of a row.</param>
    internal static int Grain(int atOnce, int length)
    {
        long rowWork = (long)length * (BitOperations.Log2((uint)length) + 1);
        return atOnce * (int)Math.Max(1, PieceWork / Math.Max(1, rowWork * atOnce));
    }
}
