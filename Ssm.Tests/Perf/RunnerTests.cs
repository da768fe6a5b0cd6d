using Ssm.Perf.CommandLine;
using Ssm.Perf.Display;
using Ssm.Perf.Recipes;
using Ssm.Perf.Reports;
using Ssm.Perf.Verbs;

namespace Ssm.Tests.Perf;

/// <summary>The work behind <c>compare</c> and <c>train</c>, on the embedded digits, cut short.</summary>
[Category("Large")]
public sealed class RunnerTests
{
    private static readonly TaskSettings Digits = new("digits", DataDirectory: null, Length: null);

    [Test]
    public void The_same_seed_gives_the_same_weights_and_numbers_for_any_number_of_threads(
        [ValueSource(typeof(Catalog), nameof(Catalog.Models))] string model)
    {
        TrainSettings settings = Train(checkpoint: null) with { Model = model, Epochs = 1, Layers = 1 };
        TrainResult three = Run(Common(threads: 3, seed: 5));
        TrainResult one = Run(Common(threads: 1, seed: 5));
        TrainResult other = Run(Common(threads: 3, seed: 6));
        Assert.Multiple(() =>
        {
            Assert.That(three.WeightsSha256, Is.EqualTo(one.WeightsSha256));
            Assert.That(three.Best with { Seconds = 0 }, Is.EqualTo(one.Best with { Seconds = 0 }));
            Assert.That(other.WeightsSha256, Is.Not.EqualTo(one.WeightsSha256));
        });

        TrainResult Run(CommonSettings common) =>
            new TrainRunner().Run(settings with { Common = common }, new Watch(), default);
    }

    [Test]
    public void A_row_has_every_cost_and_poles_inside_the_unit_circle()
    {
        CompareSettings settings = new(Common(threads: 2, seed: 1), ["lru"], Digits, Epochs: 1, Batch: 480);
        ModelResult row = new CompareRunner().Run(settings, new Watch(), default).Single();
        Assert.Multiple(() =>
        {
            Assert.That(row.Parameters, Is.EqualTo(34_506));
            Assert.That(row.SamplesPerSecond, Is.Positive);
            Assert.That(row.StepMicroseconds, Is.Positive);
            Assert.That(row.PeakBytes, Is.Positive);
            Assert.That(row.PolesBefore, Has.Count.EqualTo(64));
            Assert.That(row.PolesBefore.Max(z => z.Magnitude), Is.LessThan(1));
            Assert.That(row.PolesAfter.Max(z => z.Magnitude), Is.LessThan(1));
            Assert.That(row.PolesAfter, Is.Not.EqualTo(row.PolesBefore));
        });
    }

