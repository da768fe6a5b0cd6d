using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>All scans, in all forms, against the definition.</summary>
[TestFixture(typeof(float), ScanAlgorithm.Diagonal)]
[TestFixture(typeof(float), ScanAlgorithm.Blelloch)]
[TestFixture(typeof(float), ScanAlgorithm.Chunked)]
[TestFixture(typeof(double), ScanAlgorithm.Diagonal)]
[TestFixture(typeof(double), ScanAlgorithm.Blelloch)]
[TestFixture(typeof(double), ScanAlgorithm.Chunked)]
public sealed class ScanTests<T>(ScanAlgorithm algorithm)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const ScanForm Both = ScanForm.Invariant | ScanForm.Reverse;

    // |a| < 1 and |b| < √2, with random signs, keep |h| under 16: the last state is the same but for the order of the
    // last few dozen operations, each under 4u of that.
    private static double Tolerance => 64 * 16 * 4 * ScanTestData.Unit<T>();

    // Below a vector, in registers, and rows of vectors; with and without a rest.
    private static IEnumerable<int> Channels()
    {
        int lanes = Vector<T>.Count;
        return [.. Enumerable.Range(0, (2 * lanes) + 2), (3 * lanes) + 1, 4 * lanes, (4 * lanes) + 1, 5 * lanes];
    }

    [Test]
    public void They_agree_with_the_definition_for_every_channel_count(
        [Values(ScanForm.None, ScanForm.Invariant, ScanForm.Reverse, Both)] ScanForm form, [Values] bool complex)
    {
        ulong seed = 1;
        foreach (int channels in Channels())
        {
            // In parallel over time: four chunks of 16 rows and a rest.
            ScanShape shape = algorithm == ScanAlgorithm.Diagonal
                ? new(2, 69, channels)
                : new(512 / Math.Max(1, channels), 69, channels);
            ScanProblem<T> problem = new(
                ++seed, shape, form, complex, initial: seed % 3 != 0, resets: seed % 2 * 0.07);
            problem.Scan(algorithm);
            problem.CheckScan();
            problem.Adjoint(algorithm);
            problem.CheckAdjoint();
            problem.LastState(algorithm);
            problem.CheckLast(Tolerance);
        }
    }

    [Test]
    public void They_agree_with_the_definition_for_every_length(
        [Values(ScanForm.None, ScanForm.Invariant, ScanForm.Reverse, Both)] ScanForm form,
        [Values(0.0, 0.1)] double resets)
    {
        // Around blocks of 32 and 64, chunks of 16 and groups of 256.
        ulong seed = 100;
        foreach (int length in (int[])[0, 1, 2, 3, 15, 16, 17, 31, 32, 33, 64, 65, 257, 273])
        {
            ScanShape shape = new(algorithm == ScanAlgorithm.Diagonal ? 2 : 171, length, 3);
            ScanProblem<T> problem = new(++seed, shape, form, true, initial: length % 2 == 0, resets);
            problem.Scan(algorithm);
            problem.CheckScan();
            problem.Adjoint(algorithm);
            problem.CheckAdjoint();
            problem.LastState(algorithm);
            problem.CheckLast(Tolerance);
        }
    }

    [Test]
    public void Bits_are_the_same_for_any_number_of_threads(
        [Values(ScanForm.None, ScanForm.Invariant, ScanForm.Reverse, Both)] ScanForm form, [Values] bool complex)
    {
        // Tiles of several widths, several groups of chunks, and enough work to fork.
        int lanes = Vector<T>.Count;
        ScanShape[] shapes = [new(3, 290, 200), new(2, 9000, 7), new(1, 9000, lanes), new(1, 5000, lanes + 1)];
        foreach (ScanShape shape in shapes)
        {
            ScanPlanes<T>? first = null;
            foreach (int threads in ScanTestData.Threads)
            {
                ScanProblem<T> problem = new(4, shape, form, complex, resets: 0.001);
                problem.Scan(algorithm, threads);
                problem.Adjoint(algorithm, threads);
                problem.LastState(algorithm, threads);
                ScanPlanes<T> all = problem.Results;
                first ??= all;
                Assert.That(all.SameBits(first), Is.True, $"{shape}, {threads} threads");
            }
        }
    }

    [Test]
    public void Outputs_may_be_the_memory_of_inputs(
        [Values(ScanForm.None, ScanForm.Invariant, ScanForm.Reverse, Both)] ScanForm form, [Values] bool complex)
    {
        foreach (int channels in (int[])[3, Vector<T>.Count + 1, (5 * Vector<T>.Count) + 1])
        {
            ScanProblem<T> problem = new(5, new(600 / channels, 77, channels), form, complex, resets: 0.02);
            problem.Scan(algorithm);
            problem.Adjoint(algorithm);
            problem.LastState(algorithm);
            ScanPlanes<T> expected = problem.Results;

            ScanPlanes<T> h = problem.H;
            problem.H = problem.B = problem.B.Clone();
            problem.Scan(algorithm);
            Assert.That(problem.H.SameBits(h), Is.True, "h over b");

            problem.H = h;
            problem.Dh = problem.Db = problem.Dh.Clone();
            problem.Adjoint(algorithm);
            Assert.That(problem.Results.SameBits(expected), Is.True, "db over dh");
        }
    }

    [Test]
    public void The_last_state_may_be_the_memory_of_the_initial_one([Values] bool complex)
    {
        ScanProblem<T> problem = new(6, new(100, 300, 5), ScanForm.None, complex);
        problem.LastState(algorithm);
        ScanPlanes<T> expected = problem.Last;
        problem.Last = problem.H0;
        problem.LastState(algorithm);
        Assert.That(problem.Last.SameBits(expected), Is.True);
    }

    [Test]
    public void NaN_and_infinity_stay_in_their_channel_and_end_at_a_reset(
        [Values(ScanForm.None, ScanForm.Invariant)] ScanForm form, [Values(3, 9, 45)] int channels)
    {
        ScanShape shape = new(1024 / channels, 90, channels);
        ScanProblem<T> clean = new(7, shape, form, false, resets: 1e-9);
        ScanProblem<T> dirty = new(7, shape, form, false, resets: 1e-9);
        int bad = channels - 1, from = 30, to = 70;
        clean.Resets[to] = dirty.Resets[to] = true;
        dirty.B.Re[(from * channels) + bad] = T.NaN;
        dirty.B.Re[(from * channels)] = T.PositiveInfinity;
        clean.Scan(algorithm);
        dirty.Scan(algorithm);
        for (int i = 0; i < shape.Elements; i++)
        {
            (int row, int channel) = (i / channels, i % channels);
            bool touched = row >= from && row < to && (channel == bad || channel == 0);
            bool finite = T.IsFinite(dirty.H.Re[i]);

            // An infinite state stays so, or turns into NaN, until the reset.
            Assert.That(finite, Is.EqualTo(!touched), $"row {row}, channel {channel}");
            Assert.That(touched || dirty.H.Re[i] == clean.H.Re[i], Is.True, $"row {row}, channel {channel}");
        }
    }

    [Test]
    public void A_factor_that_nothing_is_multiplied_with_may_be_NaN([Values] bool complex, [Values] bool reversed)
    {
        ScanForm form = reversed ? ScanForm.Reverse : ScanForm.None;
        ScanProblem<T> problem = new(8, new(60, 100, 9), form, complex, initial: false, resets: 1e-9);
        int first = reversed ? 99 : 0;
        problem.Resets[50] = true;
        problem.A.Re.AsSpan(first * 9, 9).Fill(T.NaN);
        problem.A.Re.AsSpan(50 * 9, 9).Fill(T.NaN);
        problem.Scan(algorithm);
        problem.Adjoint(algorithm);
        problem.LastState(algorithm);
        ScanPlanes<T> all = problem.Results;

        // Only h̄0 of the first sequence is made with the factor of its first step.
        Assert.That(all.Re.Count(T.IsNaN), Is.EqualTo(9));
        Assert.That(problem.Dh0.Re.AsSpan(0, 9).IndexOfAnyExcept(T.NaN), Is.EqualTo(-1));
    }

    [Test]
    public void Packed_sequences_are_those_sequences([Values] bool complex)
    {
        // Three documents one behind the other, against each by itself.
        int[] starts = [0, 45, 118, 160];
        ScanProblem<T> packed = new(9, new(1, 160, 600), ScanForm.Invariant, complex, initial: false, resets: 1e-9);
        Array.ForEach(starts[..3], start => packed.Resets[start] = true);
        packed.Scan(ScanAlgorithm.Diagonal);
        ScanPlanes<T> exact = packed.H.Clone();
        packed.Scan(algorithm);
        packed.CheckScan();
        for (int i = 0; i < 3; i++)
        {
            int first = starts[i] * 600, length = starts[i + 1] - starts[i];
            ScanProblem<T> alone = new(9, new(1, length, 600), ScanForm.Invariant, complex, initial: false)
            {
                A = packed.A,
                B = packed.B.Part(first, length * 600),
            };
            alone.Scan(ScanAlgorithm.Diagonal);
            Assert.That(exact.Part(first, length * 600).SameBits(alone.H), Is.True, $"document {i}");
        }
    }

    [Test]
    public void Slices_that_start_off_alignment_give_the_same_bits()
    {
        ScanProblem<T> problem = new(10, new(20, 70, 27), ScanForm.None, false);
        problem.Scan(algorithm);
        T[] offset = new T[problem.Shape.Elements + 1], b = [T.Zero, .. problem.B.Re];
        ScanProblem<T> other = new(10, problem.Shape, ScanForm.None, false);
        Run([T.Zero, .. other.A.Re], b, [T.Zero, .. other.H0.Re], offset, problem.Shape);
        Assert.That(offset.AsSpan(1).SequenceEqual(problem.H.Re), Is.True);
        Assert.That(offset[0], Is.EqualTo(T.Zero));
    }

    [Test]
    public void A_wrong_length_is_refused_by_name()
    {
        T[] six = new T[6], five = new T[5];
        ScanShape shape = new(1, 2, 3);
        string name = algorithm + "Scan";
        Assert.That(
            () => Run(five, six, default, six, shape, 0),
            Throws.ArgumentException.With.Message.Contains($"{name}: 'a' is 5, expected 6"));
        Assert.That(
            () => Run(six, six, five, six, shape, 0),
            Throws.ArgumentException.With.Message.Contains("'h0' is 5, expected 3"));
        Assert.That(
            () => Run(six, six, default, six, shape, 0, new bool[3]),
            Throws.ArgumentException.With.Message.Contains("'resets' is 3, expected 2"));
    }

    [Test]
    public void Nothing_is_allocated([Values] bool invariant)
    {
        ScanForm form = invariant ? ScanForm.Invariant : ScanForm.None;
        ScanProblem<T> problem = new(11, new(1, 4000, 9), form, true, resets: 0.01);
        for (int i = 0; i < 3; i++)
        {
            All(problem);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        All(problem);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private void All(ScanProblem<T> problem)
    {
        problem.Scan(algorithm);
        problem.LastState(algorithm);
        problem.Adjoint(algorithm);
    }

    // The spans from one element on.
    private void Run(
        T[] a, T[] b, T[]? h0, T[] h, ScanShape shape, int skip = 1, bool[]? resets = null)
    {
        ReadOnlySpan<T> start = h0 is null ? default : h0.AsSpan(skip);
        switch (algorithm)
        {
            case ScanAlgorithm.Diagonal:
                DiagonalScan.Scan<T>(a.AsSpan(skip), b.AsSpan(skip), start, h.AsSpan(skip), shape, resets: resets);
                break;
            case ScanAlgorithm.Blelloch:
                BlellochScan.Scan<T>(a.AsSpan(skip), b.AsSpan(skip), start, h.AsSpan(skip), shape, resets: resets);
                break;
            default:
                ChunkedScan.Scan<T>(a.AsSpan(skip), b.AsSpan(skip), start, h.AsSpan(skip), shape, resets: resets);
                break;
        }
    }
}
