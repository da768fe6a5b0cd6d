using Ssm.Core.Scaffolding;
using Ssm.Core.Training;
using Ssm.Perf.CommandLine;
using Ssm.Perf.Verbs;

namespace Ssm.Perf.Recipes;

/// <summary>Every choice that makes a training run of one model on one task.</summary>
internal sealed record Recipe
{
    /// <summary>The model's name on the command line.</summary>
    public required string Model { get; init; }

    /// <summary>The task's name on the command line.</summary>
    public required string Task { get; init; }

    /// <summary>Passes over the training set.</summary>
    public required int Epochs { get; init; }

    /// <summary>Sequences per step.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>Sequences that go through the model at once; null for all of a batch.</summary>
    public int? MicroBatch { get; init; }

    /// <summary>The global learning rate at its peak.</summary>
    public double LearningRate { get; init; } = 0.004;

    /// <summary>The learning rate of the recurrence's own parameters at its peak.</summary>
    public double SsmLearningRate { get; init; } = 0.002;

    /// <summary>Decoupled weight decay of the weights.</summary>
    public double WeightDecay { get; init; } = 0.05;

    /// <summary>How the learning rates go on after the warm-up: one of <see cref="Catalog.Schedules"/>.</summary>
    public string Schedule { get; init; } = Catalog.Schedules[0];

    /// <summary>How much of the moving average of the weights stays in a step; null for no average.</summary>
    public double? AverageDecay { get; init; }

    /// <summary>Dropout, tied over time.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Blocks on top of each other.</summary>
    public int Layers { get; init; } = 2;

    /// <summary>Channels, H.</summary>
    public int Width { get; init; } = 64;

    /// <summary>State size, N: real order, so N/2 complex modes.</summary>
    public int State { get; init; } = 64;

    /// <summary>Smallest initial step of the continuous-time models.</summary>
    public double DtMin { get; init; } = 0.01;

    /// <summary>Largest initial step of the continuous-time models.</summary>
    public double DtMax { get; init; } = 0.5;

    /// <summary>Smallest |λ| of the LRU at the start.</summary>
    public double RMin { get; init; } = 0.5;

    /// <summary>Largest |λ| of the LRU at the start.</summary>
    public double RMax { get; init; } = 0.99;

    /// <summary>Largest phase of the LRU's λ at the start.</summary>
    public double MaxPhase { get; init; } = 3.14;

    /// <summary>How many steps back Griffin's attention sees.</summary>
    public int Window { get; init; } = 32;

    /// <summary>Where the logits come from.</summary>
    public Readout Readout { get; init; } = Readout.Mean;

    /// <summary>The seed of everything random.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The recipe of a task, with what the command line says instead.</summary>
    internal static Recipe For(TrainSettings settings)
    {
        Recipe recipe = ForTask(settings.Model, settings.Task.Name, settings.Common.Seed);
        int batch = settings.Batch ?? recipe.Batch;
        if (settings.MicroBatch > batch)
        {
            throw new UserException(
                $"train: '--micro-batch' is {settings.MicroBatch}, expected at most the batch, {batch}; lower it or "
                + "raise --batch.");
        }

        return recipe with
        {
            Epochs = settings.Epochs ?? recipe.Epochs,
            Batch = batch,
            MicroBatch = settings.MicroBatch ?? recipe.MicroBatch,
            LearningRate = settings.LearningRate ?? recipe.LearningRate,
            SsmLearningRate = settings.SsmLearningRate ?? recipe.SsmLearningRate,
            WeightDecay = settings.WeightDecay ?? recipe.WeightDecay,
            Schedule = settings.Schedule ?? recipe.Schedule,
            AverageDecay = settings.AverageDecay ?? recipe.AverageDecay,
            Dropout = settings.Dropout ?? recipe.Dropout,
            Layers = settings.Layers ?? recipe.Layers,
            Width = settings.Width ?? recipe.Width,
            State = settings.State ?? recipe.State,
        };
    }

    /// <summary>The recipe of a model on a task, with every choice that the command line leaves open.</summary>
    internal static Recipe ForTask(string model, string task, ulong seed) =>
        ModelRecipes.For(TaskRecipes.For(new Recipe { Model = model, Task = task, Epochs = 25, Seed = seed }));

    /// <summary>The part that the trainer needs.</summary>
    internal TrainingOptions Training()
    {
        TrainingOptions options = new()
        {
            Epochs = Epochs,
            BatchSize = Batch,
            MicroBatchSize = MicroBatch,
            LearningRate = LearningRate,
            StateSpaceLearningRate = SsmLearningRate,
            WeightDecay = WeightDecay,
            AverageDecay = AverageDecay,
            AverageWarmUp = AverageDecay is not null,
            ClipNorm = 1.0,
            Seed = Seed,
        };
        return Schedule switch
        {
            "constant" => options with
            {
                Schedule = steps => new ConstantSchedule((int)(options.WarmupShare * steps)),
            },

            // Halved after every third epoch in a row without a lower loss.
            "plateau" => options with { Plateau = new PlateauOptions { Factor = 0.5, Patience = 2 } },
            _ => options,
        };
    }
}
