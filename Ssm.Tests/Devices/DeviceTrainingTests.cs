using Ssm.Core.Checkpoints;
using Ssm.Core.Data;
using Ssm.Core.Scaffolding;
using Ssm.Core.Training;
using Ssm.Kernels.Gpu;
using Ssm.Perf.Recipes;
using Ssm.Perf.Verbs;
using Ssm.Tests.Conformance;

namespace Ssm.Tests.Devices;

/// <summary>Training on every accelerator of this machine.</summary>
[Category("Device")]
[NonParallelizable]
[TestFixtureSource(typeof(ConformanceDevices), nameof(ConformanceDevices.Accelerators))]
public sealed class DeviceTrainingTests(string device)
{
    private const int Steps = 2;

    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 1,
        BatchSize = 2,
        EvaluationBatchSize = 2,
        LearningRate = 0.01,
        ClipNorm = 0.1,
        Seed = 3,
    };

    [Test]
    public void Two_runs_give_the_same_bits()
    {
        using GpuAccelerator accelerator = GpuDevices.Open(device);
        Assert.That(Weights(), Is.EqualTo(Weights()));

        string Weights()
        {
            Trainer<float> trainer = Make(accelerator, s_options);
            trainer.RunEpoch();
            return ModelCheckpoint.WeightsSha256(trainer.Module);
        }
    }

    [Test]
    public void Steps_wait_for_the_device_only_where_losses_are_read()
    {
        using GpuAccelerator accelerator = GpuDevices.Open(device);
        Trainer<float> trainer = Make(accelerator, s_options with { ReadEvery = Steps });
        Snapshot afterSteps = new(accelerator);
        GpuCounters before = accelerator.Counters;
        trainer.RunEpoch(afterSteps);
        GpuCounters steps = afterSteps.First!.Value;
        Assert.That(steps.Launches - before.Launches, Is.GreaterThan(Steps * 20));
        Assert.That(steps.Downloads - before.Downloads, Is.EqualTo(1));
        Assert.That(steps.Waits, Is.EqualTo(before.Waits));
    }

    [Test]
    public void A_device_that_runs_out_of_memory_in_a_step_goes_on_with_smaller_parts()
    {
        using GpuAccelerator accelerator = GpuDevices.Open(device, new GpuOptions { MemoryLimit = 3 << 18 });
        TrainingOptions large = s_options with { BatchSize = 128 };
        Trainer<float> trainer = Make(accelerator, large);
        string start = ModelCheckpoint.WeightsSha256(trainer.Module);
        GpuOutOfMemoryException? error = Assert.Throws<GpuOutOfMemoryException>(() => trainer.RunEpoch());
        Assert.That(error!.Message, Does.StartWith($"{device}: no memory for ").And.Contain("are free"));
        Assert.That(ModelCheckpoint.WeightsSha256(trainer.Module), Is.EqualTo(start));

        Trainer<float> smaller = new(
            trainer.Module, TaskData.Forward((SequenceClassifier<float>)trainer.Module),
            new DataSplit(trainer.Data.Train.Subset([0, 1]), trainer.Data.Test.Subset([0, 1])), s_options);
        Assert.That(smaller.RunEpoch().Loss, Is.Not.NaN);
    }

    private static Trainer<float> Make(GpuAccelerator accelerator, TrainingOptions options)
    {
        Recipe recipe = Recipe.ForTask("s5", "digits", 1) with { Width = 4, State = 4, Layers = 1 };
        int[] few = [.. Enumerable.Range(0, Steps * options.BatchSize)];
        DataSplit all = TaskData.Load(new TaskSettings("digits", null, null), 1);
        DataSplit data = new(all.Train.Subset(few), all.Test.Subset([0, 1]));
        GpuBackend<float> backend = new(accelerator);
        SequenceClassifier<float> model = ModelFactory.Create(recipe, data.Train, backend);
        return new Trainer<float>(model, TaskData.Forward(model), data, options);
    }

    // What the device was asked for up to the first report.
    private sealed class Snapshot(GpuAccelerator accelerator) : IProgress<TrainingProgress>
    {
        internal GpuCounters? First { get; private set; }

        public void Report(TrainingProgress value) => First ??= accelerator.Counters;
    }
}
