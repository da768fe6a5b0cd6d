using Ssm.Autodiff;
using Ssm.Core.Checkpoints;
using Ssm.Core.Data;
using Ssm.Core.Layers;
using Ssm.Core.Scaffolding;
using Ssm.Core.Training;
using Ssm.Kernels;
using Ssm.Tests.Checkpoints;

namespace Ssm.Tests.Training;

/// <summary>Training where some steps have labels: the loss is the mean over these.</summary>
public sealed class StepLabelTests
{
    private const int Vocabulary = 5;

    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 3,
        BatchSize = 6,
        LearningRate = 0.05,
        ClipNorm = 1,
        Seed = 3,
    };

    [Test]
    public void A_model_learns_what_each_step_is_to_say()
    {
        Trainer<float> trainer = Trainer(Classifier<float>(), s_options with { Epochs = 30 });
        TrainingResult result = trainer.Run();
        Assert.That(result.Last.TestAccuracy, Is.EqualTo(1));
        Assert.That(result.Last.TrainAccuracy, Is.EqualTo(1));
        Assert.That(result.Epochs[0].TrainAccuracy, Is.LessThan(1));
    }

    [Test]
    public void Loss_and_accuracy_are_means_over_the_labels()
    {
        SequenceClassifier<double> model = Classifier<double>();
        TokenDataset data = Data(count: 7, seed: 2);
        Evaluation evaluation = Evaluator.Evaluate(
            (batch, pass) => model.Forward(batch.Tokens, pass: pass), data, batchSize: 3, CpuBackend<double>.Default);

        // By the definition, a sequence at a time.
        double loss = 0;
        int right = 0, count = 0, start = 0;
        for (int i = 0; i < data.Count; i++)
        {
            int length = data.Lengths[i];
            int[] tokens = new int[length];
            data.CopyTokens([i], length, tokens);
            double[] logits = model.Forward(new Indices(tokens, [1, length])).Value.ToArray();
            for (int t = 0; t < length; t++, start++)
            {
                int label = data.Labels[start];
                if (label >= 0)
                {
                    double[] row = logits[(t * Vocabulary)..((t + 1) * Vocabulary)];
                    loss += Math.Log(row.Sum(Math.Exp)) - row[label];
                    right += row.Max() == row[label] ? 1 : 0;
                    count++;
                }
            }
        }

        Assert.That(evaluation.Count, Is.EqualTo(count));
        Assert.That(evaluation.Loss, Is.EqualTo(loss / count).Within(1e-13));
        Assert.That(evaluation.Accuracy, Is.EqualTo((double)right / count));
    }

    [Test]
    public void A_batch_in_parts_weighs_each_part_by_its_labels()
    {
        double[] whole = Train(null), parts = Train(4);

        // A step moves a weight by the rate times a gradient of a few dozen sums of magnitude 1, in another order.
        Assert.That(parts, Is.EqualTo(whole).Within(1e-13));

        static double[] Train(int? part)
        {
            SequenceClassifier<double> model = Classifier<double>();
            TrainingOptions options = s_options with
            {
                Epochs = 1,
                BatchSize = 20,
                MicroBatchSize = part,
                Schedule = _ => new ConstantSchedule(0),
            };
            Sgd<double> sgd = new(OptimizerGroups.ForStateSpaceModels(model, 0.1, 0.1, 0));
            Trainer<double> trainer = new(
                model,
                (batch, pass) => model.Forward(batch.Tokens, pass: pass),
                new DataSplit(Data(20, seed: 1), Data(1, seed: 2)),
                options,
                sgd);
            trainer.Run();
            return [.. model.Variables.SelectMany(v => v.Value.ToArray())];
        }
    }

    [Test]
    public void A_run_cut_within_an_epoch_resumes_to_the_same_bits()
    {
        SequenceClassifier<float> whole = Classifier<float>();
        TrainingResult expected = Trainer(whole, s_options).Run();
        SafetensorsBytes files = new();
        try
        {
            string path = files.PathOf("run.safetensors");
            Trainer<float> first = Trainer(Classifier<float>(), s_options);
            using CancellationTokenSource source = new();
            Assert.That(
                () => first.Run(new Stop(source), source.Token), Throws.InstanceOf<OperationCanceledException>());
            TrainingCheckpoint.Save(path, first);

            SequenceClassifier<float> model = Classifier<float>();
            Trainer<float> second = Trainer(model, s_options);
            TrainingCheckpoint.Load(path, second);
            Assert.That((second.Epoch, second.Step), Is.EqualTo((1, 2)));
            TrainingResult resumed = second.Run();
            Assert.That(ModelCheckpoint.WeightsSha256(model), Is.EqualTo(ModelCheckpoint.WeightsSha256(whole)));
            Assert.That(
                resumed.Epochs.Select(e => e with { Seconds = 0 }),
                Is.EqualTo(expected.Epochs.Select(e => e with { Seconds = 0 })));
        }
        finally
        {
            files.Remove();
        }
    }

    private static Trainer<float> Trainer(SequenceClassifier<float> model, TrainingOptions options) => new(
        model,
        (batch, pass) => model.Forward(batch.Tokens, batch.Lengths.Values, pass),
        new DataSplit(Data(20, seed: 1), Data(8, seed: 2)),
        options);

    private static SequenceClassifier<T> Classifier<T>()
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        RandomSource random = new(1);
        Linear<T> layer = new(8, 8, random);
        return new SequenceClassifier<T>(
            0, Vocabulary, Vocabulary, [layer], 8, finalNorm: true, random, readout: Readout.EachStep);
    }

    // Sequences of different lengths; a step that is labelled is to say the token after its own, round about.
    private static TokenDataset Data(int count, ulong seed)
    {
        RandomSource random = new(seed);
        List<int> tokens = [], labels = [];
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++)
        {
            lengths[i] = 1 + random.NextInt32(9);
            for (int t = 0; t < lengths[i]; t++)
            {
                int token = random.NextInt32(Vocabulary);
                tokens.Add(token);
                labels.Add(t == 0 || random.NextInt32(2) == 0 ? (token + 1) % Vocabulary : SequenceDataset.NoLabel);
            }
        }

        return new TokenDataset(
            "next", 9, Vocabulary, Vocabulary, [.. tokens], lengths, [.. labels], labelsOf: LabelsOf.Step);
    }

    private sealed class Stop(CancellationTokenSource source) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value is { Epoch: 2, Step: 2, EpochDone: false })
            {
                source.Cancel();
            }
        }
    }
}
