using System.Numerics;
using Ssm.Core.Checkpoints;
using Ssm.Core.Data;
using Ssm.Core.Scaffolding;
using Ssm.Core.Training;
using Ssm.Perf.CommandLine;
using Ssm.Perf.Reports;
using Ssm.Perf.Verbs;

namespace Ssm.Perf.Recipes;

/// <summary>The work behind <c>compare</c>: each model trained by the task's recipe, one after the other.</summary>
internal sealed class CompareRunner : ICompareRunner
{
    public IEnumerable<ModelResult> Run(
        CompareSettings settings, IProgress<Display.TrainingProgress> progress, CancellationToken cancellation)
    {
        DataSplit data = TaskData.Load(settings.Task, settings.Common.Seed);
        using ComputeDevice device = ComputeDevice.Open("compare", settings.Common);
        foreach (string name in settings.Models)
        {
            Recipe recipe = Recipe.ForTask(name, settings.Task.Name, settings.Common.Seed);
            recipe = recipe with
            {
                Epochs = settings.Epochs ?? recipe.Epochs,
                Batch = settings.Batch ?? recipe.Batch,
            };
            yield return Train(recipe, data, device, progress, cancellation);
        }
    }

    private static ModelResult Train(
        Recipe recipe, DataSplit data, ComputeDevice device,
        IProgress<Display.TrainingProgress> progress, CancellationToken cancellation)
    {
        PeakMemory memory = new(device);
        SequenceClassifier<float> model = ModelFactory.Create(recipe, data.Train, device.Backend<float>());
        Complex[] before = Poles(model);
        Trainer<float> trainer = new(model, TaskData.Forward(model), data, recipe.Training());
        TrainingResult result = trainer.Run(new ProgressBridge(recipe.Model, progress, memory.Sample), cancellation);
        return new ModelResult
        {
            Model = recipe.Model,
            Task = recipe.Task,
            Seed = recipe.Seed,
            Accuracy = result.Epochs[^1].TestAccuracy,
            Parameters = model.ParameterCount,
            SamplesPerSecond = result.SamplesPerSecond,
            StepMicroseconds = StepTimer.Microseconds(model.CreateStepper()),
            PeakBytes = memory.Bytes,
            Seconds = result.Seconds,
            WeightsSha256 = ModelCheckpoint.WeightsSha256(model),
            EpochCurve = [.. result.Epochs.Select(Point)],
            PolesBefore = before,
            PolesAfter = Poles(model),
        };
    }

    internal static EpochPoint Point(EpochResult epoch) =>
        new(epoch.Epoch, epoch.Loss, epoch.TrainAccuracy, epoch.TestAccuracy, epoch.Seconds);

    private static Complex[] Poles(SequenceClassifier<float> model) =>
        [.. ModelFactory.Systems(model).SelectMany(system => system.Poles())];
}
