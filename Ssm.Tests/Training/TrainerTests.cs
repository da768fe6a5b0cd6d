using Ssm.Core.Checkpoints;
using Ssm.Core.Data;
using Ssm.Core.Training;

namespace Ssm.Tests.Training;

/// <summary>That a run learns, has the same bits each time, stops cleanly, and says what went wrong.</summary>
public sealed class TrainerTests
{
    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 3,
        BatchSize = 16,
        LearningRate = 0.05,
        StateSpaceLearningRate = 0.02,
        WeightDecay = 0.01,
        ClipNorm = 1,
        Seed = 7,
    };

    [Test]
    public void A_small_model_learns_a_task_that_can_be_learnt()
    {
        ToyModel<float> model = new(seed: 1);
        Trainer<float> trainer = model.Trainer(s_options with { Epochs = 20 });
        TrainingResult result = trainer.Run();
        Assert.That(result.Last.TestAccuracy, Is.EqualTo(1));
        Assert.That(result.Last.Loss, Is.LessThan(0.1));
        Assert.That(result.Epochs[0].Loss, Is.GreaterThan(0.3));
        Assert.That(result.Epochs.Select(e => e.Epoch), Is.EqualTo(Enumerable.Range(1, 20)));
        Assert.That(result.Best.Epoch, Is.EqualTo(result.Epochs.First(e => e.TestAccuracy == 1).Epoch));
        Assert.That(result.Last.ValidationAccuracy, Is.NaN);
        Assert.That(trainer.Evaluate(trainer.Data.Test).Loss, Is.EqualTo(result.Last.TestLoss));
        Assert.That(trainer.IsDone);
        Assert.That(() => trainer.RunEpoch(), Throws.InvalidOperationException);
    }

    [Test]
    public void The_same_seed_gives_the_same_bits_and_another_seed_others()
    {
        string first = WeightsAfter(s_options, threads: 1);
        Assert.That(WeightsAfter(s_options, threads: 1), Is.EqualTo(first));
        Assert.That(WeightsAfter(s_options with { Seed = 8 }, threads: 1), Is.Not.EqualTo(first));
    }

    [TestCase(2)]
    [TestCase(3)]
    [TestCase(8)]
    public void The_number_of_threads_does_not_change_a_bit(int threads)
    {
        Assert.That(WeightsAfter(s_options, threads, wide: true), Is.EqualTo(WeightsAfter(s_options, 1, wide: true)));
    }

    [Test]
    public void Progress_counts_every_step_and_every_epoch()
    {
        Reports reports = new();
        new ToyModel<float>(seed: 1).Trainer(s_options).Run(reports);

        // 40 sequences in batches of 16: three steps, then the epoch itself, three times.
        Assert.That(
            reports.All.Select(r => (r.Epoch, r.Step, r.EpochDone)),
            Is.EqualTo(
                from epoch in Enumerable.Range(1, 3)
                from report in new[] { (1, false), (2, false), (3, false), (3, true) }
                select (epoch, report.Item1, report.Item2)));
        Assert.That(reports.All.Take(3).Select(r => r.TestAccuracy), Is.All.NaN);
        Assert.That(reports.All.Skip(3).Select(r => r.TestAccuracy), Is.All.InRange(0.0, 1.0));
        Assert.That(reports.All.Select(r => r.Elapsed), Is.Ordered);
        Assert.That(reports.All.Select(r => r.Loss), Is.All.InRange(0.0, 5.0));
    }

    [Test]
    public void A_cancelled_run_leaves_a_model_that_works_and_can_go_on_to_the_same_bits()
    {
        ToyModel<float> model = new(seed: 1);
        Trainer<float> trainer = model.Trainer(s_options);
        using CancellationTokenSource source = new();
        Reports reports = new(report =>
        {
            if (report is { Epoch: 2, Step: 2 })
            {
                source.Cancel();
            }
        });
        Assert.That(() => trainer.Run(reports, source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That((trainer.Epoch, trainer.Step), Is.EqualTo((1, 2)));
        Assert.That(trainer.Evaluate(trainer.Data.Test).Loss, Is.InRange(0.0, 5.0));
        Assert.That(trainer.Result().Epochs, Has.Count.EqualTo(1));

        trainer.Run();
        Assert.That(ModelCheckpoint.WeightsSha256(model), Is.EqualTo(WeightsAfter(s_options, 1)));
    }

    [Test]
    public void A_run_cancelled_before_its_evaluation_evaluates_when_it_goes_on()
    {
        Trainer<float> trainer = new ToyModel<float>(seed: 1).Trainer(s_options);
        using CancellationTokenSource source = new();
        Reports reports = new(report =>
        {
            if (report.Step == 3)
            {
                source.Cancel();
            }
        });
        Assert.That(() => trainer.Run(reports, source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That((trainer.Epoch, trainer.Step, trainer.Curve.Count), Is.EqualTo((0, 3, 0)));
        Assert.That(trainer.RunEpoch().Epoch, Is.EqualTo(1));
        Assert.That((trainer.Epoch, trainer.Step), Is.EqualTo((1, 0)));
    }

    [Test]
    public void A_loss_that_is_not_finite_stops_the_run_before_it_spoils_the_parameters()
    {
        DataSplit good = ToyModel<float>.Data();
        SignalDataset train = (SignalDataset)good.Train;
        float[] inputs = train.Inputs.ToArray();
        inputs[0] = float.NaN;
        SignalDataset bad = new("toy", train.Length, 1, 2, inputs, train.Labels.ToArray());
        ToyModel<float> model = new(seed: 1);
        Trainer<float> trainer = model.Trainer(s_options with { BatchSize = 1 }, new DataSplit(bad, good.Test));

        // The one bad sequence is a batch of its own, somewhere in the first epoch.
        TrainingDivergedException error =
            Assert.Throws<TrainingDivergedException>(() => trainer.Run())!;
        Assert.That(error.Message, Does.Contain($"the loss is NaN in epoch 1, step {error.Step} of 40"));
        Assert.That(error.Step, Is.EqualTo(trainer.Step + 1));
        Assert.That(model.Variables.SelectMany(v => v.Value.ToArray()), Has.None.NaN);
    }

    [Test]
    public void Validation_data_chooses_the_best_epoch()
    {
        DataSplit data = ToyModel<float>.Data().HoldOut(10, seed: 3);
        TrainingResult result = new ToyModel<float>(seed: 1).Trainer(s_options, data).Run();
        double best = result.Epochs.Max(e => e.ValidationAccuracy);
        Assert.That(result.Best, Is.SameAs(result.Epochs.First(e => e.ValidationAccuracy == best)));
    }

    [Test]
    public void What_cannot_be_trained_is_refused()
    {
        ToyModel<float> model = new(seed: 1);
        Assert.That(() => model.Trainer(s_options with { Epochs = 0 }), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => model.Trainer(s_options with { ClipNorm = 0 }), Throws.InstanceOf<ArgumentException>());
        Assert.That(
            () => model.Trainer(s_options with { LearningRate = double.NaN }), Throws.InstanceOf<ArgumentException>());
        Assert.That(
            () => model.Trainer(s_options with { BatchSize = 50, DropPartial = true }),
            Throws.ArgumentException.With.Message.Contains("lower the batch size"));
        Assert.That(() => model.Trainer(s_options).Result(), Throws.InvalidOperationException);
    }

    [Test]
    public void Tokens_are_padded_to_the_longest_of_the_batch()
    {
        TokenDataset data = new("words", 9, 5, 2, [1, 2, 3, 4, 1], lengths: [2, 3], labels: [0, 1]);
        Batch<float> batch = new(data, [1, 0], Ssm.Kernels.CpuBackend<float>.Default);
        Assert.That(batch.HasTokens);
        Assert.That(batch.Tokens.Values.ToArray(), Is.EqualTo(new[] { 3, 4, 1, 1, 2, 0 }));
        Assert.That(batch.Lengths.Values.ToArray(), Is.EqualTo(new[] { 3, 2 }));
        Assert.That(batch.Labels.Values.ToArray(), Is.EqualTo(new[] { 1, 0 }));
        Assert.That(() => batch.Signals, Throws.InvalidOperationException);
    }

    private static string WeightsAfter(TrainingOptions options, int threads, bool wide = false)
    {
        // The wide one is large enough for elementwise work and products to be cut into pieces.
        ToyModel<float> model = new(seed: 1, channels: wide ? 67 : 8, threads: threads);
        model.Trainer(options, wide ? ToyModel<float>.Data(train: 32, test: 1, length: 71) : null).Run();
        return ModelCheckpoint.WeightsSha256(model);
    }

    private sealed class Reports(Action<TrainingProgress>? then = null) : IProgress<TrainingProgress>
    {
        internal List<TrainingProgress> All { get; } = [];

        public void Report(TrainingProgress value)
        {
            All.Add(value);
            then?.Invoke(value);
        }
    }
}
