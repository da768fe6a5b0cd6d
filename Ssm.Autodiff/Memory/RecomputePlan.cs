using System.Globalization;

namespace Ssm.Autodiff;

/// <summary>Which blocks of a chain to compute again in the backward pass, so that a step fits a number of bytes.
/// </summary>
/// <remarks>
/// The prediction follows the tape. Before block i stand the blocks before it: all that they keep, or their outputs
/// alone where they are computed again. While i runs, forward or backward, its own peak is added, and the gradients of
/// the blocks that the backward pass has behind it. The step's peak is the greatest of these sums.
/// </remarks>
public sealed class RecomputePlan
{
    private readonly bool[] _again;

    private RecomputePlan(bool[] again, long peak, long budget, long extra)
    {
        _again = again;
        PredictedPeakBytes = peak;
        BudgetBytes = budget;
        ExtraBytes = extra;
    }

    /// <summary>The number of blocks.</summary>
    public int Count => _again.Length;

    /// <summary>The peak that the step will have, <see cref="Tape{T}.PeakBytes"/>.</summary>
    public long PredictedPeakBytes { get; }

    /// <summary>What was asked for.</summary>
    public long BudgetBytes { get; }

    /// <summary>Bytes that are computed a second time: the price, in the unit in which the choice was made.</summary>
    public long ExtraBytes { get; }

    /// <summary>Whether the step fits. If not, even computing every block again does not make it fit.</summary>
    public bool Fits => PredictedPeakBytes <= BudgetBytes;

    /// <summary>Whether a block is to be computed again.</summary>
    public bool this[int block] => _again[block];

    /// <summary>Chooses blocks, as few bytes to compute again as it finds, so that the peak is within the budget.
    /// </summary>
    /// <param name="blocks">The blocks in the order in which they run.</param>
    /// <param name="budget">Bytes that a step may have in use at one time.</param>
    /// <param name="around">
    /// Bytes that are in use all through the step beside the blocks, as the input's encoding.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public static RecomputePlan Choose(ReadOnlySpan<BlockCost> blocks, long budget, long around = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(budget);
        ArgumentOutOfRangeException.ThrowIfNegative(around);
        bool[] again = new bool[blocks.Length];
        while (Peak(blocks, again, around) > budget && Best(blocks, again, around) is { } best)
        {
            again[best] = true;
        }

        // A block that was chosen early may have become needless by those that were chosen after it.
        for (int i = 0; i < again.Length; i++)
        {
            if (again[i])
            {
                again[i] = false;
                again[i] = Peak(blocks, again, around) > budget;
            }
        }

        long extra = 0;
        for (int i = 0; i < again.Length; i++)
        {
            extra += again[i] ? blocks[i].Kept : 0;
        }

        return new RecomputePlan(again, Peak(blocks, again, around), budget, extra);
    }

    /// <summary>A line that says what is computed again and what it comes to.</summary>
    public override string ToString()
    {
        int count = _again.Count(again => again);
        string which = count == 0 ? "no block" : $"{count} of {Count} blocks ({Which()})";
        string fits = Fits ? "" : "; it does not fit, whatever is computed again";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Recompute {which}: {PredictedPeakBytes:N0} bytes at the peak, of {BudgetBytes:N0}{fits}.");
    }

    private string Which() => string.Join(", ", Enumerable.Range(0, Count).Where(i => _again[i]));

    // The block that lowers the peak most for each byte that it computes again; where none does, because several are
    // needed for that, the one that keeps most. Null where all are chosen.
    private static int? Best(ReadOnlySpan<BlockCost> blocks, bool[] again, long around)
    {
        long peak = Peak(blocks, again, around);
        (int? best, double bestGain, long bestSaved) = (null, 0.0, -1L);
        for (int i = 0; i < blocks.Length; i++)
        {
            if (again[i])
            {
                continue;
            }

            again[i] = true;
            double gain = (peak - Peak(blocks, again, around)) / (double)Math.Max(blocks[i].Kept, 1);
            again[i] = false;
            long saved = blocks[i].Kept - blocks[i].Output;
            if (gain > bestGain || (gain == bestGain && saved > bestSaved))
            {
                (best, bestGain, bestSaved) = (i, gain, saved);
            }
        }

        return best;
    }

    private static long Peak(ReadOnlySpan<BlockCost> blocks, bool[] again, long around)
    {
        long gradients = 0;
        foreach (BlockCost block in blocks)
        {
            gradients += block.Gradients;
        }

        (long peak, long before) = (around, around);
        for (int i = 0; i < blocks.Length; i++)
        {
            gradients -= blocks[i].Gradients;
            peak = Math.Max(peak, before + blocks[i].Peak + gradients);
            before += again[i] ? blocks[i].Output : blocks[i].Kept;
        }

        return Math.Max(peak, before);
    }
}
