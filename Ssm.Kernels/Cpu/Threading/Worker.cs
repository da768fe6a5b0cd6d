using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Ssm.Kernels;

/// <summary>One thread of the pool: waits for a job, takes part in it, waits again.</summary>
/// <remarks>
/// Its mailbox has four states. Idle → Offered by the caller; Offered → Running by the worker, or back to Idle by a
/// caller that found the work done; Running → Idle by the worker; Idle → Parked by a worker that has spun long enough,
/// and Parked → Offered by the caller, who then wakes it.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "A worker lives as long as the process.")]
internal sealed class Worker
{
    private const int Idle = 0;
    private const int Offered = 1;
    private const int Running = 2;
    private const int Parked = 3;

    // Between two kernels of one model lie a few µs; a thread that sleeps costs its waker 5 µs and comes 50 µs late.
    private static readonly long _spin = Stopwatch.Frequency / 20_000;

    private readonly int _participant;
    private readonly SemaphoreSlim _wake = new(0);
    private SplitJob? _job;
    private int _state;

    internal Worker(int participant)
    {
        _participant = participant;
        new Thread(Live) { IsBackground = true, Name = $"Ssm worker {participant}" }.Start();
    }

    /// <summary>Asks the worker to take part in a job. Only whoever has the pool may.</summary>
    internal void Offer(SplitJob job)
    {
        _job = job;
        if (Interlocked.Exchange(ref _state, Offered) == Parked)
        {
            _wake.Release();
        }
    }

    /// <summary>Returns once the worker no longer touches the job it was offered.</summary>
    internal void Finish()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Offered) != Offered)
        {
            SpinWait wait = default;
            while (Volatile.Read(ref _state) == Running)
            {
                wait.SpinOnce(sleep1Threshold: -1);
            }
        }

        _job = null;
    }

    private void Live()
    {
        while (true)
        {
            Await();
            if (Interlocked.CompareExchange(ref _state, Running, Offered) == Offered)
            {
                _job!.Work(_participant);
                Volatile.Write(ref _state, Idle);
            }
        }
    }

    // Returns when a job is, or just was, offered.
    private void Await()
    {
        long end = Stopwatch.GetTimestamp() + _spin;
        while (true)
        {
            for (int i = 0; i < 64; i++)
            {
                if (Volatile.Read(ref _state) == Offered)
                {
                    return;
                }

                Thread.SpinWait(1);
            }

            if (Stopwatch.GetTimestamp() > end && Interlocked.CompareExchange(ref _state, Parked, Idle) == Idle)
            {
                _wake.Wait();
                return;
            }
        }
    }
}
