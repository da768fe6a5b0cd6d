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
    public void Nor_does_it_in_parts_with_a_plateau_and_an_average()
    {
        TrainingOptions options = s_options with
        {
            Epochs = 2,
            MicroBatchSize = 7,
            Plateau = new PlateauOptions { Patience = 0, Threshold = 0.5 },
            AverageDecay = 0.9,
        };
        (string Weights, string Average) first = Hashes(1);
        Assert.That(first.Average, Is.Not.EqualTo(first.Weights));
        foreach (int threads in new[] { 2, 3, 8 })
        {
            Assert.That(Hashes(threads), Is.EqualTo(first), $"{threads} threads");
        }

        (string Weights, string Average) Hashes(int threads)
        {
            ToyModel<float> model = new(seed: 1, channels: 67, threads: threads);
            Trainer<float> trainer = model.Trainer(options, ToyModel<float>.Data(train: 32, test: 1, length: 71));
            trainer.Run();
            string weights = ModelCheckpoint.WeightsSha256(model);
            trainer.Average!.Swap();
            return (weights, ModelCheckpoint.WeightsSha256(model));
        }
    }

    [Test]
    public void Evaluations_are_made_by_the_average_and_training_goes_on_with_the_weights()
    {
        ToyModel<float> plain = new(seed: 1), model = new(seed: 1);
        plain.Trainer(s_options).Run();
        Trainer<float> trainer = model.Trainer(s_options with { AverageDecay = 0.5 });
        TrainingResult result = trainer.Run();
        Assert.That(ModelCheckpoint.WeightsSha256(model), Is.EqualTo(ModelCheckpoint.WeightsSha256(plain)));
        Assert.That(trainer.Average!.Updates, Is.EqualTo(9));

        Evaluation byWeights = Evaluate();
        Assert.That(result.Last.TestLoss, Is.Not.EqualTo(byWeights.Loss));
        trainer.Average.Swap();
        Evaluation byAverage = Evaluate();
        Assert.That(byAverage.Loss, Is.EqualTo(result.Last.TestLoss));
        Assert.That(trainer.Evaluate(trainer.Data.Test), Is.EqualTo(byAverage), "swapped already");
        Assert.That(trainer.Average.IsSwapped);

        Evaluation Evaluate() =>
            Evaluator.Evaluate(model.Logits, trainer.Data.Test, 64, model.Gate.Value.Backend);
    }

    [Test]
    public void A_cancelled_evaluation_leaves_the_weights_in_place()
    {
        Trainer<float> trainer = new ToyModel<float>(seed: 1).Trainer(s_options with { AverageDecay = 0.5 });
        trainer.RunEpoch();
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.That(
            () => trainer.Evaluate(trainer.Data.Test, source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(trainer.Average!.IsSwapped, Is.False);
    }

    [Test]
    public void A_plateau_scales_the_schedule_and_sees_what_its_mode_says()
    {
        PlateauOptions accuracy = new() { Mode = PlateauMode.Max, Patience = 0, Threshold = 10, Factor = 0.5 };
        Trainer<float> trainer = new ToyModel<float>(seed: 1).Trainer(s_options with { Plateau = accuracy });
        trainer.RunEpoch();
        Assert.That(trainer.Plateau!.Best, Is.EqualTo(trainer.Curve[0].TestAccuracy));
        Assert.That(trainer.Plateau.Factor, Is.EqualTo(1));
        trainer.RunEpoch();
        Assert.That(trainer.Plateau.Factor, Is.EqualTo(0.5), "no accuracy is eleven times as good");

        Trainer<float> losses = new ToyModel<float>(seed: 1).Trainer(
            s_options with { Plateau = accuracy with { Mode = PlateauMode.Min, Threshold = 1e-4 } },
            ToyModel<float>.Data().HoldOut(10, seed: 3));
        losses.RunEpoch();
        Assert.That(losses.Plateau!.Best, Is.EqualTo(losses.Evaluate(losses.Data.Validation!).Loss));
        Assert.That(losses.Plateau.Best, Is.Not.EqualTo(losses.Curve[0].TestLoss));

        // Without a schedule of its own the rates only fall where the plateau says so.
        Assert.That(s_options.CreateSchedule(30), Is.TypeOf<WarmupCosineSchedule>());
        Assert.That((s_options with { Plateau = accuracy }).CreateSchedule(30), Is.TypeOf<ConstantSchedule>());
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
        Assert.That(() => model.Trainer(s_options with { MicroBatchSize = 0 }), Throws.InstanceOf<ArgumentException>());
        Assert.That(
            () => model.Trainer(s_options with { MicroBatchSize = 17 }),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains("at most the batch size, 16"));
        Assert.That(() => model.Trainer(s_options with { AverageDecay = 1 }), Throws.InstanceOf<ArgumentException>());
        Assert.That(
            () => model.Trainer(s_options with { AverageWarmUp = true }),
            Throws.ArgumentException.With.Message.Contains("expected a decay"));
        Assert.That(
            () => model.Trainer(s_options with { Plateau = new PlateauOptions { Factor = 2 } }),
            Throws.InstanceOf<ArgumentException>());
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
