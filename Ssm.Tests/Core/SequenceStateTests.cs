using Ssm.Autodiff;
using Ssm.Core.Models;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

/// <summary>A state is a value: it is copied, forked, restored, saved and read back without a trace.</summary>
public sealed class SequenceStateTests
{
    private const int Steps = 12;

    [Test]
    public void A_fork_goes_its_own_way_and_a_restored_state_repeats_what_came_before()
    {
        (Stepper<float> stepper, float[] input) = Make();
        SequenceState<float> state = SequenceState<float>.For(stepper);
        Run(stepper, input, state);
        SequenceState<float> kept = state.Fork();
        float[] first = Run(stepper, input, state);
        float[] other = Run(stepper, [.. input.Select(x => -x)], kept.Fork());
        state.Restore(kept);
        Assert.Multiple(() =>
        {
            Assert.That(other, Is.Not.EqualTo(first));
            Assert.That(Run(stepper, input, state), Is.EqualTo(first));
        });
        state.Reset();
        Assert.That(state.Span.ToArray(), Is.All.Zero);
    }

    [Test]
    public void A_state_read_back_from_bytes_goes_on_with_the_same_bits()
    {
        (Stepper<float> stepper, float[] input) = Make();
        SequenceState<float> state = SequenceState<float>.For(stepper);
        Run(stepper, input, state);
        SequenceState<float> copy = SequenceState<float>.FromBytes(state.ToBytes(), stepper.StateSize);
        Assert.That(Run(stepper, input, copy), Is.EqualTo(Run(stepper, input, state)));
    }

    [Test]
    public void Doubles_keep_all_their_bits()
    {
        SequenceState<double> state = new(4);
        double[] values = [double.NaN, double.NegativeInfinity, double.Epsilon, -0.0];
        values.CopyTo(state.Span);
        double[] back = SequenceState<double>.FromBytes(state.ToBytes(), 4).Span.ToArray();
        Assert.That(
            back.Select(BitConverter.DoubleToInt64Bits), Is.EqualTo(values.Select(BitConverter.DoubleToInt64Bits)));
    }

    [Test]
    public void States_of_streams_make_a_batch_and_rows_of_a_batch_make_streams()
    {
        (Stepper<float> stepper, float[] input) = Make();
        SequenceState<float> one = SequenceState<float>.For(stepper);
        SequenceState<float> two = one.Fork();
        Run(stepper, input, two);
        NdArray<float> batch = SequenceState<float>.Stack(one, two);
        Assert.Multiple(() =>
        {
            Assert.That(batch.Shape, Is.EqualTo(new Shape(2, stepper.StateSize)));
            Assert.That(SequenceState<float>.FromRow(batch, 1).Span.ToArray(), Is.EqualTo(two.Span.ToArray()));
            Assert.That(SequenceState<float>.FromRow(batch, 0).Span.ToArray(), Is.EqualTo(one.Span.ToArray()));
        });
    }

    [Test]
    public void Every_damaged_byte_is_noticed()
    {
        SequenceState<float> state = new(3);
        state.Span.Fill(1.5f);
        byte[] bytes = state.ToBytes();
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[i] ^= 0x10;
            Assert.That(
                () => SequenceState<float>.FromBytes(damaged, 3), Throws.TypeOf<FormatException>(), $"byte {i}");
        }

        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.That(
                () => SequenceState<float>.FromBytes(bytes.AsSpan(0, length), 3),
                Throws.TypeOf<FormatException>(),
                $"{length} bytes");
        }
    }

    [Test]
    public void A_state_of_another_model_is_refused_with_what_was_expected()
    {
        byte[] bytes = new SequenceState<float>(3).ToBytes();
        Assert.Multiple(() =>
        {
            Assert.That(
                () => SequenceState<float>.FromBytes(bytes, 4),
                Throws.TypeOf<FormatException>().With.Message.Contains("3 numbers, expected 4"));
            Assert.That(
                () => SequenceState<double>.FromBytes(bytes, 3),
                Throws.TypeOf<FormatException>().With.Message.Contains("expected 8 of Double"));
            Assert.That(
                () => new SequenceState<float>(3).Restore(new SequenceState<float>(2)),
                Throws.ArgumentException.With.Message.Contains("2 numbers, expected 3"));
            Assert.That(
                () => SequenceState<float>.Stack(new SequenceState<float>(3), new SequenceState<float>(2)),
                Throws.ArgumentException.With.Message.Contains("state 1 has 2 numbers"));
        });
    }

    private static (Stepper<float> Stepper, float[] Input) Make()
    {
        RandomSource random = new(4);
        Stepper<float> stepper = new S4D<float>(3, new S4DOptions { Order = 8 }, random).CreateStepper();
        return (stepper, [.. Enumerable.Range(0, Steps * 3).Select(_ => (float)random.NextNormal())]);
    }

    private static float[] Run(Stepper<float> stepper, float[] input, SequenceState<float> state)
    {
        float[] y = new float[input.Length];
        for (int t = 0; t < Steps; t++)
        {
            stepper.Step(input.AsSpan(t * 3, 3), state.Span, y.AsSpan(t * 3, 3));
        }

        return y;
    }
}
