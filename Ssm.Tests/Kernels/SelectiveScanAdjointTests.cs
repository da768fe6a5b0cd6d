using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class SelectiveScanAdjointTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly string[] Names = ["u", "delta", "A", "B", "C", "skip", "gate", "bias", "initial"];

    private static readonly int[] Lengths = [0, 1, 2, 3, 5, 31, 32, 33, 63, 64, 65, 97];

    [Test]
    public void It_agrees_with_the_chain_rule_at_every_number_of_channels(
        [Values] bool constantInput, [Values] bool constantOutput, [Values] bool full)
    {
        for (int channels = 0; channels <= (2 * Vector<T>.Count) + 1; channels++)
        {
            Check(new(2, 35, channels, 3, 1, constantInput, constantOutput), full, softplus: true);
        }
    }

    [Test]
    public void It_agrees_with_the_chain_rule_at_every_length([Values] bool full, [Values] bool softplus)
    {
        foreach (int length in Lengths)
        {
            Check(new(2, length, 11, 3), full, softplus);
        }
    }

    [Test]
    public void It_agrees_with_the_chain_rule_at_every_number_of_states([Range(0, 9)] int states) =>
        Check(new(2, 33, 7, states), full: true, softplus: true);

    [TestCase(6, 3)]
    [TestCase(40, 2)]
    public void Groups_of_channels_have_weights_of_their_own(int channels, int groups) =>
        Check(new(2, 34, channels, 4, groups), full: true, softplus: true);

    [Test]
    public void Several_pieces_of_channels_are_summed_up() => Check(new(1, 33, 531, 2), full: true, softplus: true);

    [Test]
    public void Rates_that_die_at_once_are_right()
    {
        SelectiveOracle<T> problem = new(new RandomSource(61), new(1, 40, 9, 3), full: true);
        problem.A[4] = T.CreateChecked(-4000.0);
        Check(problem);
    }

    [Test]
    public void Bits_are_the_same_for_any_number_of_threads()
    {
        SelectiveScanShape shape = new(2, 130, 150, 5, 3);
        SelectiveOracle<T> problem = new(new RandomSource(62), shape, full: true);
        T[]? first = null;
        foreach (int threads in ScanTestData.Threads)
        {
            T[] all = [.. Run(problem, threads).SelectMany(x => x)];
            first ??= all;
            Assert.That(all.AsSpan().SequenceEqual(first), Is.True, $"{threads} threads");
        }
    }

    [Test]
    public void NaN_stays_in_its_channel_but_for_shared_weights()
    {
        SelectiveScanShape shape = new(2, 40, 19, 3);
        SelectiveOracle<T> problem = new(new RandomSource(63), shape, full: true);
        problem.U[((40 + 7) * 19) + 5] = T.NaN;
        T[][] gradients = Run(problem, threads: 1);
        foreach (int i in new[] { 0, 1, 2, 5, 6, 7, 8 })
        {
            int perChannel = i is 2 or 8 ? 3 : 1;
            for (int k = 0; k < gradients[i].Length; k++)
            {
                bool other = k / perChannel % 19 != 5;
                Assert.That(!other || T.IsFinite(gradients[i][k]), Is.True, $"{Names[i]}, {k}");
            }
        }

        Assert.That(gradients[5].Count(T.IsNaN), Is.EqualTo(1));
    }

    [Test]
    public void Gradients_that_are_not_wanted_do_not_change_the_others()
    {
        SelectiveScanShape shape = new(2, 35, 13, 3);
        SelectiveOracle<T> problem = new(new RandomSource(64), shape, full: true);
        T[][] all = Run(problem, threads: 1);
        (T[] dy, T[] dfinal) = Incoming(shape, full: true);
        T[] a = new T[shape.RateElements];
        SelectiveScanGradients<T> one = new() { A = a };
        SelectiveScan.Backward(problem.Operands, Carries(problem), dy, dfinal, one, shape);
        Assert.That(a.AsSpan().SequenceEqual(all[2]), Is.True);
    }

    [Test]
    public void It_allocates_nothing_in_steady_state()
    {
        SelectiveScanShape shape = new(1, 40, 70, 5);
        SelectiveOracle<T> problem = new(new RandomSource(65), shape, full: true);
        T[] carries = Carries(problem), u = new T[shape.Elements], b = new T[shape.InputElements];
        (T[] dy, T[] dfinal) = Incoming(shape, full: true);
        SelectiveScanGradients<T> some = new() { U = u, B = b };
        SelectiveScan.Backward(problem.Operands, carries, dy, dfinal, some, shape);
        long before = GC.GetAllocatedBytesForCurrentThread();
        SelectiveScan.Backward(problem.Operands, carries, dy, dfinal, some, shape);
        Assert.That(GC.GetAllocatedBytesForCurrentThread(), Is.EqualTo(before));
    }

    private static void Check(SelectiveScanShape shape, bool full, bool softplus)
    {
        RandomSource source = new((ulong)(shape.Channels + (100 * shape.Length) + shape.States));
        Check(new(source, shape, full) { Softplus = softplus });
    }

    private static void Check(SelectiveOracle<T> problem)
    {
        SelectiveScanShape shape = problem.Shape;
        T[][] actual = Run(problem, threads: 1);
        (T[] dy, T[] dfinal) = Incoming(shape, problem.Skip.Length > 0);
        double[][] expected = SelectiveAdjointOracle.Gradients(problem, dy, dfinal, size: false);
        double[][] size = SelectiveAdjointOracle.Gradients(problem, dy, dfinal, size: true);

        // As for the scan itself 16 units a step, once forward and once back; then the sum over steps and sequences, or
        // over channels, and a few for the slopes of softplus and gate.
        int terms = (shape.Batch * shape.Length) + shape.Channels + shape.States;
        double unit = ScanTestData.Unit<T>() * ((32.0 * (shape.Length + 1)) + terms + 32.0);

        // Exponentials below the normal numbers are 0; so many of them may meet in a sum.
        double lost = terms * Math.ScaleB(1.0, typeof(T) == typeof(float) ? -126 : -1022);
        for (int i = 0; i < expected.Length; i++)
        {
            for (int k = 0; k < actual[i].Length; k++)
            {
                double value = SelectiveOracle<T>.Wide(actual[i][k]);
                string what = $"{Names[i]} {shape}, {k}";
                Assert.That(value, Is.EqualTo(expected[i][k]).Within((unit * size[i][k]) + lost), what);
            }
        }
    }

    private static (T[] Dy, T[] Dfinal) Incoming(SelectiveScanShape shape, bool full)
    {
        RandomSource source = new(66);
        T[] dy = ScanTestData.Random<T>(source, shape.Elements);
        return (dy, ScanTestData.Random<T>(source, full ? shape.StateElements : 0));
    }

    private static T[] Carries(SelectiveOracle<T> problem)
    {
        SelectiveScanShape shape = problem.Shape;
        T[] y = new T[shape.Elements], carries = new T[shape.CarryElements];
        SelectiveScan.Forward(problem.Operands, y, default, carries, shape);
        return carries;
    }

    private static T[][] Run(SelectiveOracle<T> problem, int threads)
    {
        SelectiveScanShape shape = problem.Shape;
        bool full = problem.Skip.Length > 0;
        (T[] dy, T[] dfinal) = Incoming(shape, full);
        T[][] to =
        [
            new T[shape.Elements], new T[shape.Elements], new T[shape.RateElements], new T[shape.InputElements],
            new T[shape.OutputElements], new T[shape.Channels], new T[full ? shape.Elements : 0],
            new T[shape.Channels], new T[shape.StateElements],
        ];
        SelectiveScanGradients<T> gradients = new()
        {
            U = to[0],
            Delta = to[1],
            A = to[2],
            B = to[3],
            C = to[4],
            Skip = to[5],
            Gate = to[6],
            DeltaBias = to[7],
            Initial = to[8],
        };
        SelectiveScan.Backward(problem.Operands, Carries(problem), dy, dfinal, gradients, shape, threads);
        return to;
    }
}
