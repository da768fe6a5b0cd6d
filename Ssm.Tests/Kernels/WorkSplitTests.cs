using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>Every piece runs once, whoever asks, and nothing is lost when a piece throws.</summary>
public sealed class WorkSplitTests
{
    private const long MuchWork = WorkSplit.SmallestParallelWork;

    private static readonly int[] _threadCounts = [1, 2, 3, 8, 16, 300];

    [Test]
    public void Each_item_is_in_one_piece_and_each_piece_runs_once()
    {
        foreach (int threads in _threadCounts)
        {
            foreach (int items in (int[])[0, 1, 2, 3, 7, 64, 1000])
            {
                foreach (int grain in (int[])[1, 2, 3, 64, 2000])
                {
                    int[] hits = new int[items];
                    WorkSplit.Run(items, grain, MuchWork, threads, (hits, grain), static (s, start, end) =>
                    {
                        Assert.That(start % s.grain, Is.Zero);
                        Assert.That(end, Is.EqualTo(Math.Min(start + s.grain, s.hits.Length)));
                        for (int i = start; i < end; i++)
                        {
                            Interlocked.Increment(ref s.hits[i]);
                        }
                    });
                    Assert.That(hits, Is.All.EqualTo(1), $"{items} items by {grain} on {threads} threads");
                }
            }
        }
    }

    [Test]
    public void Several_threads_do_take_part()
    {
        // Each piece waits for the other: on one thread alone the first would wait in vain.
        using Barrier both = new(2);
        bool[] met = new bool[2];
        WorkSplit.Run(2, 1, MuchWork, 2, (both, met), static (s, start, _) =>
            s.met[start] = s.both.SignalAndWait(TimeSpan.FromSeconds(60)));
        Assert.That(met, Is.All.True);
    }

    [Test]
    public void Small_work_stays_on_the_callers_thread()
    {
        int caller = Environment.CurrentManagedThreadId;
        int[] ids = new int[100];
        WorkSplit.Run(
            100, 1, MuchWork - 1, 8, ids, static (s, start, _) => s[start] = Environment.CurrentManagedThreadId);
        Assert.That(ids, Is.All.EqualTo(caller));
    }

    [Test]
    public void A_piece_may_split_its_own_work()
    {
        int[] hits = new int[50 * 50];
        WorkSplit.Run(50, 1, MuchWork, 4, hits, static (s, row, _) =>
            WorkSplit.Run(50, 1, MuchWork, 4, (s, row), static (inner, column, _) =>
                Interlocked.Increment(ref inner.s[(50 * inner.row) + column])));
        Assert.That(hits, Is.All.EqualTo(1));
    }

    [Test]
    public void Many_callers_at_once_all_get_their_work_done()
    {
        Task<bool>[] callers = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (int round = 0; round < 200; round++)
            {
                int[] hits = new int[37];
                WorkSplit.Run(
                    37, 1, MuchWork, 3, hits, static (s, start, _) => Interlocked.Increment(ref s[start]));
                if (hits.Any(h => h != 1))
                {
                    return false;
                }
            }

            return true;
        }))];
        Assert.That(Task.WhenAll(callers).Result, Is.All.True);
    }

    [Test]
    public void What_a_piece_throws_reaches_the_caller_and_the_next_call_works()
    {
        foreach (int threads in _threadCounts)
        {
            Assert.That(
                () => WorkSplit.Run(64, 1, MuchWork, threads, 17, static (bad, start, _) =>
                {
                    if (start == bad)
                    {
                        throw new InvalidOperationException("the seventeenth");
                    }
                }),
                Throws.InvalidOperationException.With.Message.EqualTo("the seventeenth"));
            int[] hits = new int[64];
            WorkSplit.Run(
                64, 1, MuchWork, threads, hits, static (s, start, _) => Interlocked.Increment(ref s[start]));
            Assert.That(hits, Is.All.EqualTo(1));
        }
    }

    [Test]
    public void Sleeping_workers_wake_for_the_next_call()
    {
        int[] hits = new int[16];
        for (int round = 1; round <= 20; round++)
        {
            WorkSplit.Run(
                16, 1, MuchWork, 4, hits, static (s, start, _) => Interlocked.Increment(ref s[start]));
            Assert.That(hits, Is.All.EqualTo(round));
            Thread.Sleep(2);
        }
    }

    [Test]
    public void A_call_allocates_nothing()
    {
        int[] hits = new int[64];
        void Call() => WorkSplit.Run(
            64, 1, MuchWork, 2, hits, static (s, start, _) => Interlocked.Increment(ref s[start]));

        Call();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            Call();
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [TestCase(-1, 1, 1, "items")]
    [TestCase(1, 0, 1, "grain")]
    [TestCase(1, 1, 0, "threads")]
    public void Sizes_that_make_no_sense_are_refused(int items, int grain, int threads, string argument) =>
        Assert.That(
            () => WorkSplit.Run(items, grain, 1, threads, 0, static (_, _, _) => { }),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains($"'{argument}'"));
}
