using Ssm.Autodiff;
using Ssm.Core.Checkpoints;
using Ssm.Core.Data;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Core.Streaming;
using Ssm.Core.Training;
using Ssm.Kernels;
using Ssm.Perf.Recipes;
using Ssm.Perf.Verbs;
using Ssm.Tests.Checkpoints;

namespace Ssm.Tests.Devices;

/// <summary>Training on a device whose memory the host cannot see: the bits, and what goes up and comes down.</summary>
[Category("Device")]
public sealed class FarTrainingTests
{
    private const int Width = 16;
    private const int Layers = 3;
    private const int Batch = 4;
    private const int Length = 64;

    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 2,
        BatchSize = Batch,
        LearningRate = 0.05,
        ClipNorm = 0.01,
        Seed = 3,
    };

    // All that a run may have beside its weights; the middle block is computed again.
    private static readonly TrainingOptions s_everything = s_options with
    {
        MicroBatchSize = 3,
        Plateau = new PlateauOptions { Mode = PlateauMode.Max, Patience = 0, Threshold = 10, Factor = 0.5 },
        AverageDecay = 0.8,
        AverageWarmUp = true,
    };

    private SafetensorsBytes _files = null!;

    [SetUp]
    public void MakeFolder() => _files = new SafetensorsBytes();

    [TearDown]
    public void RemoveFolder() => _files.Remove();

    private static IEnumerable<string> Models() => Catalog.Models;

    [TestCaseSource(nameof(Models))]
    public void A_step_takes_up_its_batch_and_brings_down_what_it_measured(string name)
    {
        FarBackend<float> far = new();
        Counter counter = new(far);
        Make(name, far, "digits", s_options).RunEpoch(counter);
        FarCounts step = counter.Steps[^1];
        Assert.Multiple(() =>
        {
            // In one copy: the loss, how many were right, and the norm of the gradients.
            Assert.That((step.Downloads, step.Downloaded), Is.EqualTo((1, 3)));

            // Signals and labels, the weights of the mean over time, and what the layers take.
            Assert.That(step.Uploaded, Is.EqualTo((Batch * Length) + Batch + (Batch * Length) + TakenByLayers(name)));
        });
    }

    private static int TakenByLayers(string name) => name switch
    {
        // Two masks of dropout, one for all steps of a channel; for S4 also the nodes of its kernel and the weights of
        // the bins of a real transform, which the length decides.
        "s4d" or "s5" or "lru" => Layers * 2 * Batch * Width,
        "s4" => Layers * ((2 * Batch * Width) + (3 * ((Length / 2) + 1))),

        // The third block of three attends: what each step sees, and the turns of its position.
        "griffin" => (Length * Length) + (2 * Length),
        _ => 0,
    };

    [TestCase("s5", false)]
    [TestCase("s4d", true)]
    [TestCase("s6", true)]
    [TestCase("griffin", true)]
    public void Training_has_the_bits_of_the_cpu(string name, bool everything)
    {
        TrainingOptions options = everything ? s_everything : s_options;
        Assert.That(
            Train(name, new FarBackend<float>(), options), Is.EqualTo(Train(name, new CpuBackend<float>(1), options)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void How_often_losses_are_read_changes_no_bit(bool everything)
    {
        TrainingOptions options = everything ? s_everything : s_options;
        FarBackend<float> far = new();
        TrainingOptions seldom = options with { ReadEvery = 3 };
        Trainer<float> trainer = Make("s5", far, "digits", seldom);
        Counter counter = new(far);
        TrainingResult result = trainer.Run(counter);
        Assert.That(Numbers(trainer, result), Is.EqualTo(Train("s5", far, options)));

        // Four steps an epoch: read after the third and the last, and nothing came down in between.
        Assert.That(counter.At, Is.EqualTo([3, 4, 4, 3, 4, 4]));
        Assert.That(counter.Steps[0].Downloads, Is.EqualTo(1));
        Assert.That(counter.Steps[1].Downloads, Is.EqualTo(1));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_run_goes_on_on_another_device_bit_for_bit(bool startsFar)
    {
        IBackend<float> far = new FarBackend<float>(), cpu = new CpuBackend<float>(1);
        Trainer<float> first = Make("lru", startsFar ? far : cpu, "digits", s_everything, seed: 8);
        first.RunEpoch();
        string path = _files.PathOf("run.safetensors");
        TrainingCheckpoint.Save(path, first);
        Trainer<float> second = Make("lru", startsFar ? cpu : far, "digits", s_everything, seed: 9);
        TrainingCheckpoint.Load(path, second);
        second.RunEpoch();
        first.RunEpoch();
        Assert.That(
            ModelCheckpoint.WeightsSha256(second.Module), Is.EqualTo(ModelCheckpoint.WeightsSha256(first.Module)));
    }

    [Test]
    public void A_step_takes_its_arrays_from_the_step_before()
    {
        FarBackend<float> far = new();
        Counter counter = new(far);
        Make("lru", far, "digits", s_options).Run(counter);

        // Only what outlives it is new: the signals, their labels, and the loss.
        Assert.That(counter.Steps[2].Allocations, Is.EqualTo(3));
        Assert.That(counter.Steps[3].Allocations, Is.EqualTo(3));
    }

    [Test]
    public void A_step_for_which_memory_is_short_can_be_taken_with_smaller_parts()
    {
        FarBackend<float> far = new();
        Trainer<float> trainer = Make("s5", far, "digits", s_options with { Epochs = 1 });
        string start = ModelCheckpoint.WeightsSha256(trainer.Module);
        far.Largest = Batch * Length * Width / 2;
        Assert.That(() => trainer.RunEpoch(), Throws.InstanceOf<InsufficientMemoryException>());
        Assert.That(ModelCheckpoint.WeightsSha256(trainer.Module), Is.EqualTo(start));
        Trainer<float> smaller = new(
            trainer.Module, TaskData.Forward((SequenceClassifier<float>)trainer.Module), trainer.Data,
            trainer.Options with { MicroBatchSize = 1, EvaluationBatchSize = 1 });
        Assert.That(smaller.RunEpoch().Loss, Is.Not.NaN);
    }

    [Test]
    public void Blocks_that_are_computed_again_change_no_bit()
    {
        Assert.That(Run(new FarBackend<float>(), again: true), Is.EqualTo(Run(new CpuBackend<float>(1), again: false)));

        string Run(IBackend<float> backend, bool again)
        {
            Trainer<float> trainer = Make("s5", backend, "digits", s_options);
            if (again)
            {
                SequenceClassifier<float> model = (SequenceClassifier<float>)trainer.Module;
                RecomputePlan plan = model.Blocks.PlanRecompute([Batch, Length, Width], budget: 1);
                Assert.That(plan.ExtraBytes, Is.GreaterThanOrEqualTo(0));
                trainer = new Trainer<float>(
                    model, TaskData.Forward(model), trainer.Data, trainer.Options with { Recompute = plan });
            }

            trainer.Run();
            return ModelCheckpoint.WeightsSha256(trainer.Module);
        }
    }

    [Test]
    public void What_is_not_finite_is_found_on_the_device_too()
    {
        FarBackend<double> far = new();
        using Tape<double> tape = new(new TapeMemory<double>(), TapeWatch.Anomalies);
        Variable<double> x = tape.Watch(new Variable<double>(NdArray<double>.From([1.0, -1.0], [2], far)));
        Assert.That(() => Op.Log(x), Throws.InstanceOf<AnomalyException>().With.Message.Contains("Log"));
    }

    [Test]
    public void States_of_streams_go_on_as_a_batch_on_the_device()
    {
        FarBackend<double> far = new();
        Lru<double> layer = new(3, new LruOptions { Modes = 4 }, new RandomSource(1), far);
        Stepper<double> stepper = layer.CreateStepper();
        SequenceState<double> one = SequenceState<double>.For(stepper), two = one.Fork();
        stepper.Step([1, 2, 3], two.Span, new double[3]);
        Variable<double> u = DeviceStep.Normal([2, 5, 3], 2, far);
        (Variable<double> y, Variable<double> last) = layer.Forward(u, SequenceState<double>.Stack(far, one, two));
        SequenceState<double> end = SequenceState<double>.FromRow(last.Value, 1);
        double[] inputs = u.Value.ToArray(), output = new double[3];
        for (int t = 5; t < 10; t++)
        {
            stepper.Step(inputs.AsSpan(3 * t, 3), two.Span, output);
        }

        Assert.That(y.Value.ToArray()[^3..], Is.EqualTo(output).Within(1e-13));
        Assert.That(end.Span.ToArray(), Is.EqualTo(two.Span.ToArray()).Within(1e-13));
    }

    [Test]
    public void Memory_of_two_devices_does_not_meet()
    {
        NdArray<double> here = NdArray<double>.Full([2], 1);
        NdArray<double> there = NdArray<double>.Full([2], 1, new FarBackend<double>());
        NdArray<double> elsewhere = NdArray<double>.Full([2], 1, new FarBackend<double>());
        Assert.Multiple(() =>
        {
            Assert.That(() => (Variable<double>)here + there, Throws.ArgumentException);
            Assert.That(() => (Variable<double>)elsewhere + there, Throws.ArgumentException);
            Assert.That(() => there.Backend.Copy(here.Re, there.Re), Throws.ArgumentException);
            Assert.That(() => there.Backend.Copy(elsewhere.Re, there.Re), Throws.ArgumentException);
            Assert.That(() => here.Backend.Copy(there.Re, here.Re), Throws.ArgumentException);
        });
    }

    private static Trainer<float> Make(
        string model, IBackend<float> backend, string task, TrainingOptions options, ulong seed = 1)
    {
        Recipe recipe = Recipe.ForTask(model, task, seed) with { Width = Width, State = 8, Layers = Layers };
        int[] few = [.. Enumerable.Range(0, 4 * options.BatchSize)];
        DataSplit all = TaskData.Load(new TaskSettings(task, null, task == "listops" ? 30 : null), 1);
        DataSplit data = new(all.Train.Subset(few), all.Test.Subset(few));
        SequenceClassifier<float> made = ModelFactory.Create(recipe, data.Train, backend);
        return new Trainer<float>(made, TaskData.Forward(made), data, options);
    }

    private static List<string> Train(string name, IBackend<float> backend, TrainingOptions options)
    {
        Trainer<float> trainer = Make(name, backend, "digits", options);
        return Numbers(trainer, trainer.Run());
    }

    private static List<string> Numbers(Trainer<float> trainer, TrainingResult result) =>
    [
        ModelCheckpoint.WeightsSha256(trainer.Module),
        .. result.Epochs.Select(e => FormattableString.Invariant(
            $"{e.Loss:R} {e.TrainAccuracy:R} {e.TestLoss:R} {e.TestAccuracy:R}")),
    ];

    private sealed class Counter(FarBackend<float> far) : IProgress<TrainingProgress>
    {
        private FarCounts _before = far.Counts;

        /// <summary>The steps after which something was reported.</summary>
        internal List<int> At { get; } = [];

        /// <summary>What was asked for up to the report of a step, from the report before.</summary>
        internal List<FarCounts> Steps { get; } = [];

        public void Report(TrainingProgress value)
        {
            At.Add(value.Step);
            if (!value.EpochDone)
            {
                Steps.Add(far.Counts - _before);
            }

            _before = far.Counts;
        }
    }
}
