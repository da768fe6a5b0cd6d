namespace Ssm.Kernels;

/// <summary>The threads that kernels share. One caller has them at a time.</summary>
/// <remarks>
/// Threads are started when a call first asks for that many, and stay. They are no state that a result could depend on:
/// <see cref="WorkSplit"/> cuts the work before it asks who is there.
/// </remarks>
internal static class WorkerPool
{
    /// <summary>The most threads of one call, the caller's among them.</summary>
    internal const int MostThreads = 256;

    private static readonly Worker?[] _workers = new Worker?[MostThreads];
    private static int _taken;

    /// <summary>Takes the pool for the caller; false where another thread, or a call around this one, has it.</summary>
    internal static bool TryTake() =>
        Volatile.Read(ref _taken) == 0 && Interlocked.CompareExchange(ref _taken, 1, 0) == 0;

    /// <summary>Lets others have the pool.</summary>
    internal static void GiveBack() => Volatile.Write(ref _taken, 0);

    /// <summary>Runs a job on the caller's thread and <paramref name="participants"/> − 1 workers.</summary>
    internal static void Run(SplitJob job, int participants)
    {
        for (int i = 1; i < participants; i++)
        {
            (_workers[i] ??= new Worker(i)).Offer(job);
        }

        job.Work(participant: 0);

        // A worker that has not come by now is not waited for: nothing is left to do.
        for (int i = 1; i < participants; i++)
        {
            _workers[i]!.Finish();
        }
    }
}
