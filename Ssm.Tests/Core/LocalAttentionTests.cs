using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

/// <summary>Local attention against softmax over all earlier steps, one number at a time.</summary>
public sealed class LocalAttentionTests
{
    private const int Channels = 8;

    // One block of queries and several; windows shorter and longer than blocks and sequences.
    [TestCase(1, 1, 5)]
    [TestCase(2, 3, 150)]
    [TestCase(1, 70, 150)]
    [TestCase(2, 300, 40)]
    [TestCase(2, 300, 300)]
    [TestCase(2, 64, 129)]
    public void Whole_sequences_agree_with_the_definition(int heads, int window, int length)
    {
        LocalAttention<double> layer = Make(heads, window);
        double[] u = ParameterGradients.Draw(2 * length * Channels, new RandomSource(1));
        double[] y = layer.Forward(NdArray<double>.From(u, [2, length, Channels])).Value.ToArray();
        for (int row = 0; row < 2; row++)
        {
            int size = length * Channels;
            AssertClose(y[(row * size)..((row + 1) * size)], Definition(layer, u[(row * size)..((row + 1) * size)]));
        }
    }

    [TestCase(5)]
    [TestCase(70)]
    public void Chunks_and_steps_agree_with_the_definition_far_beyond_the_window(int window)
    {
        LocalAttention<double> layer = Make(heads: 2, window);
        const int Length = 200;
        double[] u = ParameterGradients.Draw(Length * Channels, new RandomSource(2));
        double[] expected = Definition(layer, u);
        Variable<double> state = layer.ZeroState(1);
        List<double> y = [];
        int at = 0;
        foreach (int size in new[] { 3, 1, 90, 2, 64 })
        {
            (Variable<double> part, state) = layer.Forward(
                NdArray<double>.From(u.AsSpan(at * Channels, size * Channels), [1, size, Channels]), state);
            y.AddRange(part.Value.ToArray());
            at += size;
        }

        Stepper<double> stepper = layer.CreateStepper();
        double[] numbers = state.Value.ToArray(), sample = new double[Channels];
        for (; at < Length; at++)
        {
            stepper.Step(u.AsSpan(at * Channels, Channels), numbers, sample);
            y.AddRange(sample);
        }

        AssertClose([.. y], expected);
        Assert.That(numbers[^1], Is.EqualTo(Length));
    }

    [Test]
    public void Packed_rows_agree_with_each_sequence_alone_and_go_on_from_a_state()
    {
        LocalAttention<double> layer = Make(heads: 2, window: 4);
        Variable<double> u = Array(2, 20, seed: 3);
        Variable<double> before = Array(2, 7, seed: 4);
        (_, Variable<double> state) = layer.Forward(before, layer.ZeroState(2));
        Segments segments = Segments.FromPositions(
        [
            7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 1, -1, -1, -1, 0, 1,
            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, -1, -1,
        ], 2, 20);
        (Variable<double> y, Variable<double> last) = layer.Forward(u, state, segments);
        AssertClose(Part(y, 0, 0, 3), layer.Forward(
            Op.Slice(Op.Slice(u, 0, 0, 1), 1, 0, 3), Op.Slice(state, 0, 0, 1)).Y.Value.ToArray());
        foreach ((int row, int at, int length) in new[]
        {
            (0, 3, 9), (0, 12, 1), (0, 13, 2), (0, 18, 2), (1, 0, 18),
        })
        {
            AssertClose(
                Part(y, row, at, length),
                layer.Forward(Op.Slice(Op.Slice(u, 0, row, 1), 1, at, length)).Value.ToArray());
        }

        Assert.That(Part(y, 0, 15, 3).Concat(Part(y, 1, 18, 2)), Is.All.Zero);

        // What comes next sees its own sequence alone.
        Variable<double> next = Array(2, 3, seed: 5);
        Variable<double> after = layer.Forward(next, last).Y;
        Variable<double> first = Op.Concat(
            1, Op.Slice(Op.Slice(u, 0, 0, 1), 1, 18, 2), Op.Slice(next, 0, 0, 1));
        Variable<double> second = Op.Concat(
            1, Op.Slice(Op.Slice(u, 0, 1, 1), 1, 0, 18), Op.Slice(next, 0, 1, 1));
        AssertClose(Part(after, 0, 0, 3), Part(layer.Forward(first), 0, 2, 3));
        AssertClose(Part(after, 1, 0, 3), Part(layer.Forward(second), 0, 18, 3));
    }

