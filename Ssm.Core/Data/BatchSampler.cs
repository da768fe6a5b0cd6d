using Ssm.Kernels;

namespace Ssm.Core.Data;

/// <summary>Which sequences go into which batch of which epoch: a pure function of the seed and the epoch.</summary>
/// <remarks>
/// Nothing is carried from one epoch to the next, so a run that resumes in epoch 7 draws what the uninterrupted run
/// drew.
/// </remarks>
public sealed class BatchSampler
{
    // "DATA" in the upper half: apart from the streams that parameters and noise are drawn from.
    private const ulong FirstStream = 0x44415441_00000000;

    /// <summary>Describes the batches.</summary>
    /// <param name="count">The number of sequences.</param>
    /// <param name="batchSize">B, the sequences of a batch.</param>
    /// <param name="seed">The seed of the order.</param>
    /// <param name="dropPartial">
    /// Whether the sequences that do not fill the last batch are left out of the epoch. They are others in each epoch.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative or the batch size not positive.</exception>
    public BatchSampler(int count, int batchSize, ulong seed, bool dropPartial = false)
    {
        DataGuard.AtLeast(count, 0, nameof(BatchSampler));
        DataGuard.AtLeast(batchSize, 1, nameof(BatchSampler));
        (Count, BatchSize, Seed, DropPartial) = (count, batchSize, seed, dropPartial);
    }

    /// <summary>The number of sequences.</summary>
    public int Count { get; }

    /// <summary>B, the sequences of a batch.</summary>
    public int BatchSize { get; }

    /// <summary>The seed of the order.</summary>
    public ulong Seed { get; }

    /// <summary>Whether the sequences that do not fill the last batch are left out of the epoch.</summary>
    public bool DropPartial { get; }

    /// <summary>The number of batches of each epoch.</summary>
    public int BatchesPerEpoch => (Count / BatchSize) + (!DropPartial && Count % BatchSize > 0 ? 1 : 0);

    /// <summary>The batches of one epoch, each sequence at most once, in an order of its own.</summary>
    /// <param name="epoch">Counted from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is negative.</exception>
    public EpochBatches Epoch(int epoch)
    {
        DataGuard.AtLeast(epoch, 0, nameof(Epoch));
        int[] order = Identity();
        new RandomSource(Seed, FirstStream + (ulong)epoch).Shuffle(order.AsSpan());
        return new EpochBatches(order, BatchSize, BatchesPerEpoch);
    }

    /// <summary>The batches in the order of the data, for evaluation.</summary>
    public EpochBatches InOrder() => new(Identity(), BatchSize, BatchesPerEpoch);

    private int[] Identity()
    {
        int[] order = new int[Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        return order;
    }
}
