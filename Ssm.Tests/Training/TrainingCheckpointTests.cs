using Ssm.Core.Checkpoints;
using Ssm.Core.Training;
using Ssm.Tests.Checkpoints;

namespace Ssm.Tests.Training;

/// <summary>Resuming: wherever a run is cut, it ends with the bits of one that was not.</summary>
public sealed class TrainingCheckpointTests
{
    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 3,
        BatchSize = 16,
        LearningRate = 0.05,
        ClipNorm = 0.5,
        Seed = 11,
    };

    // Everything that has a memory beside the weights: parts of a batch, a plateau that falls, an average.
    private static readonly TrainingOptions s_everything = s_options with
    {
        Epochs = 4,
        MicroBatchSize = 5,
        Plateau = new PlateauOptions
        {
            Mode = PlateauMode.Max,
            Patience = 0,
            Threshold = 10,     // no accuracy is eleven times as good as another
            Factor = 0.5,
            Cooldown = 1,
        },
        AverageDecay = 0.8,
        AverageWarmUp = true,
    };

    private SafetensorsBytes _files = null!;

    [SetUp]
    public void MakeFolder() => _files = new SafetensorsBytes();

    [TearDown]
    public void RemoveFolder() => _files.Remove();

    [TestCase(false)]
    [TestCase(true)]
    public void A_run_resumed_after_any_step_is_the_uninterrupted_one_bit_for_bit(bool everything)
    {
        TrainingOptions options = everything ? s_everything : s_options;
        ToyModel<float> whole = new(seed: 1);
        Trainer<float> uninterrupted = whole.Trainer(options);
        Keep keep = new(_files, uninterrupted);
        uninterrupted.Run(keep);
        string expected = ModelCheckpoint.WeightsSha256(whole);
        Assert.That(keep.Paths, Has.Count.EqualTo(4 * options.Epochs));
        Assert.That(uninterrupted.Plateau?.Factor, everything ? Is.LessThan(1) : Is.Null);
        foreach (string path in keep.Paths)
        {
            // From another initialisation: everything that matters has to come from the file.
            ToyModel<float> model = new(seed: 99);
            Trainer<float> trainer = model.Trainer(options);
            TrainingCheckpoint.Load(path, trainer);
            TrainingResult result = trainer.IsDone ? trainer.Result() : trainer.Run();
            Assert.That(ModelCheckpoint.WeightsSha256(model), Is.EqualTo(expected), path);
            Assert.That(
                result.Epochs.Select(e => e with { Seconds = 0 }),
                Is.EqualTo(uninterrupted.Curve.Select(e => e with { Seconds = 0 })),
                path);
            Assert.That(Moments(trainer), Is.EqualTo(Moments(uninterrupted)), path);
            Assert.That(Averages(trainer), Is.EqualTo(Averages(uninterrupted)), path);
            Assert.That(trainer.Average?.Updates, Is.EqualTo(uninterrupted.Average?.Updates), path);
            Assert.That(trainer.Plateau?.Best, Is.EqualTo(uninterrupted.Plateau?.Best), path);
            Assert.That(trainer.Plateau?.Factor, Is.EqualTo(uninterrupted.Plateau?.Factor), path);
        }
    }

    [Test]
    public void A_run_whose_model_holds_the_average_is_not_saved()
    {
        Trainer<float> trainer = new ToyModel<float>(seed: 1).Trainer(s_everything);
        trainer.Average!.Swap();
        string path = _files.PathOf("swapped");
        Assert.That(
            () => TrainingCheckpoint.Save(path, trainer),
            Throws.InvalidOperationException.With.Message.Contains("Swap again"));
        Assert.That(() => trainer.RunEpoch(), Throws.InvalidOperationException);
        Assert.That(File.Exists(path), Is.False);
        trainer.Average.Swap();
        TrainingCheckpoint.Save(path, trainer);

        // Loading leaves nothing swapped, whatever was so before.
        Trainer<float> other = new ToyModel<float>(seed: 2).Trainer(s_everything);
        other.Average!.Swap();
        TrainingCheckpoint.Load(path, other);
        Assert.That(other.Average.IsSwapped, Is.False);
        Assert.That(Averages(other), Is.EqualTo(Averages(trainer)));
    }

    [TestCase("@plateau", 0, 0.0)]
    [TestCase("@plateau", 0, 1.5)]
    [TestCase("@plateau", 0, double.NaN)]
    [TestCase("@plateau", 1, double.NaN)]
    [TestCase("@plateau", 2, -1.0)]
    [TestCase("@plateau", 3, 0.5)]
    [TestCase("@average_updates", 0, -1.0)]
    public void A_plateau_or_an_average_that_cannot_be_is_refused(string tensor, int index, double value)
    {
        string path = _files.PathOf("damaged");
        Trainer<float> saved = new ToyModel<float>(seed: 1).Trainer(s_everything);
        saved.RunEpoch();
        TrainingCheckpoint.Save(path, saved);
        byte[] bytes = File.ReadAllBytes(path);
        int start = 8 + (int)BitConverter.ToInt64(bytes, 0) + (int)SafetensorsFile.Open(path)[tensor].Offset;
        long bits = tensor == "@plateau" ? BitConverter.DoubleToInt64Bits(value) : (long)value;
        BitConverter.TryWriteBytes(bytes.AsSpan(start + (8 * index)), bits);
        File.WriteAllBytes(path, bytes);
        AssertRefused(path, new ToyModel<float>(2).Trainer(s_everything), "the file is damaged");
    }

    [Test]
    public void A_training_checkpoint_is_a_model_checkpoint_and_keeps_the_callers_strings()
    {
        string path = _files.PathOf("both");
        ToyModel<float> model = new(seed: 1), other = new(seed: 2);
        Trainer<float> trainer = model.Trainer(s_options);
        trainer.RunEpoch();
        TrainingCheckpoint.Save(path, trainer, new Dictionary<string, string> { ["width"] = "8" });
        Assert.That(ModelCheckpoint.Load(path, other)["width"], Is.EqualTo("8"));
        Assert.That(ModelCheckpoint.WeightsSha256(other), Is.EqualTo(ModelCheckpoint.WeightsSha256(model)));
        Assert.That(
            () => TrainingCheckpoint.Save(path, trainer, new Dictionary<string, string> { ["training.x"] = "" }),
            Throws.ArgumentException);
    }

    [Test]
    public void Another_recipe_another_model_or_a_plain_model_is_refused_and_changes_nothing()
    {
        string path = _files.PathOf("run");
        Trainer<float> saved = new ToyModel<float>(seed: 1).Trainer(s_options);
        saved.RunEpoch();
        TrainingCheckpoint.Save(path, saved);

        ToyModel<float> model = new(2), wider = new(2, channels: 9);
        AssertRefused(path, model.Trainer(s_options with { Seed = 12 }), "'training.seed' 11, the trainer 12");
        AssertRefused(path, model.Trainer(s_options with { ClipNorm = null }), "'training.clip_norm' 0.5");
        AssertRefused(path, model.Trainer(s_options, ToyModel<float>.Data(41)), "training.sequences");
        AssertRefused(path, model.Trainer(s_options with { MicroBatchSize = 8 }), "'training.micro_batch_size' none");
        AssertRefused(path, model.Trainer(s_options with { Plateau = new() }), "the trainer Min 0.1 10 0.0001");
        AssertRefused(path, model.Trainer(s_options with { AverageDecay = 0.5 }), "'training.average_decay' none");
        AssertRefused(path, wider.Trainer(s_options), "'gate.re' is F32 (8), expected (9)");
        Optimizer<float> sgd = new Sgd<float>(OptimizerGroups.ForStateSpaceModels(model, 0.1, 0.1, 0));
        AssertRefused(
            path, model.Trainer(s_options, optimizer: sgd), "'@exp_avg.encoder.weight' F32 (8, 1) is unexpected");

        ModelCheckpoint.Save(path, new ToyModel<float>(seed: 1));
        AssertRefused(path, new ToyModel<float>(2).Trainer(s_options), "load a model by ModelCheckpoint");
    }

    [Test]
    public void A_place_that_no_run_can_be_at_is_refused()
    {
        string path = _files.PathOf("place");
        Trainer<float> saved = new ToyModel<float>(seed: 1).Trainer(s_options);
        saved.RunEpoch();
        TrainingCheckpoint.Save(path, saved);
        byte[] bytes = File.ReadAllBytes(path);
        SafetensorsFile file = SafetensorsFile.Open(path);
        int start = 8 + (int)BitConverter.ToInt64(bytes, 0) + (int)file["@run_counts"].Offset;
        foreach ((int index, long value) in new[] { (0, -1L), (0, 4L), (1, 4L), (3, 1L), (2, long.MaxValue) })
        {
            byte[] damaged = [.. bytes];
            BitConverter.TryWriteBytes(damaged.AsSpan(start + (8 * index)), value);
            File.WriteAllBytes(path, damaged);
            AssertRefused(path, new ToyModel<float>(2).Trainer(s_options), "the file is damaged");
        }
    }

    private static void AssertRefused(string path, Trainer<float> trainer, string text)
    {
        string before = ModelCheckpoint.WeightsSha256(trainer.Module);
        Assert.That(
            () => TrainingCheckpoint.Load(path, trainer),
            Throws.InstanceOf<CheckpointException>().With.Message.Contains(text));
        Assert.That(ModelCheckpoint.WeightsSha256(trainer.Module), Is.EqualTo(before));
        Assert.That((trainer.Epoch, trainer.Step), Is.EqualTo((0, 0)));
    }

    private static float[] Moments(Trainer<float> trainer) =>
    [
        .. trainer.Module.Variables.SelectMany(v => trainer.Optimizer.Memory(v, "exp_avg_sq").ToArray()),
    ];

    private static float[] Averages(Trainer<float> trainer) => trainer.Average is not { } average
        ? []
        :
        [
            .. trainer.Module.Variables.SelectMany(v => average[v].ToArray()),
            .. trainer.Module.Variables.SelectMany(v => average[v].ImaginaryToArray()),
        ];

    /// <summary>Saves after every step and every epoch, each into a file of its own.</summary>
    private sealed class Keep(SafetensorsBytes files, Trainer<float> trainer) : IProgress<TrainingProgress>
    {
        internal List<string> Paths { get; } = [];

        public void Report(TrainingProgress value)
        {
            string path = files.PathOf($"after{Paths.Count}");
            TrainingCheckpoint.Save(path, trainer);
            Paths.Add(path);
        }
    }
}
