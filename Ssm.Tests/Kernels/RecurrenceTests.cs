using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>
/// The recurrences from inputs to outputs, one state space for each channel (single) or one for all, with adjoints.
/// </summary>
[TestFixture(typeof(float), true)]
[TestFixture(typeof(double), true)]
[TestFixture(typeof(float), false)]
[TestFixture(typeof(double), false)]
public sealed class RecurrenceTests<T>(bool single)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static IEnumerable<int> Counts => Enumerable.Range(0, (2 * Vector<T>.Count) + 2);

    [TestCaseSource(nameof(Counts))]
    public void Any_number_of_channels_agrees_with_the_definition(int channels)
    {
        Check(new(2, 5, channels, 3), RecurrenceOptions.All);
        Check(new(1, 3, channels, 2), RecurrenceOptions.None);
    }

    [TestCaseSource(nameof(Counts))]
    public void Any_number_of_modes_agrees_with_the_definition(int modes)
    {
        Check(new(2, 5, 3, modes), RecurrenceOptions.All);
        Check(new(1, 3, 2, modes), RecurrenceOptions.Feedthrough);
    }

    // Around the tiles of 64 steps of the one, and the chunks of the other.
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(61)]
    [TestCase(63)]
    [TestCase(64)]
    [TestCase(65)]
    [TestCase(129)]
    [TestCase(511)]
    [TestCase(513)]
    public void Any_length_agrees_with_the_definition(int length)
    {
        Check(new(2, length, 3, 2), RecurrenceOptions.None);
        Check(new(1, length, 2, 3), RecurrenceOptions.Feedthrough | RecurrenceOptions.Initial);
        Check(new(2, length, 2, 2), RecurrenceOptions.All);
    }

    [Test]
    public void A_batch_of_any_size_agrees_with_the_definition([Values(0, 1, 3, 17, 40)] int batch) =>
        Check(new(batch, 9, 3, 2), RecurrenceOptions.All);

    [Test]
    public void Time_runs_backwards_where_it_is_asked_to([Values(0, 1, 2, 7, 64, 600)] int length)
    {
        if (!single)
        {
            Check(new(2, length, 3, 5), RecurrenceOptions.All | RecurrenceOptions.Reversed);
            Check(new(1, length, 2, 3), RecurrenceOptions.Reversed);
        }
    }

    [TestCaseSource(nameof(Counts))]
    public void Steps_agree_with_the_definition(int count)
    {
        CheckSteps(new(1, 4, count, 3), RecurrenceOptions.Feedthrough | RecurrenceOptions.Initial);
        CheckSteps(new(1, 4, 3, count), RecurrenceOptions.Initial);
        CheckSteps(new(1, 3, (9 * Vector<T>.Count) + count, 2), RecurrenceOptions.Feedthrough);
    }

    [Test]
    public void The_bits_are_the_same_on_1_2_3_and_8_threads()
    {
        foreach (RecurrenceShape shape in new RecurrenceShape[]
        {
            new(5, 130, (2 * Vector<T>.Count) + 3, 17), new(1, 700, 40, 24),
        })
        {
            RecurrenceCase<T> one = new(shape, single, 4, RecurrenceOptions.All);
            one.Run(1);
            foreach (int threads in ScanTestData.Threads)
            {
                RecurrenceCase<T> many = new(shape, single, 4, RecurrenceOptions.All);
                many.Run(threads);
                Assert.That(many.Results(), Is.EqualTo(one.Results()), $"{shape} on {threads} threads");
            }
        }
    }

    [Test]
    public void What_is_not_finite_stays_in_its_sequence_and_its_channel_and_after_its_step()
    {
        RecurrenceShape shape = new(3, 70, Vector<T>.Count + 3, 4);
        foreach (T strange in new[] { T.NaN, T.PositiveInfinity })
        {
            RecurrenceCase<T> clean = new(shape, single, 6, RecurrenceOptions.All);
            RecurrenceCase<T> other = new(shape, single, 6, RecurrenceOptions.All);
            Array.Clear(clean.Resets);
            Array.Clear(other.Resets);
            (int batch, int time, int channel) = (1, 20, 2);
            other.U[other.Row(batch, time) + channel] = strange;

            // A new sequence begins at step 50: nothing reaches it.
            clean.Resets[shape.Length + 50] = other.Resets[shape.Length + 50] = 1;
            clean.Run(1);
            other.Run(1);
            for (int i = 0; i < clean.Y.Length; i++)
            {
                (int b, int t, int h) = (
                    i / (shape.Length * shape.Channels), i / shape.Channels % shape.Length, i % shape.Channels);
                bool reached = b == batch && t >= time && t < 50 && (!single || h == channel);
                Assert.That(
                    reached ? !T.IsFinite(other.Y[i]) : other.Y[i] == clean.Y[i], Is.True, $"y[{b}, {t}, {h}]");
                Assert.That(other.Du[i], Is.EqualTo(clean.Du[i]), "the gradient of u does not depend on u");
            }
        }
    }

    [Test]
    public void Slices_off_alignment_agree_with_whole_arrays()
    {
        RecurrenceShape shape = new(2, 40, Vector<T>.Count + 1, 3);
        RecurrenceCase<T> aligned = new(shape, single, 8, RecurrenceOptions.All);
        aligned.Run(1);
        T[] u = [T.Zero, .. aligned.U], y = new T[aligned.Y.Length + 3];
        DiagonalSystem<T> system = new(aligned.A.View, aligned.B.View, aligned.C.View, aligned.D);
        if (single)
        {
            DiagonalRecurrence.Forward(
                u.AsSpan(1), system, aligned.Scale, aligned.X0.View, aligned.Resets, y.AsSpan(3), default, shape);
        }
        else
        {
            S5Recurrence.Forward(
                u.AsSpan(1), system, aligned.Scale, aligned.X0.View, aligned.Resets, y.AsSpan(3), default, default,
                shape);
        }

        Assert.That(y[3..], Is.EqualTo(aligned.Y));
    }

    [Test]
    public void Outputs_and_states_may_take_the_place_of_what_they_are_made_from()
    {
        RecurrenceShape shape = new(2, 70, Vector<T>.Count + 1, 3);
        RecurrenceCase<T> apart = new(shape, single, 9, RecurrenceOptions.All);
        apart.Run(1);
        T[] u = [.. apart.U], re = [.. apart.X0.Re], im = [.. apart.X0.Im];
        DiagonalSystem<T> system = new(apart.A.View, apart.B.View, apart.C.View, apart.D);
        Planar<T> state = new(re, im);
        if (single)
        {
            DiagonalRecurrence.Forward(u, system, apart.Scale, state, apart.Resets, u, state, shape);
            Assert.That(u, Is.EqualTo(apart.Y));
        }
        else
        {
            S5Recurrence.Forward(u, system, apart.Scale, state, apart.Resets, apart.Y, state, default, shape);
        }

        Assert.That(re, Is.EqualTo(apart.Last.Re));
        Assert.That(im, Is.EqualTo(apart.Last.Im));
    }

    [Test]
    public void Nothing_is_allocated_once_the_pool_is_warm()
    {
        RecurrenceCase<T> problem = new(new(2, 100, 19, 6), single, 10, RecurrenceOptions.All);
        T[] borders = new T[2 * S5Recurrence.BordersLength<T>(problem.Shape)];
        void Run()
        {
            DiagonalSystem<T> system = new(problem.A.View, problem.B.View, problem.C.View, problem.D);
            DiagonalSystemGradients<T> to = new(
                problem.Da.Target, problem.Db.Target, problem.Dc.Target, problem.Dd);
            if (single)
            {
                DiagonalRecurrence.Forward(
                    problem.U, system, problem.Scale, default, default, problem.Y, default, problem.Shape);
                DiagonalRecurrence.Adjoint(
                    problem.U, system, problem.Scale, default, default, problem.Dy, default, problem.Du, to, default,
                    problem.Shape);
                return;
            }

            S5Recurrence.Forward(
                problem.U, system, problem.Scale, default, default, problem.Y, default, borders, problem.Shape);
            S5Recurrence.Adjoint(
                problem.U, system, problem.Scale, borders, default, problem.Dy, default, problem.Du, to, default,
                problem.Shape);
        }

        for (int i = 0; i < 40; i++)
        {
            Run();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
        {
            Run();
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void A_wrong_length_is_named()
    {
        RecurrenceShape shape = new(1, 2, 3, 4);
        T[] three = new T[3], six = new T[6];
        ArgumentException? error = Assert.Throws<ArgumentException>(() =>
        {
            ReadOnlyPlanar<T> wrong = new(three, three);
            DiagonalSystem<T> system = new(wrong, wrong, wrong, default);
            if (single)
            {
                DiagonalRecurrence.Forward<T>(six, system, T.One, default, default, six, default, shape);
            }
            else
            {
                S5Recurrence.Forward<T>(six, system, T.One, default, default, six, default, default, shape);
            }
        });
        Assert.That(error!.Message, Does.Contain("'a'").And.Contain("expected"));
    }

    private void CheckSteps(RecurrenceShape shape, RecurrenceOptions options)
    {
        RecurrenceCase<T> problem = new(shape, single, 3, options);
        problem.Step();
        RecurrenceOracle expected = new(problem.Wide(), magnitudes: false);
        RecurrenceOracle bound = new(problem.Wide(), magnitudes: true);
        double unit = ScanTestData.Unit<T>() + ScanTestData.Unit<double>();
        double sums = 8.0 * ((2.0 * shape.Length) + shape.Modes + shape.Channels + 8) * unit;
        Complex[] y = [.. problem.Y.Select(x => (Complex)double.CreateTruncating(x))];
        double[] yBound = [.. bound.Y.Select(m => sums * m)];
        Assert.That(ScanTestData.Worst(y, [.. expected.Y.Select(x => (Complex)x)], yBound), Is.LessThanOrEqualTo(1.0));
        double[] lastBound = [.. bound.Last.Select(m => sums * m.Magnitude)];
        Assert.That(ScanTestData.Worst(problem.Last.All, expected.Last, lastBound), Is.LessThanOrEqualTo(1.0));
    }

    // Each result is off by at most so many roundings of the recurrence over magnitudes as there are operations in a
    // row: two products and sums a step (of complex numbers, each worth four), and sums over modes, channels, batch.
    private void Check(RecurrenceShape shape, RecurrenceOptions options)
    {
        RecurrenceCase<T> problem = new(shape, single, 3, options);
        problem.Run(1);
        RecurrenceCase<double> wide = problem.Wide();
        RecurrenceOracle expected = new(wide, magnitudes: false);
        RecurrenceOracle bound = new(wide, magnitudes: true);
        double unit = ScanTestData.Unit<T>() + ScanTestData.Unit<double>();
        double sums = 8.0 * ((2.0 * shape.Length) + shape.Modes + shape.Channels + 8) * unit;
        double overTime = sums + (2.0 * shape.Batch * unit);
        Real("y", problem.Y, expected.Y, bound.Y, sums);
        Planes("last", problem.Last, expected.Last, bound.Last, sums);
        Real("du", problem.Du, expected.Du, bound.Du, sums);
        Planes("dx0", problem.Dx0, expected.Dx0, bound.Dx0, sums);
        Planes("da", problem.Da, expected.Da, bound.Da, overTime);
        Planes("db", problem.Db, expected.Db, bound.Db, overTime);
        Planes("dc", problem.Dc, expected.Dc, bound.Dc, overTime);
        Real("dd", problem.Dd, expected.Dd, bound.Dd, overTime);

        void Real(string what, T[] actual, double[] right, double[] magnitudes, double factor) => Planes(
            what,
            new RecurrenceCase<T>.Planes(actual, new T[actual.Length]),
            [.. right.Select(x => (Complex)x)],
            [.. magnitudes.Select(x => (Complex)x)],
            factor);

        void Planes(
            string what, RecurrenceCase<T>.Planes actual, Complex[] right, Complex[] magnitudes, double factor)
        {
            double worst = ScanTestData.Worst(
                actual.All, right, [.. magnitudes.Select(m => factor * m.Magnitude)]);
            Assert.That(worst, Is.LessThanOrEqualTo(1.0), $"{what} of {shape}, {options}");
        }
    }
}
