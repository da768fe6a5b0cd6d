using Ssm.Core.Data;

namespace Ssm.Tests.Data;

/// <summary>Datasets of signals and tokens: what is copied out is what was put in, and what does not fit is
/// refused.</summary>
public sealed class SequenceDatasetTests
{
    // Three signals of two steps and two channels: 0 1 | 2 3, 4 5 | 6 7, 8 9 | 10 11.
    private static SignalDataset Signals() => new(
        "ramp", length: 2, channels: 2, classes: 4, [.. Enumerable.Range(0, 12).Select(i => (float)i)], [3, 0, 1]);

    // 5 6 7, nothing, 8 9.
    private static TokenDataset Tokens() => new(
        "words", length: 4, vocabulary: 10, classes: 2, tokens: [5, 6, 7, 8, 9], lengths: [3, 0, 2], labels: [1, 0, 1]);

    [Test]
    public void A_batch_of_signals_is_in_the_order_of_its_indices()
    {
        float[] floats = new float[8];
        Signals().CopyInputs<float>([2, 0], floats);
        Assert.That(floats, Is.EqualTo(new float[] { 8, 9, 10, 11, 0, 1, 2, 3 }));

        double[] doubles = new double[12];
        Signals().CopyInputs<double>([1, 1, 1], doubles);
        Assert.That(doubles, Is.EqualTo(new double[] { 4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7 }));

        int[] labels = new int[2], lengths = new int[2];
        Signals().CopyLabels([2, 0], labels);
        Signals().CopyLengths([2, 0], lengths);
        Assert.That(labels, Is.EqualTo(new[] { 1, 3 }));
        Assert.That(lengths, Is.EqualTo(new[] { 2, 2 }));
    }

    [Test]
    public void A_batch_of_tokens_is_padded_at_its_end()
    {
        TokenDataset data = Tokens();
        int[] tokens = new int[12];
        data.CopyTokens([2, 1, 0], data.Length, tokens);
        Assert.That(tokens, Is.EqualTo(new[] { 8, 9, 0, 0, 0, 0, 0, 0, 5, 6, 7, 0 }));

        Assert.That(data.LongestOf([2, 1]), Is.EqualTo(2));
        int[] few = [-1, -1, -1, -1];
        data.CopyTokens([2, 1], length: 2, few);
        Assert.That(few, Is.EqualTo(new[] { 8, 9, 0, 0 }));
        Assert.That(data.LongestOf([]), Is.Zero);
        data.CopyTokens([], length: 0, []);
    }

    [Test]
    public void The_padding_is_the_one_that_was_asked_for()
    {
        TokenDataset data = new("p", 3, 10, 1, tokens: [1], lengths: [1], labels: [0], pad: 9);
        int[] tokens = new int[3];
        data.CopyTokens([0], 3, tokens);
        Assert.That(tokens, Is.EqualTo(new[] { 1, 9, 9 }));
    }

    [Test]
    public void A_subset_keeps_sequences_with_their_labels_and_lengths()
    {
        SignalDataset signals = Signals().Subset([2, 0]);
        Assert.That(signals.Inputs.ToArray(), Is.EqualTo(new float[] { 8, 9, 10, 11, 0, 1, 2, 3 }));
        Assert.That(signals.Labels.ToArray(), Is.EqualTo(new[] { 1, 3 }));

        TokenDataset tokens = Tokens().Subset([2, 1, 2]);
        int[] copied = new int[6];
        tokens.CopyTokens([0, 1, 2], 2, copied);
        Assert.That(copied, Is.EqualTo(new[] { 8, 9, 0, 0, 8, 9 }));
        Assert.That(tokens.Labels.ToArray(), Is.EqualTo(new[] { 1, 0, 1 }));
        Assert.That(tokens.Vocabulary, Is.EqualTo(10));
        Assert.That(Tokens().Subset([]).Count, Is.Zero);
    }

