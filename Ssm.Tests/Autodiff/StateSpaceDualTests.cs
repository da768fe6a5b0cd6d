using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Tests.Autodiff;

/// <summary>The chunked form of Mamba-2's state space against its recurrence, written out.</summary>
public sealed class StateSpaceDualTests
{
    private const int Batch = 2;
    private const int Length = 23;
    private const int Heads = 6;
    private const int Width = 3;
    private const int States = 4;

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(4)]
    [TestCase(7)]
    [TestCase(22)]
    [TestCase(23)]
    [TestCase(1000)]
    public void Chunks_of_any_length_give_what_the_recurrence_gives(int chunk)
    {
        foreach (int groups in new[] { 1, 2, 6 })
        {
            foreach (bool started in new[] { false, true })
            {
                Operands o = new(groups, started);
                (double[] y, double[] final) = Recurrence(o, groups);
                (Variable<double> actual, Variable<double> last) =
                    Op.StateSpaceDual<double>(o.X, o.LogDecay, o.B, o.C, chunk, o.Initial);

                // Sums of some hundred products of numbers around 1.
                Assert.That(actual.Value.ToArray(), Is.EqualTo(y).Within(1e-12), $"{groups} groups, {started}");
                Assert.That(last.Value.ToArray(), Is.EqualTo(final).Within(1e-12), $"{groups} groups, {started}");
            }
        }
    }

    [Test]
    public void It_is_a_selective_scan_whose_states_of_a_head_decay_alike()
    {
        Operands o = new(groups: 2, started: true);
        RandomSource random = new(3);
        double[] rates = [.. Enumerable.Range(0, Heads).Select(_ => -random.NextDouble(0.5, 2))];
        Variable<double> delta = Normal([Batch, Length, Heads], random);
        Variable<double> steps = Op.Softplus(delta);
        Variable<double> a = NdArray<double>.From(rates, [Heads]);
        (Variable<double> y, Variable<double> final) = Op.StateSpaceDual<double>(
            o.X * Op.Reshape(steps, [Batch, Length, Heads, 1]), steps * a, o.B, o.C, chunk: 5, o.Initial);
        (Variable<double> scanned, Variable<double> last) = Op.SelectiveScanWithState(new SelectiveScanInputs<double>
        {
            U = Op.Reshape<double>(o.X, [Batch, Length, Heads * Width]),
            Delta = Op.RepeatInterleave(delta, 2, Width),
            A = Op.RepeatInterleave(Op.RepeatInterleave(Op.Reshape(a, [Heads, 1]), 0, Width), 1, States),
            B = o.B,
            C = o.C,
            Initial = Op.Reshape(o.Initial!, [Batch, Heads * Width, States]),
        });
        Assert.That(y.Value.ToArray(), Is.EqualTo(scanned.Value.ToArray()).Within(1e-12));
        Assert.That(final.Value.ToArray(), Is.EqualTo(last.Value.ToArray()).Within(1e-12));
    }

    [Test]
    public void Sums_of_segments_are_added_up_one_by_one_and_do_not_cancel()
    {
        float[] x = [-1e8f, -0.5f, -0.25f, 1];
        float[] sums = Op.SegmentSum<float>(NdArray<float>.From(x, [4])).Value.ToArray();
        float[] expected = [0, 0, 0, 0, -0.5f, 0, 0, 0, -0.75f, -0.25f, 0, 0, 0.25f, 0.75f, 1, 0];
        Assert.That(sums, Is.EqualTo(expected));
    }

    [Test]
    public void Decays_that_leave_nothing_give_neither_an_infinity_nor_a_NaN()
    {
        NdArray<float> x = NdArray<float>.Full([1, 12, 1, 2], 1f);
        NdArray<float> decay = NdArray<float>.Full([1, 12, 1], -200f);
        NdArray<float> weights = NdArray<float>.Full([1, 12, 1, 3], 1f);
        (Variable<float> y, Variable<float> final) =
            Op.StateSpaceDual<float>(x, decay, weights, weights, chunk: 5);
        Assert.That(y.Value.ToArray(), Is.All.EqualTo(3f));
        Assert.That(final.Value.ToArray(), Is.All.EqualTo(1f));
    }

    [Test]
    public void What_does_not_fit_is_refused_with_the_shapes()
    {
        Operands o = new(groups: 2, started: true);
        Assert.Multiple(() =>
        {
            Refuses("chunk", () => Op.StateSpaceDual<double>(o.X, o.LogDecay, o.B, o.C, 0));
            Refuses("H a multiple of G", () => Op.StateSpaceDual<double>(
                o.X, o.LogDecay, NdArray<double>.Zeros([Batch, Length, 4, States]), o.C, 4));
            Refuses("'logDecay' has shape (2, 23)", () => Op.StateSpaceDual<double>(
                o.X, NdArray<double>.Zeros([Batch, Length]), o.B, o.C, 4));
            Refuses("'c' has shape (2, 23, 2, 5)", () => Op.StateSpaceDual<double>(
                o.X, o.LogDecay, o.B, NdArray<double>.Zeros([Batch, Length, 2, 5]), 4));
            Refuses("expected (2, 6, 3, 4)", () => Op.StateSpaceDual<double>(
                o.X, o.LogDecay, o.B, o.C, 4, NdArray<double>.Zeros([Batch, Heads, States, Width])));
            Refuses("real", () => Op.StateSpaceDual<double>(
                o.X, NdArray<double>.Zeros([Batch, Length, Heads], null, true), o.B, o.C, 4));
            Refuses("scalar", () => Op.SegmentSum<double>(NdArray<double>.Scalar(1)));
        });

        static void Refuses(string text, Func<object> call) =>
            Assert.That(() => call(), Throws.InstanceOf<ArgumentException>().With.Message.Contains(text));
    }

    private static (double[] Y, double[] Final) Recurrence(Operands o, int groups)
    {
        double[] x = o.X.ToArray(), decay = o.LogDecay.ToArray(), b = o.B.ToArray(), c = o.C.ToArray();
        double[] y = new double[x.Length];
        double[] h = o.Initial?.Value.ToArray() ?? new double[Batch * Heads * Width * States];
        for (int batch = 0; batch < Batch; batch++)
        {
            for (int t = 0; t < Length; t++)
            {
                for (int head = 0; head < Heads; head++)
                {
                    int step = (((batch * Length) + t) * Heads) + head;
                    int weights = ((((batch * Length) + t) * groups) + (head * groups / Heads)) * States;
                    for (int channel = 0; channel < Width; channel++)
                    {
                        int row = ((((batch * Heads) + head) * Width) + channel) * States;
                        for (int n = 0; n < States; n++)
                        {
                            double input = x[(step * Width) + channel] * b[weights + n];
                            h[row + n] = (Math.Exp(decay[step]) * h[row + n]) + input;
                            y[(step * Width) + channel] += h[row + n] * c[weights + n];
                        }
                    }
                }
            }
        }

        return (y, h);
    }

    private static NdArray<double> Normal(Shape shape, RandomSource random)
    {
        double[] values = new double[shape.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextNormal();
        }

        return NdArray<double>.From(values, shape);
    }

    private sealed class Operands
    {
        internal Operands(int groups, bool started)
        {
            RandomSource random = new(1);
            X = Normal([Batch, Length, Heads, Width], random);
            double[] decay = Array.ConvertAll(
                Normal([Batch, Length, Heads], random).ToArray(), l => -Math.Abs(l));
            LogDecay = NdArray<double>.From(decay, [Batch, Length, Heads]);
            B = Normal([Batch, Length, groups, States], random);
            C = Normal([Batch, Length, groups, States], random);
            if (started)
            {
                Initial = Normal([Batch, Heads, Width, States], random);
            }
        }

        internal NdArray<double> X { get; }

        internal NdArray<double> LogDecay { get; }

        internal NdArray<double> B { get; }

        internal NdArray<double> C { get; }

        internal Variable<double>? Initial { get; }
    }
}
