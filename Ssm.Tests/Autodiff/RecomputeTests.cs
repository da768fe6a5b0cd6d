using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Tests.Autodiff;

/// <summary>Blocks that are computed again: the same bits, less memory, and as much of it as was predicted.</summary>
public sealed class RecomputeTests
{
    private const int Blocks = 6;
    private const int Channels = 16;

    [TestCase(false)]
    [TestCase(true)]
    public void Gradients_have_the_same_bits_as_without(bool pooled)
    {
        Chain chain = new();
        Result expected = chain.Run(_ => false, new Tape<double>());
        TapeMemory<double>? memory = pooled ? new TapeMemory<double>() : null;
        foreach (Func<int, bool> which in new Func<int, bool>[] { _ => true, i => i % 2 == 0, i => i == Blocks - 1 })
        {
            Result actual = chain.Run(which, new Tape<double>(memory, TapeWatch.Anomalies));
            Assert.That(actual.Loss, Is.EqualTo(expected.Loss));
            Assert.That(actual.Gradients, Is.EqualTo(expected.Gradients));
        }
    }

    [Test]
    public void The_peak_falls()
    {
        Chain chain = new();
        long all = chain.Run(_ => false, new Tape<double>()).Peak;
        long none = chain.Run(_ => true, new Tape<double>()).Peak;
        Assert.That(none, Is.LessThan(all * 6 / 10));
    }

    [Test]
    public void A_block_of_several_inputs_and_outputs_is_differentiated_through_all_of_them()
    {
        Result expected = TwoChunks(recompute: false);
        Result actual = TwoChunks(recompute: true);
        Assert.That(actual.Gradients, Is.EqualTo(expected.Gradients));
        Assert.That(actual.Loss, Is.EqualTo(expected.Loss));
    }

    [Test]
    public void Blocks_inside_blocks_are_computed_again_too()
    {
        Variable<double> x = new(Draw(new RandomSource(3), 5));
        double[] Gradient(bool nested)
        {
            Tape<double> tape = new();
            tape.Watch(x);
            Variable<double> Inner(Variable<double> z) => Op.Exp(Op.Sin(z));
            Variable<double> y = nested
                ? Recompute.Run(z => Op.Square(Recompute.Run(Inner, Op.Cos(z))), x)
                : Op.Square(Inner(Op.Cos(x)));
            return tape.Backward(Op.Sum(y))[x]!.ToArray();
        }

        Assert.That(Gradient(nested: true), Is.EqualTo(Gradient(nested: false)));
    }

    [Test]
    public void A_block_without_a_tape_is_just_run()
    {
        Variable<double> y = Recompute.Run(Op.Square, new Variable<double>(NdArray<double>.From([3], [1])));
        Assert.That(y.Value.Item(), Is.EqualTo(9.0));
        Assert.That(y.Tape, Is.Null);
    }

    [Test]
    public void A_block_whose_output_the_loss_does_not_need_is_not_run_again()
    {
        int runs = 0;
        Tape<double> tape = new();
        Variable<double> x = tape.Watch(new Variable<double>(NdArray<double>.From([3], [1])));
        _ = Recompute.Run(
            z =>
            {
                runs++;
                return Op.Square(z);
            },
            x);
        tape.Backward(Op.Sum(x));
        Assert.That(runs, Is.EqualTo(1));
    }

    [Test]
    public void A_block_that_throws_leaves_the_tape_recording()
    {
        Tape<double> tape = new();
        Variable<double> x = tape.Watch(new Variable<double>(NdArray<double>.From([3], [1])));
        Assert.That(
            () => Recompute.Run<double>(_ => throw new NotSupportedException(), x),
            Throws.TypeOf<NotSupportedException>());
        Assert.That(tape.Backward(Op.Sum(Op.Square(x)))[x]!.Item(), Is.EqualTo(6.0));
    }

    [Test]
    public void A_block_that_gives_another_number_of_outputs_the_second_time_is_an_error()
    {
        int runs = 0;
        Tape<double> tape = new();
        Variable<double> x = tape.Watch(new Variable<double>(NdArray<double>.From([3], [1])));
        Variable<double>[] y = Recompute.Run(z => runs++ == 0 ? [Op.Square(z[0])] : [z[0], z[0]], [x]);
        Assert.That(
            () => tape.Backward(Op.Sum(y[0])),
            Throws.InvalidOperationException.With.Message.Contains("1 outputs the first time and 2 the second"));
    }

    [TestCase(1.0)]
    [TestCase(0.8)]
    [TestCase(0.6)]
    [TestCase(0.5)]
    public void A_plan_keeps_its_budget_and_its_prediction(double share)
    {
        Chain chain = new();
        long all = chain.Run(_ => false, new Tape<double>()).Peak;
        BlockCost[] costs = chain.Costs();
        long budget = (long)(share * all);
        RecomputePlan plan = RecomputePlan.Choose(costs, budget, chain.Around);
        TestContext.Out.WriteLine(plan);
        Assert.That(plan.Fits, Is.True, plan.ToString());
        long peak = chain.Run(i => plan[i], new Tape<double>()).Peak;
        Assert.That(peak, Is.LessThanOrEqualTo(budget));
        Assert.That(peak, Is.EqualTo(plan.PredictedPeakBytes).Within(2).Percent);
    }