    [Test]
    public void A_state_behind_padding_still_goes_on()
    {
        LocalAttention<double> layer = Make(heads: 1, window: 4);
        (_, Variable<double> state) = layer.Forward(Array(1, 6, seed: 6), layer.ZeroState(1));
        Variable<double> u = Array(1, 5, seed: 7);
        Variable<double> padded = Op.Pad(u, axis: 1, before: 3, after: 0);
        (Variable<double> y, Variable<double> last) = layer.Forward(
            padded, state, Segments.FromLengths([5], 8, PaddingSide.Left));
        (Variable<double> expected, Variable<double> same) = layer.Forward(u, state);
        AssertClose(Part(y, 0, 3, 5), expected.Value.ToArray());
        AssertClose(last.Value.ToArray(), same.Value.ToArray());
    }

    [Test]
    public void Gradients_agree_with_difference_quotients([Values(2, 100)] int window)
    {
        LocalAttention<double> layer = Make(heads: 2, window);
        Variable<double> u = Array(2, 7, seed: 8);
        ParameterGradients.Check(layer, () => layer.Forward(u));
        foreach (GradCheckResult result in GradCheck.Run(x => layer.Forward(x[0]), [u.Value]))
        {
            Assert.That(result.RelativeError, Is.LessThan(1e-7), $"{result}");
        }
    }

    [Test]
    public void Gradients_through_a_state_agree_with_difference_quotients()
    {
        LocalAttention<double> layer = Make(heads: 2, window: 3);
        NdArray<double> u = Array(2, 4, seed: 9).Value;
        NdArray<double> ring = NdArray<double>.From(
            ParameterGradients.Draw(2 * (layer.StateSize - 1), new RandomSource(10)), [2, layer.StateSize - 1]);
        Variable<double> counts = NdArray<double>.From([2, 11], [2, 1]);
        foreach (GradCheckResult result in GradCheck.Run(
            x =>
            {
                (Variable<double> y, Variable<double> state) = layer.Forward(x[0], Op.Concat(1, x[1], counts));
                return Op.Concat(1, Op.Reshape(y, [2, 4 * Channels]), Op.Slice(state, 1, 0, layer.StateSize - 1));
            },
            [u, ring]))
        {
            Assert.That(result.RelativeError, Is.LessThan(1e-7), $"{result}");
        }
    }

    [Test]
    public void Products_of_rotated_heads_depend_on_their_distance_alone()
    {
        RotaryEmbedding rotary = new(12);
        double[] q = ParameterGradients.Draw(12, new RandomSource(11));
        double[] k = ParameterGradients.Draw(12, new RandomSource(12));
        double Product(int at, int back)
        {
            double[] a = [.. q], b = [.. k];
            rotary.Rotate<double>(a, at);
            rotary.Rotate<double>(b, at - back);
            return a.Zip(b, (x, y) => x * y).Sum();
        }

        // Angles of a thousand radians are exact to 1e-13.
        Assert.That(Product(1000, 7), Is.EqualTo(Product(7, 7)).Within(1e-11));
        Assert.That(Product(1000, 7), Is.Not.EqualTo(Product(1000, 8)).Within(1e-3));
        Assert.That(q[6..].Zip(Rotated(q)[6..]), Is.All.Matches<(double X, double Y)>(p => p.X == p.Y));

        double[] Rotated(double[] x)
        {
            double[] y = [.. x];
            rotary.Rotate<double>(y, 5);
            return y;
        }
    }

    [Test]
    public void Large_scores_do_not_overflow()
    {
        LocalAttention<float> layer = new(4, new LocalAttentionOptions { Window = 2 }, new RandomSource(13));
        float[] u = [.. Enumerable.Range(0, 40).Select(i => i % 3 == 0 ? 1e9f : -1e9f)];
        float[] y = layer.Forward(NdArray<float>.From(u, [1, 10, 4])).Value.ToArray();
        Assert.That(y, Is.All.Matches<float>(float.IsFinite));
        Stepper<float> stepper = layer.CreateStepper();
        float[] state = new float[stepper.StateSize], sample = new float[4];
        for (int t = 0; t < 10; t++)
        {
            stepper.Step(u.AsSpan(t * 4, 4), state, sample);
            Assert.That(sample, Is.All.Matches<float>(float.IsFinite));
        }
    }

    [Test]
    public void Sequences_longer_than_float_can_count_are_refused_and_double_goes_on()
    {
        LocalAttention<float> layer = new(4, new LocalAttentionOptions { Window = 2 }, new RandomSource(14));
        Stepper<float> stepper = layer.CreateStepper();
        float[] state = new float[stepper.StateSize];
        state[^1] = 1 << 24;
        Assert.That(
            () => stepper.Step(new float[4], state, new float[4]),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("longer than Single can count"));
        Stepper<double> wide = Make(heads: 1, window: 2).CreateStepper();
        double[] wideState = new double[wide.StateSize];
        wideState[^1] = 1 << 24;
        wide.Step(new double[Channels], wideState, new double[Channels]);
        Assert.That(wideState[^1], Is.EqualTo((1 << 24) + 1));
    }

