using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

/// <summary>The RG-LRU against its recurrence written out, and what it is said to do at the start of a sequence.
/// </summary>
public sealed class RgLruTests
{
    [Test]
    public void Two_steps_give_the_numbers_of_a_hand_calculation()
    {
        // Gates before σ: 0 and 0 at x = 1, then 2 and −1 at x = −½.
        RgLru<double> layer = new(1, new RgLruOptions { UnitInputAtStart = false }, new RandomSource(1));
        layer.Lambda.Value.Assign([-2.0]);
        Set(layer.RecurrenceGate, [-4.0 / 3], [4.0 / 3]);
        Set(layer.InputGate, [2.0 / 3], [-2.0 / 3]);
        double[] y = layer.Forward(NdArray<double>.From([1, -0.5], [1, 2, 1])).Value.ToArray();
        Assert.That(y[0], Is.EqualTo(0.39929664042825347).Within(1e-15));
        Assert.That(y[1], Is.EqualTo(0.04053882440537909).Within(1e-15));
    }

    [TestCase(true, 0.0)]
    [TestCase(false, 1e-6)]
    public void The_scan_agrees_with_the_loop(bool unitAtStart, double epsilon)
    {
        RgLruOptions options = new() { GateBlocks = 2, UnitInputAtStart = unitAtStart, Epsilon = epsilon };
        RgLru<double> layer = new(6, options, new RandomSource(2));
        double[] u = ParameterGradients.Draw(2 * 30 * 6, new RandomSource(3));
        double[] start = ParameterGradients.Draw(2 * 6, new RandomSource(4));
        Variable<double> x = NdArray<double>.From(u, [2, 30, 6]);
        AssertClose(layer.Forward(x), Loop(layer, u, new double[12], [0, 0]));

        // The second row goes on after three steps; the first begins, whatever its state holds.
        NdArray<double> state = NdArray<double>.From([.. start[..6], 0, .. start[6..], 3], [2, 7]);
        (Variable<double> y, Variable<double> last) = layer.Forward(x, state);
        AssertClose(y, Loop(layer, u, start, [0, 3]));
        double[] after = last.Value.ToArray();
        Assert.That((after[6], after[13]), Is.EqualTo((30.0, 33.0)));
        Assert.That(after[..6], Is.EqualTo(y.Value.ToArray()[(29 * 6)..(30 * 6)]));
    }

    [Test]
    public void The_first_input_of_a_sequence_comes_in_whole_and_what_the_state_held_is_dropped()
    {
        RgLru<double> layer = new(3, new RgLruOptions(), new RandomSource(5));
        layer.InputGate.Parameters.Last().Variable.Value.Assign(NdArray<double>.Full([1, 3], 700));
        layer.InputGate.Parameters.First().Variable.Value.Assign(NdArray<double>.Zeros([1, 3, 3]));
        double[] u = [0.5, -2, 3];
        NdArray<double> state = NdArray<double>.From([9, 9, 9, 0], [1, 4]);
        Assert.That(layer.Forward(NdArray<double>.From(u, [1, 1, 3]), state).Y.Value.ToArray(), Is.EqualTo(u));
    }

    [Test]
    public void White_input_of_variance_1_gives_states_of_the_input_gates_square()
    {
        // Constant gates: i = σ(1), and a decay that is far from 1, so that the steps are soon independent.
        RgLru<double> layer = new(4, new RgLruOptions(), new RandomSource(6));
        layer.Lambda.Value.Assign([-2.0, -2.0, -1.5, -1.5]);
        foreach (BlockDiagonalLinear<double> gate in new[] { layer.InputGate, layer.RecurrenceGate }
            .Cast<BlockDiagonalLinear<double>>())
        {
            gate.Weight.Value.Assign(NdArray<double>.Zeros(gate.Weight.Shape));
            gate.Bias.Value.Assign(NdArray<double>.Full(gate.Bias.Shape, 1));
        }

        const int Steps = 20_000;
        double[] u = ParameterGradients.Draw(Steps * 4, new RandomSource(7));
        double[] h = layer.Forward(NdArray<double>.From(u, [1, Steps, 4])).Value.ToArray();
        double gateSquared = Math.Pow(1 / (1 + Math.Exp(-1)), 2);

        // a is at most 0.5: the mean of squares has a standard error of √(2/n·(1 + a²)/(1 − a²)), 0.7 % over all.
        Assert.That(h.Average(x => x * x) / gateSquared, Is.EqualTo(1).Within(0.035));
    }

    [Test]
    public void Gradients_of_parameters_agree_with_difference_quotients([Values(1, 2, 0)] int blocks)
    {
        RgLruOptions options = new() { GateBlocks = blocks, LargestSlope = double.PositiveInfinity };
        RgLru<double> layer = new(4, options, new RandomSource(8));
        Variable<double> u = NdArray<double>.From(
            ParameterGradients.Draw(2 * 7 * 4, new RandomSource(9)), [2, 7, 4]);
        ParameterGradients.Check(layer, () => layer.Forward(u));
    }

    [Test]
    public void Gradients_of_inputs_and_states_agree_with_difference_quotients()
    {
        RgLruOptions options = new() { GateBlocks = 2, LargestSlope = double.PositiveInfinity };
        RgLru<double> layer = new(4, options, new RandomSource(10));
        NdArray<double> u = NdArray<double>.From(ParameterGradients.Draw(2 * 6 * 4, new RandomSource(11)), [2, 6, 4]);
        NdArray<double> h = NdArray<double>.From(ParameterGradients.Draw(2 * 4, new RandomSource(12)), [2, 4]);
        Variable<double> counts = NdArray<double>.From([0, 4], [2, 1]);
        foreach (GradCheckResult result in GradCheck.Run(
            x => layer.Forward(x[0], Op.Concat(1, x[1], counts)).Y, [u, h]))
        {
            Assert.That(result.RelativeError, Is.LessThan(1e-7), $"{result}");
        }
    }

