using System.Text.Json.Nodes;
using Ssm.Core.Checkpoints;
using Ssm.Core.Data;
using Ssm.Core.Scaffolding;
using Ssm.Core.Training;
using Ssm.Perf.CommandLine;
using Ssm.Perf.Reports;
using Ssm.Perf.Verbs;

namespace Ssm.Perf.Recipes;

/// <summary>
/// The work behind <c>train</c>: one model, with a checkpoint after each epoch and when it is interrupted.
/// </summary>
internal sealed class TrainRunner : ITrainRunner
{
    public TrainResult Run(
        TrainSettings settings, IProgress<Display.TrainingProgress> progress, CancellationToken cancellation)
    {
        Recipe recipe = Recipe.For(settings);
        DataSplit data = TaskData.Load(settings.Task, recipe.Seed);
        using ComputeDevice device = ComputeDevice.Open("train", settings.Common);
        SequenceClassifier<float> model = ModelFactory.Create(recipe, data.Train, device.Backend<float>());
        Trainer<float> trainer = new(model, TaskData.Forward(model), data, recipe.Training());
        Dictionary<string, string> description = Describe(recipe, settings.Task);
        if (settings.Resume)
        {
            Resume(settings.Checkpoint!, trainer, description);
        }

        ProgressBridge bridge = new(recipe.Model, progress, static () => { });
        try
        {
            while (!trainer.IsDone)
            {
                trainer.RunEpoch(bridge, cancellation);
                Save(settings.Checkpoint, trainer, description);
            }
        }
        catch (OperationCanceledException)
        {
            Save(settings.Checkpoint, trainer, description);
            throw;
        }

        TrainingResult result = trainer.Result();
        JsonObject choices = [];
        foreach ((string key, string value) in description)
        {
            choices[key] = value;
        }

        return new TrainResult(
            choices,
            [.. result.Epochs.Select(CompareRunner.Point)],
            CompareRunner.Point(result.Best),
            ModelCheckpoint.WeightsSha256(model));
    }

    private static void Save(string? path, Trainer<float> trainer, Dictionary<string, string> description)
    {
        if (path is not null)
        {
            TrainingCheckpoint.Save(path, trainer, description);
        }
    }

    // The model and the task must be those that the checkpoint was begun with; the trainer checks its own options.
    private static void Resume(string path, Trainer<float> trainer, Dictionary<string, string> description)
    {
        IReadOnlyDictionary<string, string> saved = SafetensorsFile.Open(path).Metadata;
        foreach ((string key, string value) in description)
        {
            if (saved.TryGetValue(key, out string? was) && was != value)
            {
                throw new CheckpointException(
                    path, $"was begun with {key} {was}, but now it is {value}; give the same options again, or " +
                        "begin anew");
            }
        }

        TrainingCheckpoint.Load(path, trainer);
    }

    private static Dictionary<string, string> Describe(Recipe recipe, TaskSettings task) => new()
    {
        ["model"] = recipe.Model,
        ["task"] = recipe.Task,
        ["length"] = Text(task.Length),
        ["epochs"] = Text(recipe.Epochs),
        ["batch"] = Text(recipe.Batch),
        ["micro_batch"] = Text(recipe.MicroBatch ?? recipe.Batch),
        ["lr"] = Text(recipe.LearningRate),
        ["ssm_lr"] = Text(recipe.SsmLearningRate),
        ["weight_decay"] = Text(recipe.WeightDecay),
        ["schedule"] = recipe.Schedule,
        ["average_decay"] = recipe.AverageDecay is { } decay ? Text(decay) : "none",
        ["dropout"] = Text(recipe.Dropout),
        ["layers"] = Text(recipe.Layers),
        ["width"] = Text(recipe.Width),
        ["state"] = Text(recipe.State),
        ["seed"] = Text(recipe.Seed),
    };

    private static string Text<TValue>(TValue value) => FormattableString.Invariant($"{value}");
}
