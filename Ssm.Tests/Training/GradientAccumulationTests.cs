using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Training;
using Ssm.Kernels;

namespace Ssm.Tests.Training;

/// <summary>A batch in parts gives the step of the whole batch.</summary>
public sealed class GradientAccumulationTests
{
    private const int Length = 6;
    private const int Channels = 8;
    private const double Rate = 0.25;

    [TestCase(32, 8, null)]         // four parts of 8
    [TestCase(32, 8, 0.05)]         // the joint gradient is clipped, not those of the parts
    [TestCase(32, 5, null)]         // a last part of 2, with a share of its own
    [TestCase(44, 8, 0.05)]         // a last batch of 12: parts of 8 and 4
    [TestCase(32, 1, null)]
    [TestCase(32, 32, null)]
    public void Parts_of_a_batch_take_the_step_of_the_whole_batch(int sequences, int part, double? clip)
    {
        AssertSameStep<float>(sequences, part, clip, Math.ScaleB(1, -24));
        AssertSameStep<double>(sequences, part, clip, Math.ScaleB(1, -53));
    }

    [Test]
    public void One_part_that_is_the_whole_batch_gives_its_bits()
    {
        float[] whole = Train<float>(44, null, 0.05, out _), one = Train<float>(44, 32, 0.05, out _);
        Assert.That(one, Is.EqualTo(whole));
    }

    [Test]
    public void Schedules_count_steps_of_the_optimiser_and_not_parts()
    {
        Train<float>(44, 8, null, out Recorder steps);
        Assert.That(steps.Steps, Is.EqualTo(new[] { 0, 1 }), "44 sequences are two batches of 32, in parts of 8");
    }

    [Test]
    public void Each_part_draws_its_own_dropout_and_none_repeats_that_of_another_step()
    {
        List<ulong> draws = [];
        PlainModel<float> model = new(seed: 1);
        Variable<float> Logits(Batch<float> batch, TrainingPass? pass)
        {
            if (pass is not null)
            {
                draws.Add(pass.Random.NextUInt64());
            }

            return model.Logits(batch, pass);
        }

        new Trainer<float>(model, Logits, ToyModel<float>.Data(44, 2, Length), Options(8, null, new Recorder())).Run();
        Assert.That(draws, Has.Count.EqualTo(6).And.Unique);
    }

    private static void AssertSameStep<T>(int sequences, int part, double? clip, double unit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] whole = Train<T>(sequences, null, clip, out _), parts = Train<T>(sequences, part, clip, out _);

        // A gradient is a sum of at most B·L terms whose magnitudes add up to at most 2 here (|x|, |tanh| ≤ 1, |w| ≤ 1,
        // a share of 1 in all of |p − y| ≤ 1 twice), each of a few dozen roundings; so it is off by at most
        // 2·(B·L + 64) units on each of the two ways. Clipping scales by at most 1, off by as much again. The second
        // step meets parameters that differ by the first one's error, which its gradient, with slopes of at most a few
        // units, hands on.
        double gradient = 2 * 2 * ((32 * Length) + 64) * unit;
        double tolerance = Rate * gradient * (clip is null ? 1 : 2) * (sequences > 32 ? 4 : 1);
        Assert.That(
            parts.Select(double.CreateChecked),
            Is.EqualTo(whole.Select(double.CreateChecked)).Within(tolerance));
    }

    private static T[] Train<T>(int sequences, int? part, double? clip, out Recorder steps)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        PlainModel<T> model = new(seed: 5);
        steps = new Recorder();
        Trainer<T> trainer = new(
            model,
            model.Logits,
            ToyModel<T>.Data(sequences, 2, Length),
            Options(part, clip, steps),
            new Sgd<T>(OptimizerGroups.ForStateSpaceModels(model, Rate, Rate, 0)));
        T[] before = All();
        trainer.Run();
        Assert.That(All(), Is.Not.EqualTo(before));
        return All();

        T[] All() => [.. model.Variables.SelectMany(v => v.Value.ToArray())];
    }

    private static TrainingOptions Options(int? part, double? clip, ISchedule schedule) => new()
    {
        Epochs = 1,
        BatchSize = 32,
        MicroBatchSize = part,
        ClipNorm = clip,
        Schedule = _ => schedule,
        Seed = 9,
    };

    private sealed class Recorder : ISchedule
    {
        internal List<int> Steps { get; } = [];

        public double Factor(int step)
        {
            Steps.Add(step);
            return 1;
        }
    }

    /// <summary>Logits of the mean over time of tanh(W u): nothing looks across the batch.</summary>
    private sealed class PlainModel<T> : Module<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly Linear<T> _encoder;
        private readonly Linear<T> _decoder;

        internal PlainModel(ulong seed)
        {
            RandomSource random = new(seed);
            _encoder = AddPart("encoder", new Linear<T>(1, Channels, random));
            _decoder = AddPart("decoder", new Linear<T>(Channels, 2, random));
        }

        internal Variable<T> Logits(Batch<T> batch, TrainingPass? pass) =>
            _decoder.Forward(Op.Mean(Op.Tanh(_encoder.Forward(batch.Signals, pass)), axis: 1), pass);
    }
}