    [Test]
    public void Sizes_that_do_not_fit_are_refused()
    {
        RandomSource random = new(1);
        Assert.That(
            () => new LocalAttention<double>(8, new LocalAttentionOptions { Heads = 4 }, random),
            Throws.ArgumentException.With.Message.Contains("4 heads do not cut 8 channels into multiples of 4"));
        Assert.That(
            () => new LocalAttention<double>(8, new LocalAttentionOptions { Window = 0 }, random),
            Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new RotaryEmbedding(6), Throws.ArgumentException.With.Message.Contains("multiple of 4"));
        Assert.That(() => new RotaryEmbedding(8, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => new RotaryEmbedding(4).Apply(Array(1, 3, seed: 1), new Indices([0, 1, 2], [1, 3])),
            Throws.ArgumentException.With.Message.Contains("(B, L, heads, 4)"));
        Assert.That(() => new RotaryEmbedding(4).Rotate<double>(new double[6], 1), Throws.ArgumentException);
        LocalAttention<double> layer = Make(heads: 1, window: 3);
        Assert.That(
            () => layer.Forward(Array(1, 3, seed: 1), NdArray<double>.Zeros([1, 5])),
            Throws.ArgumentException.With.Message.Contains($"(1, {layer.StateSize})"));
    }

    // Each query against each earlier key, rotated as complex numbers.
    private static double[] Definition(LocalAttention<double> layer, double[] u)
    {
        int length = u.Length / Channels, heads = layer.Options.Heads, size = Channels / heads;
        Variable<double> x = NdArray<double>.From(u, [1, length, Channels]);
        double[] q = layer.Query.Forward(x).Value.ToArray(), k = layer.Key.Forward(x).Value.ToArray();
        double[] v = layer.Value.Forward(x).Value.ToArray(), mixed = new double[u.Length];
        for (int t = 0; t < length; t++)
        {
            for (int h = 0; h < heads; h++)
            {
                int first = Math.Max(0, t - layer.Options.Window);
                double[] scores = [.. Enumerable.Range(first, t - first + 1).Select(s => Score(
                    q.AsSpan((t * Channels) + (h * size), size).ToArray(), t,
                    k.AsSpan(s * size, size).ToArray(), s))];
                double largest = scores.Max(), sum = scores.Sum(z => Math.Exp(z - largest));
                for (int i = 0; i < scores.Length; i++)
                {
                    double weight = Math.Exp(scores[i] - largest) / sum;
                    for (int d = 0; d < size; d++)
                    {
                        mixed[(t * Channels) + (h * size) + d] += weight * v[((first + i) * size) + d];
                    }
                }
            }
        }

        return layer.Output.Forward(NdArray<double>.From(mixed, [1, length, Channels])).Value.ToArray();
    }

    private static double Score(double[] q, int at, double[] k, int other)
    {
        int quarter = q.Length / 4;
        double sum = 0;
        for (int i = 0; i < quarter; i++)
        {
            double frequency = Math.Pow(10000, -i / (double)quarter);
            Complex a = new Complex(q[i], q[i + quarter]) * Complex.FromPolarCoordinates(1, at * frequency);
            Complex b = new Complex(k[i], k[i + quarter]) * Complex.FromPolarCoordinates(1, other * frequency);
            sum += (a.Real * b.Real) + (a.Imaginary * b.Imaginary);
        }

        for (int i = 2 * quarter; i < q.Length; i++)
        {
            sum += q[i] * k[i];
        }

        return sum / Math.Sqrt(q.Length);
    }

    private static LocalAttention<double> Make(int heads, int window) =>
        new(Channels, new LocalAttentionOptions { Heads = heads, Window = window }, new RandomSource(21));

    private static Variable<double> Array(int batch, int length, ulong seed) => NdArray<double>.From(
        ParameterGradients.Draw(batch * length * Channels, new RandomSource(seed)), [batch, length, Channels]);

    private static double[] Part(Variable<double> x, int row, int at, int length) =>
        Op.Slice(Op.Slice(x, 0, row, 1), 1, at, length).Value.ToArray();

    // Sums of at most a few hundred products of numbers around 1.
    private static void AssertClose(double[] actual, double[] expected) =>
        Assert.That(actual, Is.EqualTo(expected).Within(1e-12));
}
