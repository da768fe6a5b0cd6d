using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class SelectiveScanTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // None, one, few, odd, prime, around the tiles of 32 steps and their multiples.
    private static readonly int[] Lengths = [0, 1, 2, 3, 5, 31, 32, 33, 63, 64, 65, 97, 127, 128, 129];

    [Test]
    public void It_agrees_with_the_definition_at_every_number_of_channels(
        [Values] bool constantInput, [Values] bool constantOutput, [Values] bool full)
    {
        for (int channels = 0; channels <= (2 * Vector<T>.Count) + 1; channels++)
        {
            Check(new(2, 35, channels, 5, 1, constantInput, constantOutput), full, softplus: true);
        }
    }

    [Test]
    public void It_agrees_with_the_definition_at_every_length([Values] bool full, [Values] bool softplus)
    {
        foreach (int length in Lengths)
        {
            Check(new(2, length, 11, 3), full, softplus);
        }
    }

    [Test]
    public void It_agrees_with_the_definition_at_every_number_of_states([Range(0, 9)] int states) =>
        Check(new(2, 33, 7, states), full: true, softplus: true);

    [TestCase(2, 1)]
    [TestCase(6, 3)]
    [TestCase(40, 2)]
    [TestCase(40, 4)]
    public void Groups_of_channels_have_weights_of_their_own(int channels, int groups) =>
        Check(new(2, 34, channels, 4, groups), full: true, softplus: true);

    [Test]
    public void Several_pieces_of_channels_are_right() => Check(new(1, 33, 531, 2), full: true, softplus: true);

    [Test]
    public void Chunks_give_the_bits_of_the_whole()
    {
        // Where a tile begins does not show: a channel's arithmetic is the same from step to step.
        SelectiveScanShape shape = new(1, 71, 13, 6);
        SelectiveOracle<T> whole = new(new RandomSource(51), shape, full: true);
        (T[] y, T[] final, _) = Run(whole);
        int cut = 45, width = 13;
        T[] state = whole.Initial, joined = new T[y.Length];
        foreach ((int first, int steps) in new[] { (0, cut), (cut, shape.Length - cut) })
        {
            T[] after = new T[state.Length];
            SelectiveScanOperands<T> part = new()
            {
                U = whole.U.AsSpan(first * width, steps * width),
                Delta = whole.Delta.AsSpan(first * width, steps * width),
                A = whole.A,
                B = whole.B.AsSpan(first * 6, steps * 6),
                C = whole.C.AsSpan(first * 6, steps * 6),
                Skip = whole.Skip,
                Gate = whole.Gate.AsSpan(first * width, steps * width),
                DeltaBias = whole.Bias,
                Initial = state,
                Resets = whole.Resets.AsSpan(first, steps),
                Softplus = true,
            };
            SelectiveScan.Forward(
                part, joined.AsSpan(first * width, steps * width), after, default, shape with { Length = steps });
            state = after;
        }

        Assert.That(joined.AsSpan().SequenceEqual(y), Is.True);
        Assert.That(state.AsSpan().SequenceEqual(final), Is.True);
    }

    [Test]
    public void Steps_agree_with_the_definition(
        [Values(0, 1, 3, 8, 16, 19)] int states, [Values] bool full, [Values(1, 2)] int groups)
    {
        for (int channels = 0; channels <= (2 * Vector<T>.Count) + 2; channels += 2)
        {
            SelectiveScanShape shape = new(2, 1, channels, states, groups);
            SelectiveOracle<T> problem = new(new RandomSource((ulong)channels + 5), shape, full);
            T[] state = full ? problem.Initial : new T[shape.StateElements], y = new T[shape.Elements];
            (double[] expected, double[] final, double[] ySize, double[] finalSize) = problem.Run();
            SelectiveScanOperands<T> operands = new()
            {
                U = problem.U,
                Delta = problem.Delta,
                A = problem.A,
                B = problem.B,
                C = problem.C,
                Skip = problem.Skip,
                Gate = problem.Gate,
                DeltaBias = problem.Bias,
                Resets = problem.Resets,
                Softplus = true,
            };
            SelectiveScan.Step(operands, state, y, shape);
            AssertClose(y, expected, ySize, Roundings(shape), $"y {shape}");
            AssertClose(state, final, finalSize, Roundings(shape), $"state {shape}");
        }
    }

    [Test]
    public void Rates_that_die_at_once_and_rates_that_grow_are_right()
    {
        // |ΔA| beyond the exponent's range on both sides, beside channels that stay in the short exponential.
        SelectiveScanShape shape = new(1, 33, 21, 3);
        SelectiveOracle<T> problem = new(new RandomSource(52), shape, full: false) { Softplus = false };
        for (int i = 0; i < problem.Delta.Length; i++)
        {
            problem.Delta[i] = T.Abs(problem.Delta[i]);
        }

        for (int channel = 0; channel < 21; channel++)
        {
            problem.A[channel * 3] = T.CreateChecked(channel % 4 == 1 ? -3000.0 : channel % 4 == 2 ? 1e-3 : -1.0);
        }

        Check(problem);
        T[] unbounded = Run(problem).Y;
        for (int channel = 0; channel < 21; channel++)
        {
            problem.A[channel * 3] = channel % 4 == 1 ? T.CreateChecked(-1.0) : problem.A[channel * 3];
        }

        // A channel's bits do not depend on whether its neighbours need the long exponential.
        T[] bounded = Run(problem).Y;
        for (int i = 0; i < bounded.Length; i++)
        {
            Assert.That(i % 21 % 4 == 1 || bounded[i] == unbounded[i], Is.True, $"element {i}");
        }
    }

    [Test]
    public void Growth_beyond_the_largest_number_is_infinite()
    {
        SelectiveScanShape shape = new(1, 2, 1, 1);
        T[] y = new T[2];
        SelectiveScanOperands<T> operands = new()
        {
            U = [T.One, T.One],
            Delta = [T.Zero, T.One],
            A = [T.CreateChecked(2000.0)],
            B = [T.One, T.One],
            C = [T.One, T.One],
            Initial = [T.One],
        };
        SelectiveScan.Forward(operands, y, default, default, shape);
        Assert.That(y, Is.EqualTo(new[] { T.One, T.PositiveInfinity }));
    }

    [Test]
    public void NaN_and_infinity_stay_in_their_channel([Values] bool infinite)
    {
        SelectiveScanShape shape = new(2, 40, 19, 3);
        SelectiveOracle<T> problem = new(new RandomSource(53), shape, full: true);
        problem.Resets.AsSpan().Clear();
        int bad = ((40 + 7) * 19) + 5;
        problem.U[bad] = infinite ? T.PositiveInfinity : T.NaN;
        T[] y = Run(problem).Y;
        for (int i = 0; i < y.Length; i++)
        {
            bool after = i >= bad && i % 19 == 5;
            Assert.That(T.IsFinite(y[i]), Is.EqualTo(!after), $"element {i}");
        }

        problem.U[bad] = T.One;
        problem.Delta[bad] = BitNaN();
        y = Run(problem).Y;
        for (int i = 0; i < y.Length; i++)
        {
            Assert.That(T.IsNaN(y[i]), Is.EqualTo(i >= bad && i % 19 == 5), $"element {i}");
        }
    }

    [Test]
    public void Bits_are_the_same_for_any_number_of_threads()
    {
        SelectiveScanShape shape = new(2, 130, 150, 5, 3);
        SelectiveOracle<T> problem = new(new RandomSource(54), shape, full: true);
        T[]? first = null;
        foreach (int threads in ScanTestData.Threads)
        {
            (T[] y, T[] final, T[] carries) = Run(problem, threads);
            T[] all = [.. y, .. final, .. carries];
            first ??= all;
            Assert.That(all.AsSpan().SequenceEqual(first), Is.True, $"{threads} threads");
        }
    }

    [Test]
    public void Slices_that_start_off_alignment_give_the_same_bits()
    {
        SelectiveScanShape shape = new(1, 35, 20, 4);
        SelectiveOracle<T> problem = new(new RandomSource(55), shape, full: false);
        T[] y = new T[shape.Elements + 1], u = [T.Zero, .. problem.U], b = [T.Zero, T.Zero, T.Zero, .. problem.B];
        SelectiveScanOperands<T> operands = new()
        {
            U = u.AsSpan(1),
            Delta = problem.Delta,
            A = problem.A,
            B = b.AsSpan(3),
            C = problem.C,
            Softplus = true,
        };
        SelectiveScan.Forward(operands, y.AsSpan(1), default, default, shape);
        Assert.That(y.AsSpan(1).SequenceEqual(Run(problem).Y), Is.True);
    }

    [Test]
    public void Steps_allocate_nothing()
    {
        SelectiveScanShape shape = new(1, 1, 70, 19);
        SelectiveOracle<T> problem = new(new RandomSource(56), shape, full: false);
        T[] state = new T[shape.StateElements], y = new T[shape.Elements];
        SelectiveScan.Step(problem.Operands, state, y, shape);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            SelectiveScan.Step(problem.Operands, state, y, shape);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread(), Is.EqualTo(before));
    }

    [Test]
    public void Sequences_allocate_nothing_in_steady_state()
    {
        SelectiveScanShape shape = new(1, 40, 70, 5);
        SelectiveOracle<T> problem = new(new RandomSource(57), shape, full: true);
        T[] y = new T[shape.Elements];
        SelectiveScan.Forward(problem.Operands, y, default, default, shape);
        long before = GC.GetAllocatedBytesForCurrentThread();
        SelectiveScan.Forward(problem.Operands, y, default, default, shape);
        Assert.That(GC.GetAllocatedBytesForCurrentThread(), Is.EqualTo(before));
    }

    [Test]
    public void A_wrong_length_is_refused()
    {
        T[] one = new T[1], two = new T[2];
        Assert.That(
            () => SelectiveScan.Forward(
                new SelectiveScanOperands<T> { U = one, Delta = two, A = one, B = one, C = one },
                one, default, default, new(1, 1, 1, 1)),
            Throws.ArgumentException.With.Message.Contains("SelectiveScan: 'operands.Delta.Length' is 2, expected 1"));
        Assert.That(
            () => SelectiveScan.Forward(
                new SelectiveScanOperands<T> { U = one, Delta = one, A = one, B = one, C = one },
                one, default, default, new(1, 1, 1, 1, Groups: 2)),
            Throws.ArgumentException.With.Message.Contains("'shape.Channels' is 1, expected a multiple of 2"));
    }

    // A NaN whose low bits are set: nothing may take them for an exponent.
    private static T BitNaN() => typeof(T) == typeof(float)
        ? T.CreateChecked(BitConverter.Int32BitsToSingle(0x7FC001FF))
        : T.CreateChecked(BitConverter.Int64BitsToDouble(0x7FF80000000007FF));

    private static void Check(SelectiveScanShape shape, bool full, bool softplus)
    {
        RandomSource source = new((ulong)(shape.Channels + (100 * shape.Length) + shape.States));
        Check(new(source, shape, full) { Softplus = softplus });
    }

    private static void Check(SelectiveOracle<T> problem)
    {
        (double[] y, double[] final, double[] ySize, double[] finalSize) = problem.Run();
        (T[] actual, T[] state, _) = Run(problem);
        AssertClose(actual, y, ySize, Roundings(problem.Shape), $"y {problem.Shape}");
        AssertClose(state, final, finalSize, Roundings(problem.Shape), $"final {problem.Shape}");
    }

    // Δ within 4 ulp, so 8 units and the addition of the bias, enters the exponent and the drive; e^x, the products and
    // the sums of a step are a few more. A step's error decays with the state, but L of them may add up; N terms meet
    // in an output, with 8 more units for the gate.
    private static double Roundings(SelectiveScanShape shape) => (16.0 * (shape.Length + 1)) + shape.States + 16.0;

    private static void AssertClose(T[] actual, double[] expected, double[] size, double roundings, string what)
    {
        Assert.That(actual, Has.Length.EqualTo(expected.Length), what);
        double unit = ScanTestData.Unit<T>();
        for (int i = 0; i < actual.Length; i++)
        {
            double bound = roundings * unit * size[i];
            Assert.That(SelectiveOracle<T>.Wide(actual[i]), Is.EqualTo(expected[i]).Within(bound), $"{what}, {i}");
        }
    }

    private static (T[] Y, T[] Final, T[] Carries) Run(SelectiveOracle<T> problem, int threads = 1)
    {
        SelectiveScanShape shape = problem.Shape;
        T[] y = new T[shape.Elements], final = new T[shape.StateElements], carries = new T[shape.CarryElements];
        SelectiveScan.Forward(problem.Operands, y, final, carries, shape, threads);
        return (y, final, carries);
    }
}
