namespace Ssm.Core.Data;

/// <summary>The batches of one epoch, made by <see cref="BatchSampler"/>.</summary>
public sealed class EpochBatches
{
    private readonly int[] _order;
    private readonly int _batchSize;

    internal EpochBatches(int[] order, int batchSize, int count) =>
        (_order, _batchSize, Count) = (order, batchSize, count);

    /// <summary>The number of batches.</summary>
    public int Count { get; }

    /// <summary>The indices of the sequences of one batch, (B), fewer in a partial last batch.</summary>
    /// <param name="batch">Counted from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch.</exception>
    public ReadOnlySpan<int> this[int batch]
    {
        get
        {
            DataGuard.Between(batch, 0, Count - 1, nameof(EpochBatches));

            // The start cannot overflow: it is below the number of sequences.
            int start = batch * _batchSize;
            return _order.AsSpan(start, Math.Min(_batchSize, _order.Length - start));
        }
    }
}