    [Test]
    public void A_plan_for_ample_memory_computes_nothing_again()
    {
        Chain chain = new();
        RecomputePlan plan = RecomputePlan.Choose(chain.Costs(), long.MaxValue / 2);
        Assert.That(Enumerable.Range(0, plan.Count).Any(i => plan[i]), Is.False);
        Assert.That(plan.ExtraBytes, Is.Zero);
    }

    [Test]
    public void A_plan_that_cannot_fit_computes_all_again_and_says_so()
    {
        Chain chain = new();
        RecomputePlan plan = RecomputePlan.Choose(chain.Costs(), 1000);
        Assert.That(plan.Fits, Is.False);
        Assert.That(plan.ToString(), Does.Contain("does not fit"));
    }

    [Test]
    public void A_plan_takes_the_cheapest_block_that_is_enough()
    {
        // Everything before the last block counts at its peak; one large block is enough, and the small ones are not.
        BlockCost[] costs = [new(100, 10, 120, 0), new(1000, 10, 1020, 0), new(100, 10, 120, 0)];
        RecomputePlan plan = RecomputePlan.Choose(costs, 1120);
        Assert.That(Enumerable.Range(0, 3).Select(i => plan[i]), Is.EqualTo(new[] { false, true, false }));
    }

    private static Result TwoChunks(bool recompute)
    {
        RandomSource random = new(9);
        Variable<double> a = new(Draw(random, 4));
        Variable<double> u = new(Draw(random, 1, 6, 4));
        Tape<double> tape = new(new TapeMemory<double>(), TapeWatch.Anomalies);
        tape.Watch([a, u]);
        Variable<double>[] Chunk(Variable<double>[] x)
        {
            Variable<double> h = Op.DiagonalScan(Op.Sigmoid(a), x[0], x[1]);
            return [Op.Square(h), Op.Reshape(Op.Slice(h, 1, h.Shape[1] - 1, 1), [1, 4])];
        }

        Variable<double> state = new(NdArray<double>.Zeros([1, 4]));
        Variable<double> loss = new(NdArray<double>.Scalar(0));
        for (int i = 0; i < 2; i++)
        {
            Variable<double>[] inputs = [Op.Slice(u, 1, 3 * i, 3), state];
            Variable<double>[] outputs = recompute ? Recompute.Run(Chunk, inputs) : Chunk(inputs);
            loss += Op.Sum(outputs[0]);
            state = outputs[1];
        }

        loss += Op.Sum(Op.Exp(state));
        double value = loss.Value.Item();
        Gradients<double> gradients = tape.Backward(loss);
        return new Result(value, [gradients[a]!.ToArray(), gradients[u]!.ToArray()], tape.PeakBytes);
    }

    private static NdArray<double> Draw(RandomSource random, params int[] sizes)
    {
        double[] values = new double[sizes.Aggregate(1, (a, b) => a * b)];
        foreach (ref double value in values.AsSpan())
        {
            value = 0.5 * random.NextNormal();
        }

        return NdArray<double>.From(values, new Shape(sizes));
    }

    private sealed record Result(double Loss, double[][] Gradients, long Peak);

    // Blocks of different sizes: norm, product, activation, product back, residual.
    private sealed class Chain
    {
        private readonly Variable<double> _x;
        private readonly Variable<double>[] _in = new Variable<double>[Blocks];
        private readonly Variable<double>[] _out = new Variable<double>[Blocks];

        internal Chain()
        {
            RandomSource random = new(11);
            _x = new Variable<double>(Draw(random, 2, 24, Channels));
            for (int i = 0; i < Blocks; i++)
            {
                _in[i] = new Variable<double>(Draw(random, Channels, Channels * (1 + (i % 3))));
                _out[i] = new Variable<double>(Draw(random, Channels * (1 + (i % 3)), Channels));
            }
        }

        // The scaled input and the gradient of the loss's mean.
        internal long Around => _x.Value.Shape.Count * 8;

        internal BlockCost[] Costs() => [.. Enumerable.Range(0, Blocks).Select(i =>
            BlockCost.Measure(x => Block(i, x), _x.Value, [_in[i], _out[i]]))];

        internal Result Run(Func<int, bool> again, Tape<double> tape)
        {
            tape.Watch(_in);
            tape.Watch(_out);
            tape.Watch(_x);
            Variable<double> x = Op.Scale(_x, 2.0);
            for (int i = 0; i < Blocks; i++)
            {
                int block = i;
                x = again(i) ? Recompute.Run(z => Block(block, z), x) : Block(i, x);
            }

            Variable<double> loss = Op.Mean(x);
            double value = loss.Value.Item();
            Gradients<double> gradients = tape.Backward(loss);
            return new Result(
                value, [.. _in.Concat(_out).Append(_x).Select(leaf => gradients[leaf]!.ToArray())], tape.PeakBytes);
        }

        private Variable<double> Block(int i, Variable<double> x)
        {
            Variable<double> y = Op.MatMul(Op.LayerNorm(x, null, null, 1e-5), _in[i]);
            return x + Op.MatMul(Op.GeluErf(Op.Sin(y)), _out[i]);
        }
    }
}