    [Test]
    public void An_interrupted_run_resumes_to_the_same_bits()
    {
        string file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.safetensors");
        try
        {
            TrainSettings settings = Train(checkpoint: null);
            string uninterrupted = new TrainRunner().Run(settings, new Watch(), default).WeightsSha256;
            using CancellationTokenSource interrupt = new();
            Watch watch = new() { AfterEpoch = interrupt.Cancel };
            TrainSettings kept = settings with { Checkpoint = file };
            Assert.That(
                () => new TrainRunner().Run(kept, watch, interrupt.Token),
                Throws.InstanceOf<OperationCanceledException>());
            TrainResult resumed = new TrainRunner().Run(kept with { Resume = true }, new Watch(), default);
            Assert.That(resumed.WeightsSha256, Is.EqualTo(uninterrupted));
            Assert.That(resumed.Epochs, Has.Count.EqualTo(2));
            Assert.That(
                () => new TrainRunner().Run(kept with { Resume = true, Width = 12 }, new Watch(), default),
                Throws.InstanceOf<IOException>().With.Message.Contains("width 16, but now it is 12"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public void Parts_of_a_batch_a_plateau_and_an_average_resume_to_the_same_bits_too()
    {
        string file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.safetensors");
        try
        {
            TrainSettings settings = Train(checkpoint: null) with
            {
                Batch = 480,
                MicroBatch = 240,
                Schedule = "plateau",
                AverageDecay = 0.9,
                Layers = 1,
            };
            TrainResult whole = new TrainRunner().Run(settings, new Watch(), default);
            using CancellationTokenSource interrupt = new();
            TrainSettings kept = settings with { Checkpoint = file };
            Assert.That(
                () => new TrainRunner().Run(kept, new Watch { AfterEpoch = interrupt.Cancel }, interrupt.Token),
                Throws.InstanceOf<OperationCanceledException>());
            TrainResult resumed = new TrainRunner().Run(kept with { Resume = true }, new Watch(), default);
            Assert.That(resumed.WeightsSha256, Is.EqualTo(whole.WeightsSha256));
            Assert.That(
                resumed.Epochs.Select(e => e with { Seconds = 0 }),
                Is.EqualTo(whole.Epochs.Select(e => e with { Seconds = 0 })));
            Assert.That(
                () => new TrainRunner().Run(kept with { Resume = true, MicroBatch = null }, new Watch(), default),
                Throws.InstanceOf<IOException>().With.Message.Contains("micro_batch 240, but now it is 480"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public void Parts_larger_than_the_batch_are_refused() => Assert.That(
        () => new TrainRunner().Run(Train(checkpoint: null) with { MicroBatch = 129 }, new Watch(), default),
        Throws.InstanceOf<UserException>().With.Message.Contains("expected at most the batch, 128"));

    [Test]
    public void Schedules_are_those_of_their_names()
    {
        int steps = 100;
        Assert.That(Schedule("cosine").Factor(99), Is.LessThan(0.01));
        Assert.That(Schedule("constant").Factor(99), Is.EqualTo(1));
        Assert.That(Schedule("plateau").Factor(99), Is.EqualTo(1));

        Ssm.Core.Training.ISchedule Schedule(string name) =>
            Recipe.For(Train(checkpoint: null) with { Schedule = name }).Training().CreateSchedule(steps);
    }

    [Test]
    public void ListOps_trains_on_tokens()
    {
        TrainSettings settings = Train(checkpoint: null) with
        {
            Task = new TaskSettings("listops", DataDirectory: null, Length: 12),
            Epochs = 1,
            Batch = 500,
            Layers = 1,
            Width = 8,
            State = 8,
        };
        TrainResult result = new TrainRunner().Run(settings, new Watch(), default);
        Assert.That(result.Epochs[0].Loss, Is.LessThan(2.6).And.Positive);
    }

    [TestCase("selective-copy", 27)]    // 24 of context and 3 answers
    [TestCase("induction", 16)]
    [TestCase("recall", 8)]             // 3 pairs
    public void Tasks_that_are_drawn_from_the_seed_train_too(string task, int length)
    {
        TrainSettings settings = Train(checkpoint: null) with
        {
            Task = new TaskSettings(task, DataDirectory: null, length),
            Epochs = 1,
            Batch = 500,
            Layers = 1,
            Width = 8,
            State = 8,
        };
        EpochPoint epoch = new TrainRunner().Run(settings, new Watch(), default).Epochs[0];

        // Logits of an untrained model are of size 1, so the loss is around ln 20 at most.
        Assert.That(epoch.Loss, Is.InRange(0.1, 4.0));
        Assert.That(epoch.TestAccuracy, Is.InRange(0.0, 1.0));
    }

    [Test]
    public void A_time_varying_model_has_no_poles_to_show()
    {
        CompareSettings settings = new(Common(threads: 2, seed: 1), ["s6"], Digits, Epochs: 1, Batch: 480);
        ModelResult row = new CompareRunner().Run(settings, new Watch(), default).Single();
        Assert.That(row.PolesBefore.Concat(row.PolesAfter), Is.Empty);
        Assert.That(HtmlReport.Page(MadeUp.Report(row)), Does.Contain("No poles to show"));
    }

    private static TrainSettings Train(string? checkpoint) => new()
    {
        Common = Common(threads: 2, seed: 3),
        Model = "lru",
        Task = Digits,
        Epochs = 2,
        Batch = 128,
        Width = 16,
        State = 16,
        Checkpoint = checkpoint,
    };

    private static CommonSettings Common(int threads, ulong seed) =>
        new("cpu", DeviceGiven: false, threads, seed, JsonFile: null);

    private sealed class Watch : IProgress<TrainingProgress>
    {
        internal Action? AfterEpoch { get; init; }

        public void Report(TrainingProgress value)
        {
            if (value.EpochDone)
            {
                AfterEpoch?.Invoke();
            }
        }
    }
}