    // 5 6 7 with labels at 6 and 7, and 8 9 with one at 8.
    private static TokenDataset Tagged() => new(
        "tags", length: 4, vocabulary: 10, classes: 3, tokens: [5, 6, 7, 8, 9], lengths: [3, 2],
        labels: [-1, 2, 0, 1, -1], labelsOf: LabelsOf.Step);

    [Test]
    public void Labels_of_steps_are_copied_with_none_for_the_padding()
    {
        TokenDataset data = Tagged();
        int[] labels = new int[8];
        data.CopyStepLabels([1, 0], 4, labels);
        Assert.That(labels, Is.EqualTo(new[] { 1, -1, -1, -1, -1, 2, 0, -1 }));
        Assert.That(data.Count, Is.EqualTo(2));
        Assert.That(data.CountLabels([0]), Is.EqualTo(2));
        Assert.That(data.CountLabels([1, 0, 1]), Is.EqualTo(4));
        Assert.That(Tokens().CountLabels([0, 2]), Is.EqualTo(2));

        TokenDataset part = data.Subset([1, 1]);
        Assert.That(part.LabelsOf, Is.EqualTo(LabelsOf.Step));
        Assert.That(part.Labels.ToArray(), Is.EqualTo(new[] { 1, -1, 1, -1 }));
    }

    [Test]
    public void Labels_of_steps_and_of_sequences_are_not_mistaken_for_each_other()
    {
        Assert.That(
            () => Tagged().CopyLabels([0], new int[1]),
            Throws.InvalidOperationException.With.Message.Contains("call CopyStepLabels"));
        Assert.That(
            () => Tokens().CopyStepLabels([0], 3, new int[3]),
            Throws.InvalidOperationException.With.Message.Contains("call CopyLabels"));
        Assert.That(
            () => new DataSplit(Tagged(), new TokenDataset("t", 4, 10, 3, [5], [1], [0])),
            Throws.ArgumentException.With.Message.Contains("labels of steps"));
        Assert.That(() => Tagged().CopyStepLabels([0], 2, new int[2]), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Tagged().CopyStepLabels([0], 4, new int[3]), Throws.InstanceOf<ArgumentException>());
        Assert.That(
            () => new TokenDataset("t", 4, 10, 3, [5, 6], [2], [-1, -1], labelsOf: LabelsOf.Step),
            Throws.ArgumentException.With.Message.Contains("sequence 0 has a label at none of its steps"));
        Assert.That(
            () => new TokenDataset("t", 4, 10, 3, [5, 6], [2], [0], labelsOf: LabelsOf.Step),
            Throws.ArgumentException.With.Message.Contains("'labels.Length' is 1, expected 2"));
        Assert.That(
            () => new TokenDataset("t", 4, 10, 3, [5, 6], [2], [-2, 0], labelsOf: LabelsOf.Step),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains("'labels[0]' is -2, expected -1 to 2"));
    }

    [Test]
    public void Steps_can_be_put_into_another_order()
    {
        Assert.That(
            Signals().Permute([1, 0]).Inputs.ToArray(),
            Is.EqualTo(new float[] { 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9 }));
        Assert.That(() => Signals().Permute([0, 0]), Throws.ArgumentException.With.Message.Contains("0 twice"));
        Assert.That(() => Signals().Permute([0, 2]), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Signals().Permute([0]), Throws.ArgumentException);
    }

    [Test]
    public void The_bit_reversal_is_the_published_one()
    {
        Assert.That(SequenceOrder.BitReversal(8), Is.EqualTo(new[] { 0, 4, 2, 6, 1, 5, 3, 7 }));
        int[] mnist = SequenceOrder.BitReversal(784);
        Assert.That(mnist[..8], Is.EqualTo(new[] { 0, 512, 256, 768, 128, 640, 384, 64 }));
        Assert.That(mnist.Order(), Is.EqualTo(Enumerable.Range(0, 784)));
        Assert.That(SequenceOrder.BitReversal(1), Is.EqualTo(new[] { 0 }));
        Assert.That(SequenceOrder.BitReversal(3), Is.EqualTo(new[] { 0, 2, 1 }));
    }

