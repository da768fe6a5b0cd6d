using Ssm.Core.Data;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Core.Training;
using Ssm.Kernels;

namespace Ssm.Tests.Training;

/// <summary>What selection is for: a recurrence that looks at its input can choose what to remember.</summary>
[Category("Large")]
public sealed class SelectionTests
{
    private const int Width = 16;

    private static readonly SelectiveCopyingOptions s_options = new() { Context = 16, DataTokens = 3, Vocabulary = 6 };

    [Test]
    public void S6_solves_selective_copying_where_a_time_invariant_model_of_equal_size_does_not()
    {
        DataSplit data = SelectiveCopying.Generate(s_options, seed: 1, train: 2000, test: 250);
        (double selective, long size) = Train(data, S6);
        (double invariant, long sizeOfInvariant) = Train(data, S4D);
        Assert.That(sizeOfInvariant, Is.GreaterThanOrEqualTo(size));
        Assert.That(selective, Is.GreaterThan(0.97));
        Assert.That(invariant, Is.LessThan(0.93));
    }

    [Test]
    public void The_time_invariant_model_copies_what_always_stands_in_the_same_places()
    {
        SelectiveCopyingOptions plain = s_options with { DataFirst = true, Vocabulary = 18 };
        DataSplit data = SelectiveCopying.Generate(plain, seed: 1, train: 1000, test: 100);
        Assert.That(Train(data, S4D).Accuracy, Is.GreaterThan(0.97));
    }

    private static SequenceLayer<float> S6(RandomSource random) =>
        Mamba.Block<float>(Width, new MambaOptions { Layer = new S6Options { StateSize = 8 } }, random);

    private static SequenceLayer<float> S4D(RandomSource random) => new ResidualBlock<float>(
        new S4D<float>(Width, new S4DOptions { Order = 44, DtMin = 0.01, DtMax = 0.5 }, random),
        Width,
        new BlockOptions(),
        random);

    private static (double Accuracy, long Size) Train(DataSplit data, Func<RandomSource, SequenceLayer<float>> block)
    {
        RandomSource random = new(1);
        int vocabulary = data.Train.Classes;
        SequenceClassifier<float> model = new(
            0, vocabulary, vocabulary, [block(random), block(random)], Width, finalNorm: true, random,
            readout: Readout.EachStep);
        TrainingOptions options = new()
        {
            Epochs = 5,
            BatchSize = 32,
            LearningRate = 0.02,
            StateSpaceLearningRate = 0.02,
            WeightDecay = 0,
            ClipNorm = 1,
            Seed = 1,
        };
        Trainer<float> trainer = new(
            model, (batch, pass) => model.Forward(batch.Tokens, batch.Lengths.Values, pass), data, options);
        return (trainer.Run().Last.TestAccuracy, model.ParameterCount);
    }
}
