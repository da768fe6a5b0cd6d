using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class ComplexSelectiveScanTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly int[] Lengths = [0, 1, 2, 3, 5, 31, 32, 33, 64, 65, 97];

    [Test]
    public void It_and_its_adjoint_agree_with_the_definition_at_every_number_of_channels(
        [Values] bool constantInput, [Values] bool constantOutput, [Values] bool full)
    {
        for (int channels = 0; channels <= (2 * Vector<T>.Count) + 1; channels++)
        {
            Check(new(2, 35, channels, 2, 1, constantInput, constantOutput), full, softplus: true);
        }
    }

    [Test]
    public void It_and_its_adjoint_agree_with_the_definition_at_every_length([Values] bool full, [Values] bool softplus)
    {
        foreach (int length in Lengths)
        {
            Check(new(2, length, 11, 3), full, softplus);
        }
    }

    [Test]
    public void It_and_its_adjoint_agree_with_the_definition_at_every_number_of_states([Range(0, 5)] int states) =>
        Check(new(2, 33, 7, states), full: true, softplus: true);

    [TestCase(2, 1)]
    [TestCase(6, 3)]
    [TestCase(40, 2)]
    public void Groups_of_channels_have_weights_of_their_own(int channels, int groups) =>
        Check(new(2, 34, channels, 3, groups), full: true, softplus: true);

    [Test]
    public void Several_pieces_of_channels_are_right() => Check(new(1, 33, 275, 2), full: true, softplus: true);

    [Test]
    public void Rates_beyond_the_short_exponential_are_right()
    {
        // Dying at once, and turning by many circles in one step.
        ComplexSelectiveOracle<T> problem = new(new RandomSource(71), new(1, 33, 21, 2), full: true);
        for (int channel = 0; channel < 21; channel++)
        {
            problem.Real.A[channel * 2] = T.CreateChecked(channel % 4 == 1 ? -3000.0 : -1.0);
            problem.AIm[channel * 2] = T.CreateChecked(channel % 4 == 2 ? 900.0 : 1.0);
        }

        Check(problem);
        T[] unbounded = new ComplexSelectiveRun<T>(problem).Y;
        for (int channel = 0; channel < 21; channel++)
        {
            problem.Real.A[channel * 2] = T.CreateChecked(-1.0);
        }

        // A channel's bits do not depend on whether its neighbours need the long exponential.
        T[] bounded = new ComplexSelectiveRun<T>(problem).Y;
        for (int i = 0; i < bounded.Length; i++)
        {
            Assert.That(i % 21 % 4 == 1 || bounded[i] == unbounded[i], Is.True, $"element {i}");
        }
    }

    [Test]
    public void NaN_and_infinity_stay_in_their_channel([Values] bool infinite)
    {
        ComplexSelectiveOracle<T> problem = new(new RandomSource(72), new(2, 40, 19, 3), full: true);
        problem.Real.Resets.AsSpan().Clear();
        int bad = ((40 + 7) * 19) + 5;
        problem.Real.U[bad] = infinite ? T.PositiveInfinity : T.NaN;
        ComplexSelectiveRun<T> run = new(problem);
        for (int i = 0; i < run.Y.Length; i++)
        {
            Assert.That(T.IsFinite(run.Y[i]), Is.EqualTo(!(i >= bad && i % 19 == 5)), $"element {i}");
        }

        // Gradients too, but for the weights that channels share.
        foreach (int i in new[] { 0, 1, 2, 3, 8, 9, 10, 11, 12 })
        {
            int perChannel = i is 2 or 3 or 11 or 12 ? 3 : 1;
            for (int k = 0; k < run.Gradients[i].Length; k++)
            {
                bool other = k / perChannel % 19 != 5;
                string what = $"{ComplexSelectiveRun<T>.Names[i]}, {k}";
                Assert.That(!other || T.IsFinite(run.Gradients[i][k]), Is.True, what);
            }
        }

        problem.Real.U[bad] = T.One;
        problem.Real.Delta[bad] = T.NaN;
        T[] y = new ComplexSelectiveRun<T>(problem).Y;
        for (int i = 0; i < y.Length; i++)
        {
            Assert.That(T.IsNaN(y[i]), Is.EqualTo(i >= bad && i % 19 == 5), $"element {i}");
        }
    }

    [Test]
    public void Bits_are_the_same_for_any_number_of_threads([Values(1, 3)] int groups)
    {
        ComplexSelectiveOracle<T> problem = new(new RandomSource(73), new(2, 130, 75, 3, groups), full: true);
        T[]? first = null;
        foreach (int threads in ScanTestData.Threads)
        {
            ComplexSelectiveRun<T> run = new(problem, threads);
            T[] all = [.. run.Y, .. run.Final, .. run.FinalIm, .. run.Carries, .. run.Gradients.SelectMany(x => x)];
            first ??= all;
            Assert.That(all.AsSpan().SequenceEqual(first), Is.True, $"{threads} threads");
        }
    }

    [Test]
    public void Slices_that_start_off_alignment_give_the_same_bits()
    {
        SelectiveScanShape shape = new(1, 35, 20, 3);
        ComplexSelectiveOracle<T> problem = new(new RandomSource(74), shape, full: false);
        T[] u = [T.Zero, .. problem.Real.U], bIm = [T.Zero, T.Zero, T.Zero, .. problem.BIm];
        T[] y = new T[shape.Elements + 1];
        ComplexSelectiveScanOperands<T> operands = new()
        {
            U = u.AsSpan(1),
            Delta = problem.Real.Delta,
            A = problem.Operands.A,
            B = new(problem.Real.B, bIm.AsSpan(3)),
            C = problem.Operands.C,
            Softplus = true,
        };
        ComplexSelectiveScan.Forward(operands, y.AsSpan(1), default, default, shape);
        Assert.That(y.AsSpan(1).SequenceEqual(new ComplexSelectiveRun<T>(problem).Y), Is.True);
    }

    [Test]
    public void Steps_agree_with_the_definition(
        [Values(0, 1, 3, 8, 16, 19)] int states, [Values] bool full, [Values(1, 2)] int groups)
    {
        for (int channels = 0; channels <= (2 * Vector<T>.Count) + 2; channels += 2)
        {
            SelectiveScanShape shape = new(2, 1, channels, states, groups, ConstantInput: full);
            ComplexSelectiveOracle<T> problem = new(new RandomSource((ulong)channels + 5), shape, full);
            T[] re = new T[shape.StateElements], im = new T[shape.StateElements], y = new T[shape.Elements];
            problem.Real.Initial.CopyTo(re, 0);
            problem.InitialIm.CopyTo(im, 0);
            Step(problem, re, im, y);
            T[] dy = new T[shape.Elements];
            ComplexSelectiveResult expected = problem.Run(dy, [], [], size: false);
            ComplexSelectiveResult size = problem.Run(dy, [], [], size: true);
            AssertClose([y, re, im], expected.Outputs, size.OutputSizes, Roundings(shape), $"{shape}");
        }
    }

    [Test]
    public void Nothing_is_allocated_in_steady_state()
    {
        SelectiveScanShape shape = new(1, 40, 70, 3), one = new(1, 1, 70, 11);
        ComplexSelectiveOracle<T> problem = new(new RandomSource(75), shape, full: true);
        ComplexSelectiveOracle<T> sample = new(new RandomSource(76), one, full: false);
        ComplexSelectiveRun<T> run = new(problem);
        T[] re = new T[one.StateElements], im = new T[one.StateElements], y = new T[one.Elements];
        T[] du = new T[shape.Elements];
        long before = 0;
        for (int i = 0; i < 3; i++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            ComplexSelectiveScan.Forward(problem.Operands, run.Y, default, run.Carries, shape);
            ComplexSelectiveScanGradients<T> to = new() { U = du };
            ComplexSelectiveScan.Backward(problem.Operands, run.Carries, run.Dy, default, to, shape);
            Step(sample, re, im, y);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread(), Is.EqualTo(before));
    }

    [Test]
    public void A_wrong_length_is_refused()
    {
        T[] one = new T[1], two = new T[2];
        Assert.That(
            () => ComplexSelectiveScan.Forward(
                new ComplexSelectiveScanOperands<T>
                {
                    U = one,
                    Delta = one,
                    A = new(one, one),
                    B = new(two, two),
                    C = new(one, one),
                },
                one, default, default, new(1, 1, 1, 1)),
            Throws.ArgumentException.With.Message.Contains("'operands.B.Length' is 2, expected 1"));
        Assert.That(
            () => ComplexSelectiveScan.Forward(
                new ComplexSelectiveScanOperands<T>
                {
                    U = one,
                    Delta = one,
                    A = new(one, one),
                    B = new(one, one),
                    C = new(one, one),
                },
                one, default, one, new(1, 1, 1, 1)),
            Throws.ArgumentException.With.Message.Contains("'carries' is 1, expected 2"));
    }

    [Test]
    public void Sine_and_cosine_are_within_their_units()
    {
        // Two units for x and the last sum; without a fused multiply-add the product is rounded too.
        double unit = ScanTestData.Unit<T>(), fused = System.Runtime.Intrinsics.X86.Fma.IsSupported ? 0.0 : 1.0;
        foreach (double scale in new[] { 1.0, 100.0, 4e6, 1e9 })
        {
            for (int i = -2000; i <= 2000; i++)
            {
                T a = T.CreateTruncating(scale * i / 2000.0), b = T.CreateTruncating(0.734);
                double product = double.CreateTruncating(a) * double.CreateTruncating(b);
                double rounded = double.CreateTruncating(a * b), rest = Math.Abs(product - rounded);
                double angle = (product % 4.0) * (Math.PI / 2.0);
                (Vector<T> sin, Vector<T> cos) = SelectiveTurn.AnySinCos(new Vector<T>(a), new Vector<T>(b));
                double lost = scale > 1e8 ? rest + (Math.Abs(product) * unit) : fused * Math.Abs(product) * unit;
                double bound = (4.0 * unit) + (2.0 * lost) + (4.0 * Math.ScaleB(1.0, -53) * (1.0 + Math.Abs(product)));
                Assert.That(double.CreateTruncating(sin[0]), Is.EqualTo(Math.Sin(angle)).Within(bound), $"{product}");
                Assert.That(double.CreateTruncating(cos[0]), Is.EqualTo(Math.Cos(angle)).Within(bound), $"{product}");
            }
        }
    }

    private static void Step(ComplexSelectiveOracle<T> problem, T[] re, T[] im, T[] y)
    {
        ComplexSelectiveScanOperands<T> operands = new()
        {
            U = problem.Real.U,
            Delta = problem.Real.Delta,
            A = problem.Operands.A,
            B = problem.Operands.B,
            C = problem.Operands.C,
            Skip = problem.Real.Skip,
            Gate = problem.Real.Gate,
            DeltaBias = problem.Real.Bias,
            Resets = problem.Real.Resets,
            Softplus = true,
        };
        ComplexSelectiveScan.Step(operands, new(re, im), y, problem.Real.Shape);
    }

    private static void Check(SelectiveScanShape shape, bool full, bool softplus)
    {
        RandomSource source = new((ulong)(shape.Channels + (100 * shape.Length) + shape.States));
        Check(new(source, shape, full, softplus));
    }

    private static void Check(ComplexSelectiveOracle<T> problem)
    {
        SelectiveScanShape shape = problem.Real.Shape;
        ComplexSelectiveRun<T> run = new(problem);
        ComplexSelectiveResult expected = problem.Run(run.Dy, run.Dfinal, run.DfinalIm, size: false);
        ComplexSelectiveResult size = problem.Run(run.Dy, run.Dfinal, run.DfinalIm, size: true);
        AssertClose(
            [run.Y, run.Final, run.FinalIm], expected.Outputs, size.OutputSizes, Roundings(shape), $"outputs {shape}");

        // The scan's roundings once forward and once back; then the sum over steps and sequences, or over channels.
        int terms = (shape.Batch * shape.Length) + shape.Channels + shape.States;
        double roundings = (2.0 * Roundings(shape)) + terms;
        AssertClose(run.Gradients, expected.Gradients, size.GradientSizes, roundings, $"gradients {shape}");
    }

    // In units: Δ within 8 and the bias 1, times |ΔA|, which the sizes count, and 1 for A; e^x within 7, 2 for each of
    // three fused steps. A step's error decays with the state, but L of them may add up; N terms meet in an output,
    // with 8 more units for the gate.
    private static double Roundings(SelectiveScanShape shape) =>
        (16.0 * (shape.Length + 1)) + (2 * shape.States) + 16.0;

    private static void AssertClose(T[][] actual, double[][] expected, double[][] size, double roundings, string what)
    {
        // Exponentials below the normal numbers are 0; so many of them may meet in a sum.
        double lost = roundings * Math.ScaleB(1.0, typeof(T) == typeof(float) ? -126 : -1022);
        for (int i = 0; i < actual.Length; i++)
        {
            for (int k = 0; k < actual[i].Length; k++)
            {
                double bound = (roundings * ScanTestData.Unit<T>() * size[i][k]) + lost;
                double value = double.CreateTruncating(actual[i][k]);
                Assert.That(value, Is.EqualTo(expected[i][k]).Within(bound), $"{what}, array {i}, {k}");
            }
        }
    }
}
