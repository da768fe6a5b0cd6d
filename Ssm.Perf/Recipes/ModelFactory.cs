using Ssm.Core.Data;
using Ssm.Core.Implementation;
using Ssm.Core.Initialization;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;
using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Recipes;

/// <summary>Makes the classifier that a recipe describes, for the inputs and classes of a dataset.</summary>
internal static class ModelFactory
{
    internal static SequenceClassifier<float> Create(Recipe recipe, SequenceDataset data, IBackend<float> backend)
    {
        RandomSource random = new(recipe.Seed);
        List<SequenceLayer<float>> blocks = [];
        for (int i = 0; i < recipe.Layers; i++)
        {
            blocks.Add(Block(recipe, i, data.Length, random, backend));
        }

        (int inputs, int vocabulary) = data switch
        {
            SignalDataset signals => (signals.Channels, 0),
            TokenDataset tokens => (0, tokens.Vocabulary),
            _ => throw new ArgumentException($"ModelFactory: a {data.GetType().Name} has neither signals nor tokens."),
        };
        return new SequenceClassifier<float>(
            inputs, vocabulary, data.Classes, blocks, recipe.Width, finalNorm: true, random, backend, recipe.Readout);
    }

    /// <summary>The diagonal systems of a classifier, first block first.</summary>
    internal static IEnumerable<IDiagonalSystem> Systems(SequenceClassifier<float> model) => model.Blocks.Layers
        .OfType<ResidualBlock<float>>()
        .Select(block => block.Layer)
        .OfType<IDiagonalSystem>();

    private static SequenceLayer<float> Block(
        Recipe recipe, int index, int length, RandomSource random, IBackend<float> backend)
    {
        BlockFactory factory = new(recipe, random, backend);
        return recipe.Model switch
        {
            "s6" => factory.Mamba(),
            "mamba2" => factory.Mamba2(),
            "rg-lru" => factory.Hawk(),
            "griffin" => factory.Griffin(index),
            _ => new ResidualBlock<float>(
                Layer(recipe, length, random, backend),
                recipe.Width,
                new BlockOptions { Dropout = recipe.Dropout },
                random,
                backend),
        };
    }

    private static SequenceLayer<float> Layer(
        Recipe recipe, int length, RandomSource random, IBackend<float> backend) =>
        recipe.Model switch
        {
            "s4" => new S4<float>(
                recipe.Width,
                new S4Options
                {
                    Order = Even(recipe.State),
                    KernelLength = length,
                    DtMin = recipe.DtMin,
                    DtMax = recipe.DtMax,
                },
                random,
                backend),
            "s4d" => new S4D<float>(
                recipe.Width,
                new S4DOptions { Order = Even(recipe.State), DtMin = recipe.DtMin, DtMax = recipe.DtMax },
                random,
                backend),
            "s5" => new S5<float>(
                recipe.Width,
                new S5Options
                {
                    StateSize = Even(recipe.State),
                    DtMin = recipe.DtMin,
                    DtMax = recipe.DtMax,
                    OutputInit = S5OutputInit.TruncatedNormal,
                    ClipEigenvalues = true,
                },
                random,
                backend),
            "lru" => new Lru<float>(
                recipe.Width,
                new LruOptions
                {
                    Modes = Even(recipe.State) / 2,
                    RMin = recipe.RMin,
                    RMax = recipe.RMax,
                    MaxPhase = recipe.MaxPhase,
                },
                random,
                backend),
            _ => throw new UserException($"There is no model '{recipe.Model}'."),
        };

    private static int Even(int state) => state % 2 == 0
        ? state
        : throw new UserException($"train: '--state' is {state}, expected an even number: two for each complex mode.");
}