    [Test]
    public void Packed_rows_run_by_one_scan_and_agree_with_each_sequence_alone()
    {
        RgLru<double> layer = new(4, new RgLruOptions { GateBlocks = 2 }, new RandomSource(13));
        Variable<double> u = NdArray<double>.From(
            ParameterGradients.Draw(2 * 9 * 4, new RandomSource(14)), [2, 9, 4]);
        NdArray<double> state = NdArray<double>.From([1, 2, 3, 4, 5, 4, 3, 2, 1, 2], [2, 5]);
        Segments segments = Segments.FromPositions(
            [5, 6, 0, 1, 2, 0, 0, 1, 2, 0, 1, 2, 3, 4, 5, 6, 0, 1], batch: 2, length: 9);
        (Variable<double> y, Variable<double> last) = layer.Forward(u, state, segments);
        Variable<double> goesOn = layer.Forward(
            Op.Slice(Op.Slice(u, 0, 0, 1), 1, 0, 2), Op.Slice<double>(state, 0, 0, 1)).Y;
        AssertClose(Op.Slice(Op.Slice(y, 0, 0, 1), 1, 0, 2), goesOn.Value.ToArray());
        foreach ((int row, int at, int length) in new[] { (0, 2, 3), (0, 5, 1), (0, 6, 3), (1, 0, 7), (1, 7, 2) })
        {
            Variable<double> alone = layer.Forward(Op.Slice(Op.Slice(u, 0, row, 1), 1, at, length));
            AssertClose(Op.Slice(Op.Slice(y, 0, row, 1), 1, at, length), alone.Value.ToArray());
        }

        Assert.That(Op.Slice(last, 1, 4, 1).Value.ToArray(), Is.EqualTo(new double[] { 3, 2 }));
        AssertClose(
            layer.Forward(u, Segments.FromIds([0, 0, 1, 1, 1, 2, 3, 3, 3, 0, 0, 0, 0, 0, 0, 0, 1, 1], 2, 9)),
            [.. layer.Forward(u, layer.ZeroState(2), Segments.FromIds(
                [0, 0, 1, 1, 1, 2, 3, 3, 3, 0, 0, 0, 0, 0, 0, 0, 1, 1], 2, 9)).Y.Value.ToArray()]);
    }

    [Test]
    public void Sizes_that_do_not_fit_are_refused()
    {
        RandomSource random = new(1);
        Assert.That(
            () => new RgLru<double>(6, new RgLruOptions { GateBlocks = 4 }, random),
            Throws.ArgumentException.With.Message.Contains("4 groups do not divide 6 channels"));
        Assert.That(
            () => new RgLru<double>(6, new RgLruOptions { LargestSlope = 0 }, random),
            Throws.ArgumentException.With.Message.Contains("'LargestSlope' is 0"));
        Assert.That(() => new RgLru<double>(6, new RgLruOptions(), null!), Throws.ArgumentNullException);
        RgLru<double> layer = new(6, new RgLruOptions(), random);
        Variable<double> u = NdArray<double>.Zeros([2, 3, 6]);
        Assert.That(
            () => layer.Forward(NdArray<double>.Zeros([2, 3, 5])),
            Throws.ArgumentException.With.Message.Contains("expected real (B, L, 6)"));
        Assert.That(
            () => layer.Forward(u, NdArray<double>.Zeros([2, 6])),
            Throws.ArgumentException.With.Message.Contains("expected real (2, 7)"));
        Assert.That(
            () => layer.Forward(u, Segments.FromIds([0, 0], 1, 2)), Throws.ArgumentException);
    }

    // The equations, one number at a time.
    private static double[] Loop(RgLru<double> layer, double[] u, double[] start, int[] counts)
    {
        int batch = counts.Length, channels = layer.Channels, length = u.Length / batch / channels;
        Variable<double> x = NdArray<double>.From(u, [batch, length, channels]);
        double[] r = layer.RecurrenceGate.Forward(x).Value.ToArray(), i = layer.InputGate.Forward(x).Value.ToArray();
        double[] lambda = layer.Lambda.Value.ToArray(), y = new double[u.Length];
        for (int at = 0; at < u.Length; at++)
        {
            int row = at / (length * channels), t = at / channels % length, e = at % channels;
            double decay = 8 * Math.Log(1 + Math.Exp(lambda[e])) / (1 + Math.Exp(-r[at])), a = Math.Exp(-decay);
            bool starts = layer.Options.UnitInputAtStart && t == 0 && counts[row] == 0;
            double before = starts ? 0 : t == 0 ? start[(row * channels) + e] : y[at - channels];
            double root = starts ? 1 : Math.Sqrt(1 - (a * a) + layer.Options.Epsilon);
            y[at] = (a * before) + (root * u[at] / (1 + Math.Exp(-i[at])));
        }

        return y;
    }

    private static void Set(PositionwiseLayer<double> gate, double[] weight, double[] bias)
    {
        BlockDiagonalLinear<double> blocks = (BlockDiagonalLinear<double>)gate;
        blocks.Weight.Value.Assign(weight);
        blocks.Bias.Value.Assign(bias);
    }

    // Thirty steps of products of numbers around 1, each rounded a few times.
    private static void AssertClose(Variable<double> actual, double[] expected) =>
        Assert.That(actual.Value.ToArray(), Is.EqualTo(expected).Within(1e-12));
}
