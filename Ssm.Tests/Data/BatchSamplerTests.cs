using Ssm.Core.Data;

namespace Ssm.Tests.Data;

/// <summary>Batches: each sequence once an epoch, the same for the same seed and epoch, whatever was drawn
/// before.</summary>
public sealed class BatchSamplerTests
{
    [TestCase(0, 4, false, 0)]      // nothing to draw
    [TestCase(1, 4, false, 1)]      // only a partial batch
    [TestCase(1, 4, true, 0)]
    [TestCase(8, 4, false, 2)]      // no partial batch
    [TestCase(8, 4, true, 2)]
    [TestCase(11, 4, false, 3)]
    [TestCase(11, 4, true, 2)]
    [TestCase(5, 1, true, 5)]
    public void An_epoch_has_each_sequence_once(int count, int batchSize, bool dropPartial, int batches)
    {
        BatchSampler sampler = new(count, batchSize, seed: 9, dropPartial);
        Assert.That(sampler.BatchesPerEpoch, Is.EqualTo(batches));
        foreach (EpochBatches epoch in new[] { sampler.Epoch(0), sampler.Epoch(5), sampler.InOrder() })
        {
            int[][] drawn = Drawn(epoch);
            Assert.That(drawn, Has.Length.EqualTo(batches));
            Assert.That(drawn.Take(batches - 1).Select(b => b.Length), Has.All.EqualTo(batchSize));
            int[] all = [.. drawn.SelectMany(b => b)];
            Assert.That(all, Has.Length.EqualTo(dropPartial ? batches * batchSize : count));
            Assert.That(all, Is.Unique.And.All.InRange(0, count - 1));
        }
    }

    [Test]
    public void The_order_of_an_epoch_does_not_depend_on_what_was_drawn_before()
    {
        BatchSampler through = new(100, 8, seed: 1);
        int[][][] epochs = [.. Enumerable.Range(0, 5).Select(e => Drawn(through.Epoch(e)))];
        Assert.That(Drawn(new BatchSampler(100, 8, seed: 1).Epoch(4)), Is.EqualTo(epochs[4]));
        Assert.That(epochs[4], Is.Not.EqualTo(epochs[3]));
        Assert.That(Drawn(new BatchSampler(100, 8, seed: 2).Epoch(4)), Is.Not.EqualTo(epochs[4]));
    }

    [Test]
    public void Evaluation_goes_through_the_data_in_order() => Assert.That(
        Drawn(new BatchSampler(5, 2, seed: 1).InOrder()), Is.EqualTo(new int[][] { [0, 1], [2, 3], [4] }));

    [Test]
    public void Which_sequences_are_dropped_changes_with_the_epoch()
    {
        BatchSampler sampler = new(10, 9, seed: 4, dropPartial: true);
        IEnumerable<int> dropped = Enumerable.Range(0, 50)
            .Select(e => Enumerable.Range(0, 10).Except(Drawn(sampler.Epoch(e))[0]).Single());
        Assert.That(dropped.Distinct().Count(), Is.GreaterThan(5));
    }

    [Test]
    public void Wrong_arguments_are_refused()
    {
        Assert.That(() => new BatchSampler(-1, 1, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new BatchSampler(1, 0, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new BatchSampler(1, 1, 0).Epoch(-1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new BatchSampler(1, 1, 0).Epoch(0)[1].Length, Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static int[][] Drawn(EpochBatches epoch) =>
        [.. Enumerable.Range(0, epoch.Count).Select(b => epoch[b].ToArray())];
}