    [Test]
    public void What_does_not_fit_is_refused()
    {
        Assert.That(
            () => new SignalDataset("s", 2, 2, 4, new float[11], [3, 0, 1]), Throws.InstanceOf<ArgumentException>());
        Assert.That(
            () => new SignalDataset("s", 2, 1, 4, new float[2], [4]),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains("'labels[0]' is 4, expected 0 to 3"));
        Assert.That(() => new SignalDataset("s", 2, 1, 4, new float[2], [-1]), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new SignalDataset("s", 0, 1, 4, [], []), Throws.InstanceOf<ArgumentException>());
        Assert.That(
            () => new SignalDataset("s", 2, 1, 4, new float[2], lengths: [3], labels: [0]),
            Throws.InstanceOf<ArgumentException>());
        Assert.That(
            () => new TokenDataset("t", 4, 10, 2, [5, 10], [2], [0]),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains("'tokens[1]' is 10, expected 0 to 9"));
        Assert.That(() => new TokenDataset("t", 4, 10, 2, [5, -1], [2], [0]), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new TokenDataset("t", 4, 10, 2, [5, 6], [1], [0]), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new TokenDataset("t", 4, 1 << 17, 2, [5], [1], [0]), Throws.InstanceOf<ArgumentException>());
        Assert.That(
            () => new TokenDataset("t", 4, 10, 2, [5], [1], [0], pad: 10), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Signals().CopyInputs<float>([0], new float[5]), Throws.InstanceOf<ArgumentException>());
        Assert.That(
            () => Signals().CopyInputs<float>([3], new float[4]),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains("'indices[0]' is 3, expected 0 to 2"));
        Assert.That(
            () => Tokens().CopyTokens([0], 2, new int[2]),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains("3 or more"));
        Assert.That(() => Tokens().CopyTokens([0], 4, new int[3]), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Tokens().CopyLabels([0], new int[2]), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void The_parts_of_a_split_are_of_one_kind()
    {
        Assert.That(
            () => new DataSplit(Signals(), Tokens()),
            Throws.ArgumentException.With.Message.Contains("'test' is tokens"));
        Assert.That(() => new DataSplit(Tokens(), Tokens(), Signals()), Throws.ArgumentException);
        DataSplit split = new(Tokens(), Tokens());
        Assert.That(split.Validation, Is.Null);
    }

    [Test]
    public void What_is_held_out_for_validation_is_no_longer_trained_on()
    {
        float[] numbers = [.. Enumerable.Range(0, 100).Select(i => (float)i)];
        SignalDataset data = new("n", 1, 1, 2, numbers, new int[100]);
        DataSplit split = new DataSplit(data, data).HoldOut(count: 10, seed: 42);
        float[] train = ((SignalDataset)split.Train).Inputs.ToArray();
        float[] validation = ((SignalDataset)split.Validation!).Inputs.ToArray();
        Assert.That(validation, Has.Length.EqualTo(10));
        Assert.That(train.Concat(validation).Order(), Is.EqualTo(numbers));
        Assert.That(split.Test, Is.SameAs(data));

        DataSplit again = new DataSplit(data, data).HoldOut(10, 42), other = new DataSplit(data, data).HoldOut(10, 43);
        Assert.That(((SignalDataset)again.Validation!).Inputs.ToArray(), Is.EqualTo(validation));
        Assert.That(((SignalDataset)other.Validation!).Inputs.ToArray(), Is.Not.EqualTo(validation));
        Assert.That(() => new DataSplit(data, data).HoldOut(101, 42), Throws.TypeOf<ArgumentOutOfRangeException>());
    }
}
