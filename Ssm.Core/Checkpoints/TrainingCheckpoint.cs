using System.Globalization;
using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Training;

namespace Ssm.Core.Checkpoints;

/// <summary>Saves a run between two of its steps, so that it goes on later to the same bits.</summary>
/// <remarks>
/// The file holds the model as <see cref="ModelCheckpoint"/> stores it, the optimiser's memory, the average of the
/// weights, the state of the plateau, the place in the run, and the recipe, which has to be the same on resume. It is
/// written to a new file, flushed, and renamed, so that a killed program leaves the old file or the new one.
/// </remarks>
public static class TrainingCheckpoint
{
    private const string RecipePrefix = "training.";

    /// <summary>Saves a run.</summary>
    /// <param name="path">The target. Its folder must exist.</param>
    /// <param name="trainer">The run.</param>
    /// <param name="metadata">Strings to be stored beside it, such as the sizes the model was built with.</param>
    /// <exception cref="ArgumentException">A key of the metadata begins with <c>training.</c>.</exception>
    /// <exception cref="InvalidOperationException">The model holds the average of its weights.</exception>
    /// <exception cref="IOException">The file cannot be written; the old one is untouched.</exception>
    public static void Save<T>(string path, Trainer<T> trainer, IReadOnlyDictionary<string, string>? metadata = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(trainer);
        trainer.Average?.RequireInPlace(nameof(TrainingCheckpoint));
        Dictionary<string, string> strings = [];
        foreach ((string key, string value) in metadata ?? strings)
        {
            if (key.StartsWith(RecipePrefix, StringComparison.Ordinal))
            {
                throw new ArgumentException(
                    $"TrainingCheckpoint: 'metadata' has the key '{key}', expected none that begins with "
                    + $"'{RecipePrefix}'; name it otherwise.",
                    nameof(metadata));
            }

            strings.Add(key, value);
        }

        foreach ((string key, string value) in Recipe(trainer))
        {
            strings.Add(key, value);
        }

        SafetensorsTensor[] tensors =
        [
            .. Planes(trainer).Select(plane => plane.ToTensor()),
            .. TrainingStateTensors.Write(trainer.State, [.. trainer.Optimizer.Slots.Select(slot => slot.Steps)]),
            .. trainer.Plateau is { } plateau
                ? [TrainingStateTensors.Write(plateau)]
                : Array.Empty<SafetensorsTensor>(),
            .. trainer.Average is { } average
                ? [TrainingStateTensors.WriteUpdates(average.Updates)]
                : Array.Empty<SafetensorsTensor>(),
        ];
        SafetensorsWriter.Write(path, tensors, strings);
    }

    /// <summary>Puts a trainer where a saved run was.</summary>
    /// <remarks>Where anything is wrong the trainer and its model are unchanged.</remarks>
    /// <param name="path">A file of <see cref="Save"/>.</param>
    /// <param name="trainer">A trainer of the same model, data and recipe.</param>
    /// <returns>The strings that were stored beside the run.</returns>
    /// <exception cref="CheckpointException">The file is damaged, or is of another model, data or recipe.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static IReadOnlyDictionary<string, string> Load<T>(string path, Trainer<T> trainer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(trainer);
        SafetensorsFile file = SafetensorsFile.Open(path);
        CheckRecipe(file, Recipe(trainer));
        List<ModelPlane<T>> planes = Planes(trainer);
        T[][] values = ModelPlanes.Read(file, planes, TrainingStateTensors.IsOne);
        TrainerState state = TrainingStateTensors.Read(file, trainer.Options.Epochs, trainer.StepsPerEpoch);
        int[] steps = TrainingStateTensors.ReadOptimizerSteps(file, trainer.Optimizer.Slots.Count);
        (double Factor, double Best, int BadCount, int CooldownLeft) fall =
            trainer.Plateau is null ? default : TrainingStateTensors.ReadPlateau(file);
        int averaged = trainer.Average is null ? 0 : TrainingStateTensors.ReadUpdates(file);

        // Nothing from here on can fail.
        ModelPlanes.Upload(planes, values);
        for (int i = 0; i < steps.Length; i++)
        {
            trainer.Optimizer.Slots[i].Steps = steps[i];
        }

