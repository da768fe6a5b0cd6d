using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Kernels;
using static Ssm.Tests.Core.ThreeFormsTests;

namespace Ssm.Tests.Core;

/// <summary>Packed and padded rows give each sequence what it gets alone, in outputs, states and gradients.</summary>
public sealed class SegmentsTests
{
    // Three rows of 20 steps: three sequences; one behind padding and another behind more of it; one alone.
    private static readonly int[] Ids =
    [
        0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2,
        -1, -1, 0, 0, 0, 0, 0, -1, -1, 5, 5, 5, 5, 5, 5, 5, 5, 5, -1, -1,
        3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
    ];

    private static readonly Segments Packed = Segments.FromIds(Ids, 3, 20);

    [TestCaseSource(typeof(SequenceLayerZoo), nameof(SequenceLayerZoo.Causal))]
    [TestCaseSource(typeof(SequenceLayerZoo), nameof(SequenceLayerZoo.Bidirectional))]
    public void Packed_sequences_agree_with_each_alone_whatever_stands_in_the_padding(object entry)
    {
        (SequenceLayer<double> layer, Variable<double> u) = Make(entry);
        double[] input = u.Value.ToArray();
        int channels = u.Shape[2];
        for (int i = 0; i < input.Length; i++)
        {
            input[i] = Ids[i / channels] < 0 ? double.NaN : input[i];
        }

        Variable<double> packed = layer.Forward(new Variable<double>(NdArray<double>.From(input, u.Shape)), Packed);
        int width = packed.Shape[2];
        double[] expected = new double[3 * 20 * width];
        foreach (Segment segment in Packed.Items)
        {
            layer.Forward(Alone(u, segment)).Value.ToArray()
                .CopyTo(expected, ((segment.Row * 20) + segment.Start) * width);
        }

        AssertClose(packed.Value.ToArray(), expected, "outputs");
    }

    [TestCaseSource(typeof(SequenceLayerZoo), nameof(SequenceLayerZoo.Causal))]
    public void Chunks_of_packed_rows_agree_with_the_whole_rows_and_end_in_the_last_sequences_states(object entry)
    {
        (SequenceLayer<double> layer, Variable<double> u) = Make(entry);
        double[] whole = layer.Forward(u, Packed).Value.ToArray();
        foreach (int[] sizes in new int[][] { [20], [1, 19], [5, 2, 8, 5], [3, 9, 8] })
        {
            Variable<double> state = layer.ZeroState(3);
            List<Variable<double>> parts = [];
            int start = 0;
            foreach (int size in sizes)
            {
                (Variable<double> y, state) =
                    layer.Forward(Op.Slice(u, 1, start, size), state, Packed.Slice(start, size));
                parts.Add(y);
                start += size;
            }

            AssertClose(Op.Concat(1, [.. parts]).Value.ToArray(), whole, $"chunks {string.Join(", ", sizes)}");
            Segment[] last = [new(0, 12, 8, false), new(1, 9, 9, false), new(2, 0, 20, false)];
            double[] expected =
            [
                .. last.SelectMany(s => layer.Forward(Alone(u, s), layer.ZeroState(1)).State.Value.ToArray()),
            ];
            AssertClose(state.Value.ToArray(), expected, "states");
        }
    }

    [TestCaseSource(typeof(SequenceLayerZoo), nameof(SequenceLayerZoo.Causal))]
    public void Padding_on_either_side_changes_nothing(object entry)
    {
        (SequenceLayer<double> layer, Variable<double> u) = Make(entry);
        int[] lengths = [1, 13, 20];
        Segments right = Segments.FromLengths(lengths, 20);
        Segments left = Segments.FromLengths(lengths, 20, PaddingSide.Left);
        Variable<double> shifted = Op.Concat(0, [.. lengths.Select((n, row) =>
            Op.Pad(Op.Slice(Op.Slice(u, 0, row, 1), 1, 0, n), axis: 1, before: 20 - n, after: 0))]);
        (Variable<double> y, Variable<double> state) = layer.Forward(u, layer.ZeroState(3), right);
        (Variable<double> z, Variable<double> same) = layer.Forward(shifted, layer.ZeroState(3), left);
        AssertClose(same.Value.ToArray(), state.Value.ToArray(), "states");
        for (int row = 0; row < 3; row++)
        {
            int n = lengths[row];
            double[] atLeft = Op.Slice(Op.Slice(y, 0, row, 1), 1, 0, n).Value.ToArray();
            double[] atRight = Op.Slice(Op.Slice(z, 0, row, 1), 1, 20 - n, n).Value.ToArray();
            AssertClose(atRight, atLeft, $"row {row}");
            AssertClose(atLeft, layer.Forward(Alone(u, new Segment(row, 0, n, false))).Value.ToArray(), $"row {row}");
        }
    }

