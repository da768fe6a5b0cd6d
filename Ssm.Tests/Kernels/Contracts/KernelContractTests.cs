using System.Numerics;

namespace Ssm.Tests.Kernels.Contracts;

/// <summary>
/// What every kernel keeps, whatever it computes: the judge is the kernel itself on other memory, which its own tests
/// hold to the definition.
/// </summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class KernelContractTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static int Some => Vector<T>.Count + 3;

    private static IEnumerable<TestCaseData> Rows() =>
        KernelTable<T>.Rows().Select(row => new TestCaseData(row).SetArgDisplayNames(row.Name));

    private static IEnumerable<TestCaseData> ParallelRows() =>
        KernelTable<T>.Rows()
            .Where(row => row.Many > 0).Select(row => new TestCaseData(row).SetArgDisplayNames(row.Name));

    [TestCaseSource(nameof(Rows))]
    public void Slices_off_alignment_give_the_same_bits_and_nothing_beside_them_is_written(object kernel)
    {
        KernelRow<T> row = (KernelRow<T>)kernel;
        foreach ((int channels, int rows) in Sizes(row))
        {
            KernelCall<T> call = row.Make(channels, rows);
            KernelMemory<T> plain = new(call, before: 0, stale: 3.0), shifted = new(call, before: 1, double.NaN);
            call.Run(plain, threads: 1);
            call.Run(shifted, threads: 1);
            Assert.That(shifted.SameResults(plain), Is.True, $"{channels} channels, {rows} rows");
            Assert.That(plain.IsIntactElsewhere() && shifted.IsIntactElsewhere(), Is.True, $"{channels}, {rows}");
        }
    }

    [TestCaseSource(nameof(Rows))]
    public void An_output_may_be_the_memory_of_the_input_that_is_named(object kernel)
    {
        KernelRow<T> row = (KernelRow<T>)kernel;
        foreach ((int channels, int rows) in Sizes(row))
        {
            KernelCall<T> call = row.Make(channels, rows);
            KernelMemory<T> apart = new(call, before: 0, stale: 3.0);
            call.Run(apart, threads: 1);
            foreach ((string output, string input) in call.Aliases)
            {
                KernelMemory<T> shared = new(call, before: 0, stale: 3.0);
                shared.Share(output, input);
                call.Run(shared, threads: 1);
                Assert.That(shared.SameResults(apart), Is.True, $"{output} over {input}, {channels}, {rows}");
            }
        }
    }

    [TestCaseSource(nameof(Rows))]
    public void What_is_not_finite_stays_in_its_row_and_its_channel(object kernel)
    {
        KernelRow<T> row = (KernelRow<T>)kernel;
        KernelCall<T> call = row.Make(Some, 5);
        KernelMemory<T> clean = new(call, before: 0, stale: 3.0);
        call.Run(clean, threads: 1);
        for (int array = 0; array < call.Arrays.Count; array++)
        {
            if (call.Arrays[array].Use == KernelUse.Written)
            {
                continue;
            }

            int length = call.Arrays[array].Content.Length;
            bool seen = false;
            foreach (int at in (int[])[0, length / 2, length - 1])
            {
                // A large number takes a path of its own in some functions.
                foreach (T value in (T[])[T.NaN, T.PositiveInfinity, T.CreateTruncating(1e10)])
                {
                    seen |= Poison(call, clean, array, at, value);
                }
            }

            string name = call.Arrays[array].Name;
            Assert.That(seen || call.Ignored.Contains(name), Is.True, $"{name}: nothing depends on it.");
        }
    }

    [TestCaseSource(nameof(ParallelRows))]
    public void Bits_are_the_same_for_any_number_of_threads(object kernel)
    {
        KernelRow<T> row = (KernelRow<T>)kernel;
        KernelCall<T> call = row.Make(17, row.Many);
        KernelMemory<T> first = new(call, before: 0, stale: 3.0);
        call.Run(first, threads: 1);
        foreach (int threads in (int[])[2, 3, 8])
        {
            KernelMemory<T> other = new(call, before: 0, double.NaN);
            call.Run(other, threads);
            Assert.That(other.SameResults(first), Is.True, $"{threads} threads");
        }
    }

    [TestCaseSource(nameof(Rows))]
    public void Nothing_is_allocated_after_the_first_calls(object kernel)
    {
        KernelRow<T> row = (KernelRow<T>)kernel;
        KernelCall<T> call = row.Make(17, Math.Max(5, row.Many / 4));
        KernelMemory<T> memory = new(call, before: 0, stale: 3.0);
        long allocated = long.MaxValue;

        // The first calls fill the pools; a pool may let go of an array at a collection, so one call of some has none.
        for (int i = 0; i < 6 && allocated != 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            call.Run(memory, threads: 1 + (i % 2));
            allocated = Math.Min(allocated, i < 2 ? long.MaxValue : GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.That(allocated, Is.Zero);
    }

    [TestCaseSource(nameof(Rows))]
    public void An_array_of_another_length_is_refused_with_what_was_expected(object kernel)
    {
        KernelRow<T> row = (KernelRow<T>)kernel;
        KernelCall<T> call = row.Make(Some, 5);
        foreach (string name in call.Arrays.Where(a => a.Checked).Select(a => a.Name).Distinct())
        {
            foreach (int by in (int[])[1, -1])
            {
                KernelMemory<T> memory = new(call, before: 0, stale: 3.0, name, by);
                Assert.That(
                    () => call.Run(memory, threads: 1),
                    Throws.InstanceOf<ArgumentException>().With.Message.Match("^\\w+: '.+' (is|has) .+, expected .+"),
                    $"{name}, {by:+0;-0}");
            }
        }
    }

    // Every count of channels around two vectors, and lengths: short, odd, prime, around powers of two.
    private static IEnumerable<(int Channels, int Rows)> Sizes(KernelRow<T> row)
    {
        for (int channels = row.Fewest; channels <= (2 * Vector<T>.Count) + 1; channels++)
        {
            yield return (channels, 5);
        }

        foreach (int rows in (int[])[0, 1, 2, 3, 7, 9, 15, 17, 31, 32, 33, 65])
        {
            if (rows >= row.Fewest)
            {
                yield return (Some, rows);
            }
        }
    }

    // Returns whether any result changed.
    private static bool Poison(KernelCall<T> call, KernelMemory<T> clean, int array, int at, T value)
    {
        KernelMemory<T> memory = new(call, before: 0, stale: 3.0);
        memory.Of(array)[at] = value;
        call.Run(memory, threads: 1);
        Place from = call.Arrays[array].Place(at);
        bool changed = false;
        for (int other = 0; other < call.Arrays.Count; other++)
        {
            if (call.Arrays[other].Use == KernelUse.Read)
            {
                continue;
            }

            ReadOnlySpan<T> expected = clean.Of(other), actual = memory.Of(other);
            for (int i = 0; i < actual.Length; i++)
            {
                if (!KernelMemory<T>.SameBits(actual.Slice(i, 1), expected.Slice(i, 1)))
                {
                    changed = true;
                    Assert.That(
                        from.Reaches(call.Arrays[other].Place(i)),
                        Is.True,
                        $"{value} in {call.Arrays[array].Name}[{at}] reaches {call.Arrays[other].Name}[{i}]");
                }
            }
        }

        return changed;
    }
}