        trainer.Plateau?.Continue(fall.Factor, fall.Best, fall.BadCount, fall.CooldownLeft);
        trainer.Average?.Continue(averaged);
        trainer.Continue(state);
        return file.Metadata;
    }

    private static List<ModelPlane<T>> Planes<T>(Trainer<T> trainer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        List<ModelPlane<T>> planes = ModelPlane<T>.Of(trainer.Module);
        foreach (OptimizerSlot<T> slot in trainer.Optimizer.Slots)
        {
            for (int i = 0; i < slot.Memories.Length; i++)
            {
                string name = $"{ModelCheckpoint.TrainingMark}{trainer.Optimizer.MemoryNames[i]}.{slot.Parameter.Name}";
                ModelPlane<T>.Add(planes, name, slot.Memories[i]);
            }
        }

        foreach ((string name, NdArray<T> average) in trainer.Average?.Averages ?? [])
        {
            ModelPlane<T>.Add(planes, $"{ModelCheckpoint.TrainingMark}average.{name}", average);
        }

        return planes;
    }

    // What decides the bits of a run, but for a schedule or an optimiser of the caller's own.
    private static Dictionary<string, string> Recipe<T>(Trainer<T> trainer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TrainingOptions options = trainer.Options;
        return new Dictionary<string, string>
        {
            [RecipePrefix + "type"] = typeof(T) == typeof(float) ? "F32" : "F64",
            [RecipePrefix + "data"] = trainer.Data.Train.Name,
            [RecipePrefix + "sequences"] = Text(trainer.Data.Train.Count),
            [RecipePrefix + "epochs"] = Text(options.Epochs),
            [RecipePrefix + "batch_size"] = Text(options.BatchSize),
            [RecipePrefix + "drop_partial"] = options.DropPartial ? "true" : "false",
            [RecipePrefix + "learning_rate"] = Text(options.LearningRate),
            [RecipePrefix + "state_space_learning_rate"] = Text(options.StateSpaceLearningRate),
            [RecipePrefix + "weight_decay"] = Text(options.WeightDecay),
            [RecipePrefix + "warmup_share"] = Text(options.WarmupShare),
            [RecipePrefix + "clip_norm"] = options.ClipNorm is { } clip ? Text(clip) : "none",
            [RecipePrefix + "micro_batch_size"] = options.MicroBatchSize is { } part ? Text(part) : "none",
            [RecipePrefix + "plateau"] = options.Plateau is { } plateau ? Text(plateau) : "none",
            [RecipePrefix + "average_decay"] = options.AverageDecay is { } decay ? Text(decay) : "none",
            [RecipePrefix + "average_warm_up"] = options.AverageWarmUp ? "true" : "false",
            [RecipePrefix + "seed"] = Text(options.Seed),
        };
    }

    private static void CheckRecipe(SafetensorsFile file, Dictionary<string, string> recipe)
    {
        foreach ((string key, string expected) in recipe)
        {
            if (!file.Metadata.TryGetValue(key, out string? actual))
            {
                throw new CheckpointException(
                    file.FilePath,
                    $"has no '{key}', expected a run saved by TrainingCheckpoint; load a model by ModelCheckpoint.");
            }

            if (actual != expected)
            {
                throw new CheckpointException(
                    file.FilePath,
                    $"the run has '{key}' {CheckpointException.Shorten(actual)}, the trainer {expected}; resume with "
                    + "what it was started with. Nothing was changed.");
            }
        }
    }

    private static string Text(PlateauOptions plateau) => FormattableString.Invariant(
        $"{plateau.Mode} {plateau.Factor} {plateau.Patience} {plateau.Threshold} {plateau.ThresholdMode} ")
        + FormattableString.Invariant($"{plateau.Cooldown} {plateau.LeastFactor} {plateau.SmallestFall}");

    // The shortest text that reads back as the same number.
    private static string Text<TNumber>(TNumber number)
        where TNumber : IFormattable => number.ToString(null, CultureInfo.InvariantCulture);
}