    [TestCaseSource(typeof(SequenceLayerZoo), nameof(SequenceLayerZoo.Causal))]
    public void Gradients_of_packed_rows_are_those_of_the_sequences_alone(object entry)
    {
        (SequenceLayer<double> layer, Variable<double> u) = Make(entry);
        NdArray<double> weights = Normal(u.Shape, seed: 5);
        double[][] packed = Gradient(input => Op.Sum(layer.Forward(input, Packed) * weights));
        double[][] alone = Gradient(input => Packed.Items.ToArray()
            .Select(s => Op.Sum(layer.Forward(Alone(input, s)) * Alone(new Variable<double>(weights), s)))
            .Aggregate((a, b) => a + b));
        for (int i = 0; i < packed.Length; i++)
        {
            AssertClose(packed[i], alone[i], $"gradient {i}", 1e-9);
        }

        double[][] Gradient(Func<Variable<double>, Variable<double>> loss)
        {
            Tape<double> tape = new();
            tape.Watch(layer.Variables);
            Variable<double> input = tape.Watch(new Variable<double>(u.Value));
            Gradients<double> gradients = tape.Backward(loss(input));
            return [.. layer.Variables.Prepend(input).Select(v => gradients[v] is { } g
                ? g.IsComplex ? [.. g.ToArray(), .. g.ImaginaryToArray()] : g.ToArray()
                : new double[v.Shape.Count])];
        }
    }

    [Test]
    public void Sequences_are_found_by_number_by_place_and_by_length()
    {
        int[] places =
        [
            0, 1, 2, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 6, 7,
            -1, -1, 4, 5, 6, 7, 8, -1, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, -1, -1,
            7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
        ];
        Segment[] byPlace = Segments.FromPositions(places, 3, 20).Items.ToArray();
        Segment[] expected =
        [
            new(0, 0, 3, false), new(0, 3, 9, false), new(0, 12, 8, false), new(1, 2, 5, true), new(1, 9, 9, false),
            new(2, 0, 20, true),
        ];
        Assert.Multiple(() =>
        {
            Assert.That(byPlace, Is.EqualTo(expected));
            Assert.That(
                Packed.Items.ToArray().Select(s => (s.Row, s.Start, s.End)),
                Is.EqualTo(expected.Select(s => (s.Row, s.Start, s.End))));
            Assert.That(Packed.RealSteps, Is.EqualTo(Ids.Count(id => id >= 0)));
            Assert.That(
                Segments.FromLengths([0, 2], 3, PaddingSide.Left).Items.ToArray(),
                Is.EqualTo(new Segment[] { new(1, 1, 2, true) }));
            Assert.That(
                Packed.Mask<double>().ToArray(), Is.EqualTo(Ids.Select(id => id < 0 ? 0.0 : 1.0)));
        });
    }

    [Test]
    public void A_part_of_time_keeps_what_began_before_it()
    {
        Segment[] part = Packed.Slice(4, 6).Items.ToArray();
        Assert.That(
            part,
            Is.EqualTo(new Segment[] { new(0, 0, 6, true), new(1, 0, 3, true), new(1, 5, 1, false),
                new(2, 0, 6, true) }));
    }

    [Test]
    public void Marks_that_do_not_fit_are_refused()
    {
        Variable<double> u = new(Normal([3, 19, 4], seed: 1));
        SequenceLayer<double> layer =
            new Ssm.Core.Models.Lru<double>(4, new Ssm.Core.Models.LruOptions { Modes = 3 }, new RandomSource(1));
        Assert.Multiple(() =>
        {
            Assert.That(
                () => Segments.FromIds([0, 0], 1, 3), Throws.ArgumentException.With.Message.Contains("1 rows of 3"));
            Assert.That(
                () => Segments.FromIds([0, -2, 0], 1, 3),
                Throws.ArgumentException.With.Message.Contains("-2 at step 1"));
            Assert.That(() => Segments.FromLengths([4], 3), Throws.ArgumentException.With.Message.Contains("0 to 3"));
            Assert.That(() => Packed.Slice(10, 11), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(
                () => layer.Forward(u, Packed), Throws.ArgumentException.With.Message.Contains("3 rows of 20 steps"));
        });
    }

    private static Variable<double> Alone(Variable<double> u, Segment segment) =>
        Op.Slice(Op.Slice(u, 0, segment.Row, 1), 1, segment.Start, segment.Length);

    private static (SequenceLayer<double> Layer, Variable<double> U) Make(object entry)
    {
        SequenceLayerZoo.Entry made = (SequenceLayerZoo.Entry)entry;
        return (made.Create(new RandomSource(7)), new Variable<double>(Normal([3, 20, made.Channels], seed: 2)));
    }
}
