using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>RG-LRU's recurrence: what the conformance table cannot ask, as it allows for rounding.</summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
internal sealed class RgLruRecurrenceTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Batch = 2;
    private const int Length = 37;

    private static readonly SqrtOneMinusExp<T> Root = new(T.CreateChecked(1000), T.CreateChecked(1e-6));

    [Test]
    public void A_channel_has_the_same_bits_alone_and_among_others([Values(2, 7, 8, 15, 16, 17, 33, 131)] int channels)
    {
        Run all = new(channels), alone = new(1);
        for (int channel = 0; channel < channels; channel++)
        {
            alone.TakeFrom(all, channel);
            alone.Go();
            if (channel == 0)
            {
                all.Go();
            }

            foreach ((T[] one, T[] many) in alone.Results.Zip(all.Results))
            {
                T[] column = [.. many.Where((_, i) => i % channels == channel)];
                Assert.That(one, Is.EqualTo(column), $"channel {channel}");
            }
        }
    }

    [Test]
    public void Steps_give_the_bits_of_the_scan([Values(1, 5, 8, 16, 19, 70)] int channels)
    {
        Run run = new(channels);
        run.Go();
        for (int batch = 0; batch < Batch; batch++)
        {
            T[] state = run.Initial[(batch * channels)..((batch + 1) * channels)];
            for (int t = 0; t < Length; t++)
            {
                int row = (batch * Length) + t;
                Range at = (row * channels)..((row + 1) * channels);
                RgLruRecurrence.Step<T>(
                    run.X[at], run.RecurrenceGate[at], run.InputGate[at], run.Rate, Root, run.Starts[row] != 0, state);
                Assert.That(state, Is.EqualTo(run.H[at]), $"step {t} of sequence {batch}");
            }
        }
    }

    [Test]
    public void Where_a_sequence_begins_even_NaN_is_forgotten_in_both_directions([Values(3, 20)] int channels)
    {
        Run clean = new(channels), spoiled = new(channels);
        int begin = Enumerable.Range(1, Length - 1).First(t => clean.Starts[t] != 0);
        Array.Fill(spoiled.X, T.NaN, 0, begin * channels);
        clean.Go();
        spoiled.Go();
        int from = begin * channels, to = Length * channels;
        Assert.That(spoiled.H[from..to], Is.EqualTo(clean.H[from..to]));

        // And a NaN among the gradients behind the beginning does not come before it.
        Array.Fill(clean.Dh, T.NaN, from, to - from);
        T[] before = clean.Dx[..from];
        clean.Go();
        Assert.That(clean.Dx[..from], Is.EqualTo(before));
        Assert.That(clean.Dx[from..to], Has.Some.NaN);
    }

    [Test]
    public void Lengths_that_do_not_fit_are_refused()
    {
        T[] six = new T[6], two = new T[2];
        ScanShape shape = new(1, 3, 2);
        Assert.That(() => Forward(six, six, two), Throws.Nothing);
        Assert.That(
            () => Forward(six, two, two),
            Throws.ArgumentException.With.Message.Contains("'recurrenceGate' is 2, expected 6"));
        Assert.That(
            () => Forward(six, six, six), Throws.ArgumentException.With.Message.Contains("'rate' is 6, expected 2"));
        Assert.That(
            () => RgLruRecurrence.Step<T>(two, two, two, six, Root, begins: false, two),
            Throws.ArgumentException.With.Message.Contains("'rate' is 6, expected 2"));

        void Forward(T[] x, T[] gate, T[] rate) => RgLruRecurrence.Forward(
            new RgLruOperands<T> { X = x, RecurrenceGate = gate, InputGate = x, Rate = rate }, Root, new T[6], shape);
    }

    private sealed class Run
    {
        private readonly int _channels;

        internal Run(int channels)
        {
            _channels = channels;
            RandomSource random = new(1);
            int elements = Batch * Length * channels;
            X = Draw(elements, -1, 1);
            RecurrenceGate = Draw(elements, -4, 4);
            InputGate = Draw(elements, -4, 4);
            Rate = Draw(channels, 0, 3);
            Initial = Draw(Batch * channels, -1, 1);
            Dh = Draw(elements, -1, 1);
            (H, Dx, Dr, Di) = (new T[elements], new T[elements], new T[elements], new T[elements]);
            (DRate, DInitial) = (new T[channels], new T[Batch * channels]);
            Starts = [.. Enumerable.Range(0, Batch * Length).Select(i => i % 11 == 4 ? 1 : 0)];

            T[] Draw(int count, double low, double high)
            {
                T[] numbers = new T[count];
                for (int i = 0; i < count; i++)
                {
                    numbers[i] = T.CreateTruncating(random.NextDouble(low, high));
                }

                return numbers;
            }
        }

        internal T[] X { get; }

        internal T[] RecurrenceGate { get; }

        internal T[] InputGate { get; }

        internal T[] Rate { get; }

        internal T[] Initial { get; }

        internal int[] Starts { get; }

        internal T[] Dh { get; }

        internal T[] H { get; }

        internal T[] Dx { get; }

        internal T[] Dr { get; }

        internal T[] Di { get; }

        internal T[] DRate { get; }

        internal T[] DInitial { get; }

        internal T[][] Results => [H, Dx, Dr, Di, DRate, DInitial];

        private T[][] Inputs => [X, RecurrenceGate, InputGate, Rate, Initial, Dh];

        internal void TakeFrom(Run other, int channel)
        {
            foreach ((T[] to, T[] from) in Inputs.Zip(other.Inputs))
            {
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = from[(i * other._channels) + channel];
                }
            }
        }

        internal void Go()
        {
            RgLruOperands<T> operands = new()
            {
                X = X,
                RecurrenceGate = RecurrenceGate,
                InputGate = InputGate,
                Rate = Rate,
                Initial = Initial,
                Starts = Starts,
            };
            RgLruGradients<T> gradients = new()
            {
                X = Dx,
                RecurrenceGate = Dr,
                InputGate = Di,
                Rate = DRate,
                Initial = DInitial,
            };
            ScanShape shape = new(Batch, Length, _channels);
            RgLruRecurrence.Forward(operands, Root, H, shape);
            RgLruRecurrence.Adjoint(operands, Root, H, Dh, gradients, shape);
        }
    }
}
