using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Tests.Autodiff;

/// <summary>Memory that passes share: nothing that someone needs is overwritten, nothing new is taken.</summary>
public sealed class TapeMemoryTests
{
    private static readonly IReadOnlyList<OpRow<double>> Rows = OpRows.All<double>();

    private static IEnumerable<TestCaseData> Cases() =>
        Rows.Select((row, i) => new TestCaseData(i).SetArgDisplayNames($"{i}: {row}"));

    // A tape that looks for anomalies writes NaN over what goes back: whatever still read it would give NaN.
    [TestCaseSource(nameof(Cases))]
    public void An_op_has_the_same_bits_in_memory_that_was_used_before(int index)
    {
        OpRow<double> row = Rows[index];
        double[][] expected = Gradients(row, new Tape<double>());
        TapeMemory<double> memory = new();
        for (int pass = 0; pass < 2; pass++)
        {
            double[][] actual = Gradients(row, new Tape<double>(memory, TapeWatch.Anomalies));
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.That(actual[i], Is.EqualTo(expected[i]), $"{row}: array {i} in pass {pass}");
            }
        }
    }

    [Test]
    public void The_second_pass_takes_no_new_buffers()
    {
        TapeMemory<float> memory = new();
        Model model = new();
        _ = model.Step(new Tape<float>(memory));
        long idle = memory.IdleBytes;
        Assert.That(idle, Is.GreaterThan(0));
        for (int i = 0; i < 5; i++)
        {
            _ = model.Step(new Tape<float>(memory));
            Assert.That(memory.IdleBytes, Is.EqualTo(idle));
        }
    }

    [Test]
    public void Buffers_that_no_pass_needs_any_more_are_let_go()
    {
        TapeMemory<float> memory = new();
        _ = new Model(length: 64).Step(new Tape<float>(memory));
        long large = memory.IdleBytes;
        Model small = new(length: 2);
        for (int i = 0; i < 40; i++)
        {
            _ = small.Step(new Tape<float>(memory));
        }

        Assert.That(memory.IdleBytes, Is.LessThan(large / 4));
    }

    [Test]
    public void A_trimmed_memory_holds_nothing_and_the_next_pass_has_the_same_numbers()
    {
        TapeMemory<float> memory = new();
        _ = new Model().Step(new Tape<float>(memory));
        long idle = memory.IdleBytes;
        memory.Trim();
        Assert.That(memory.IdleBytes, Is.Zero);
        float[][] expected = Array.ConvertAll(new Model().Step(new Tape<float>()), gradient => gradient.ToArray());
        NdArray<float>[] gradients = new Model().Step(new Tape<float>(memory));
        Assert.That(memory.IdleBytes, Is.EqualTo(idle));
        Assert.That(Array.ConvertAll(gradients, gradient => gradient.ToArray()), Is.EqualTo(expected));
    }

    [Test]
    public void A_value_that_was_read_before_the_backward_pass_stays()
    {
        TapeMemory<float> memory = new();
        Tape<float> tape = new(memory);
        Variable<float> x = tape.Watch(Leaf(1, 2, 3));
        Variable<float> y = Op.Square(x);
        NdArray<float> kept = y.Value;
        tape.Backward(Op.Sum(y));
        _ = new Model().Step(new Tape<float>(memory));
        Assert.That(kept.ToArray(), Is.EqualTo(new[] { 1f, 4f, 9f }));
        Assert.That(y.Value.ToArray(), Is.EqualTo(new[] { 1f, 4f, 9f }));
    }

    [Test]
    public void The_loss_itself_can_be_read_after_the_backward_pass()
    {
        Tape<float> tape = new(new TapeMemory<float>());
        Variable<float> loss = Op.Sum(Op.Square(tape.Watch(Leaf(1, 2))));
        tape.Backward(loss);
        Assert.That(loss.Value.Item(), Is.EqualTo(5f));
    }

    [Test]
    public void A_detached_state_outlives_the_pass()
    {
        TapeMemory<float> memory = new();
        Tape<float> tape = new(memory);
        Variable<float> state = Op.Square(tape.Watch(Leaf(1, 2)));
        Variable<float> carried = state.Detach();
        tape.Backward(Op.Sum(state));
        _ = new Model().Step(new Tape<float>(memory));
        Assert.That(carried.Value.ToArray(), Is.EqualTo(new[] { 1f, 4f }));
    }

    [Test]
    public void An_intermediate_that_nobody_read_says_that_its_memory_is_gone()
    {
        Tape<float> tape = new(new TapeMemory<float>());
        Variable<float> y = Op.Square(tape.Watch(Leaf(1, 2)));
        tape.Backward(Op.Sum(y));
        Assert.That(
            () => y.Value,
            Throws.InvalidOperationException.With.Message.Contains("read Value or Detach before Backward"));
        Assert.That(() => Op.Exp(y), Throws.InvalidOperationException);
    }

    [Test]
    public void Without_a_memory_every_value_stays()
    {
        Tape<float> tape = new();
        Variable<float> y = Op.Square(tape.Watch(Leaf(1, 2)));
        tape.Backward(Op.Sum(y));
        Assert.That(y.Value.ToArray(), Is.EqualTo(new[] { 1f, 4f }));
    }

    [Test]
    public void Gradients_stay_when_the_next_pass_runs()
    {
        TapeMemory<float> memory = new();
        Model model = new();
        float[][] first = [.. model.Step(new Tape<float>(memory)).Select(gradient => gradient.ToArray())];
        NdArray<float>[] held = model.Step(new Tape<float>(memory));
        _ = model.Step(new Tape<float>(memory));
        Assert.That(held.Select(gradient => gradient.ToArray()), Is.EqualTo(first));
    }

    [Test]
    public void Gradients_add_up_over_passes_until_they_are_cleared()
    {
        TapeMemory<double> memory = new();
        Gradients<double> gradients = new();
        Variable<double> x = new(NdArray<double>.From([1, -2], [2]));
        for (int round = 0; round < 3; round++)
        {
            gradients.Clear();
            Assert.That(gradients[x], Is.Null);
            for (int pass = 1; pass <= 3; pass++)
            {
                Tape<double> tape = new(memory);
                tape.Watch(x);
                tape.Backward(Op.Sum(Op.Square(x)), gradients);
                Assert.That(gradients[x]!.ToArray(), Is.EqualTo(new[] { 2.0 * pass, -4.0 * pass }));
            }
        }
    }

    [Test]
    public void Two_leaves_that_were_given_the_same_gradient_do_not_share_it_after_a_clear()
    {
        Gradients<double> gradients = new();
        Variable<double> a = new(NdArray<double>.From([1], [1]));
        Variable<double> b = new(NdArray<double>.From([2], [1]));
        for (int pass = 0; pass < 3; pass++)
        {
            gradients.Clear();
            Tape<double> tape = new();
            tape.Watch([a, b]);
            tape.Backward(Op.Sum(pass == 1 ? (a * b) : (a + b)), gradients);
            Assert.That(gradients[a]!.Item(), Is.EqualTo(pass == 1 ? 2.0 : 1.0));
            Assert.That(gradients[b]!.Item(), Is.EqualTo(1.0));
        }
    }

    [Test]
    public void A_tape_that_was_dropped_leaves_the_memory_usable()
    {
        TapeMemory<float> memory = new();
        Model model = new();
        float[] expected = model.Step(new Tape<float>())[0].ToArray();
        Variable<float> dropped = Op.Square(new Tape<float>(memory).Watch(Leaf(1, 2)));
        Assert.That(model.Step(new Tape<float>(memory))[0].ToArray(), Is.EqualTo(expected));
        Assert.That(dropped.Value.ToArray(), Is.EqualTo(new[] { 1f, 4f }), "left to the collector");
    }

    [Test]
    public void A_tape_whose_memory_serves_another_one_says_so()
    {
        TapeMemory<float> memory = new();
        Tape<float> first = new(memory);
        Variable<float> loss = Op.Sum(first.Watch(Leaf(1, 2)));
        Tape<float> second = new(memory);
        Variable<float> other = Op.Sum(Op.Square(second.Watch(Leaf(3))));
        Assert.That(() => first.Backward(loss), Throws.InvalidOperationException.With.Message.Contains("newer tape"));
        first.Dispose();
        second.Backward(other);
        Assert.That(other.Value.Item(), Is.EqualTo(9f));
    }

    [Test]
    public void Two_tapes_in_turn_on_one_thread_do_not_spoil_each_other()
    {
        TapeMemory<float> one = new();
        TapeMemory<float> two = new();
        Variable<float> x = Leaf(1, 2, 3);
        Variable<float> z = Leaf(2, 3, 4);
        Tape<float> first = new(one, TapeWatch.Anomalies);
        Variable<float> a = Op.Exp(first.Watch(x));
        Tape<float> second = new(two, TapeWatch.Anomalies);
        Variable<float> b = Op.Square(second.Watch(z));
        Variable<float> a2 = Op.Square(a);
        Gradients<float> ofZ = second.Backward(Op.Sum(Op.Square(b)));
        _ = new Model().Step(new Tape<float>(two, TapeWatch.Anomalies));
        Gradients<float> ofX = first.Backward(Op.Sum(a2));
        Assert.That(ofZ[z]!.ToArray(), Is.EqualTo(new[] { 32f, 108f, 256f }));
        Assert.That(ofX[x]!.ToArray(), Is.EqualTo(Op.Exp(x).Value.ToArray().Select(e => 2 * e * e)));
    }

    [Test]
    public void The_peak_is_known_with_and_without_a_memory()
    {
        Model model = new();
        Tape<float> plain = new();
        _ = model.Step(plain);
        Tape<float> pooled = new(new TapeMemory<float>());
        _ = model.Step(pooled);
        Assert.That(plain.PeakBytes, Is.GreaterThan(4 * Model.Batch * 32 * Model.Channels * 4));
        Assert.That(pooled.PeakBytes, Is.EqualTo(plain.PeakBytes));
    }

    [Test]
    public void The_peak_of_a_chain_is_what_counting_by_hand_gives()
    {
        // Three squares of 1000 doubles and their sum: x², x⁴, x⁸ are kept. The backward pass has, at the most, these,
        // the sum, its seed, and the gradients of x⁸ and of x⁴ while the last square is played back.
        Tape<double> tape = new();
        Variable<double> x = tape.Watch(new Variable<double>(NdArray<double>.Full([1000], 1.0)));
        Variable<double> loss = Op.Sum(Op.Square(Op.Square(Op.Square(x))));
        tape.Backward(loss);
        long arrays = tape.PeakBytes / 8000;
        Assert.That(arrays, Is.EqualTo(5));
    }

    private static double[][] Gradients(OpRow<double> row, Tape<double> tape)
    {
        RandomSource random = new(7);
        Variable<double>[] x = [.. row.Inputs.Select(input => new Variable<double>(input.Values(random)))];
        tape.Watch(x);
        Variable<double> y = row.Apply(x);
        if (y.Tape is null)
        {
            double[][] value = [y.Value.ToArray(), y.Value.ImaginaryToArray()];
            tape.Dispose();
            return value;
        }

        OpInput like = y.IsComplex ? OpInput.Complex([.. y.Shape]) : OpInput.Real([.. y.Shape]);
        NdArray<double> seed = like.Values(random);
        Gradients<double> gradients = tape.Backward(y, seed);
        return
        [
            y.Value.ToArray(),
            y.Value.ImaginaryToArray(),
            .. x.Select(leaf => gradients[leaf]?.ToArray() ?? []),
            .. x.Select(leaf => gradients[leaf]?.ImaginaryToArray() ?? []),
        ];
    }

    private static Variable<float> Leaf(params float[] values) => new(NdArray<float>.From(values, [values.Length]));

    // A product, a scan, a norm and an activation: arrays of many sizes.
    private sealed class Model
    {
        internal const int Batch = 2;
        internal const int Channels = 8;

        private readonly Variable<float> _u;
        private readonly Variable<float> _w;
        private readonly Variable<float> _a;

        internal Model(int length = 32)
        {
            RandomSource random = new(5);
            _u = new Variable<float>(Draw(random, Batch, length, Channels));
            _w = new Variable<float>(Draw(random, Channels, Channels));
            _a = new Variable<float>(Draw(random, Channels));
        }

        internal NdArray<float>[] Step(Tape<float> tape)
        {
            tape.Watch([_w, _a]);
            Variable<float> x = Op.MatMul(_u, _w);
            x = Op.GeluErf(Op.DiagonalScan(Op.Sigmoid(_a), x));
            x = Op.LayerNorm(x, null, null, 1e-5f) + _u;
            Gradients<float> gradients = tape.Backward(Op.Mean(Op.Square(Op.MatMul(x, _w))));
            return [gradients[_w]!, gradients[_a]!];
        }

        private static NdArray<float> Draw(RandomSource random, params int[] sizes)
        {
            float[] values = new float[sizes.Aggregate(1, (a, b) => a * b)];
            foreach (ref float value in values.AsSpan())
            {
                value = (float)random.NextNormal();
            }

            return NdArray<float>.From(values, new Shape(sizes));
        }
    }
}
