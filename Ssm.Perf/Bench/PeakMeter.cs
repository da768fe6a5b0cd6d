using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Ssm.Perf.Bench;

/// <summary>Measures <see cref="MachinePeak"/>: the best of many short tries, on threads of its own.</summary>
/// <param name="secondsOfATry">About how long one try lasts.</param>
/// <param name="largest">Bytes of the largest triad, which should be beyond all caches.</param>
internal sealed unsafe class PeakMeter(double secondsOfATry, double largest)
{
    private const int Tries = 7;

    // Arrays that begin at the same offset modulo 4 KB would fight for the same lines of the first cache.
    private const int Stagger = 576;
    private const int Alignment = 64;

    private static readonly double[] SmallerSets = [1 << 15, 1 << 18, 1 << 21, 1 << 24];

    internal MachinePeak Measure(string dtype, int threads) => dtype == "f64"
        ? Measure<double>(dtype, threads, MultiplyAddDouble)
        : Measure<float>(dtype, threads, MultiplyAddFloat);

    private MachinePeak Measure<T>(string dtype, int threads, Action<long> multiplyAdd)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double perTurn = 2.0 * PeakLoops.Accumulators * Vector<T>.Count;
        double gflop = Best(_ => multiplyAdd, threads, perTurn);
        return new MachinePeak(threads, dtype, gflop,
            [.. SmallerSets.Where(s => s < largest).Append(largest).Select(s => (s, TriadGbPerS<T>(s, threads)))]);
    }

    private double TriadGbPerS<T>(double bytes, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint step = PeakLoops.Unroll * Vector<T>.Count;
        nint count = Math.Max(1, (nint)(bytes / (3 * sizeof(T) * threads)) / step) * step;
        double moved = 3.0 * sizeof(T) * count;
        nint[] blocks = new nint[threads];
        try
        {
            double plain = Best(t => Triad(t, streaming: false), threads, moved);
            double streaming = Best(t => Triad(t, streaming: true), threads, moved);
            return Math.Max(plain, streaming);
        }
        finally
        {
            foreach (nint block in blocks)
            {
                NativeMemory.AlignedFree((void*)block);
            }
        }

        Action<long> Triad(int thread, bool streaming)
        {
            nint stride = (count * sizeof(T)) + Stagger;
            if (blocks[thread] == 0)
            {
                // Written by the thread that will read it, so that it is near to it.
                void* fresh = NativeMemory.AlignedAlloc((nuint)(3 * stride), Alignment);
                NativeMemory.Fill(fresh, (nuint)(3 * stride), 0);
                blocks[thread] = (nint)fresh;
            }

            byte* block = (byte*)blocks[thread];
            T* a = (T*)block, b = (T*)(block + stride), c = (T*)(block + (2 * stride));
            return times =>
            {
                for (long i = 0; i < times; i++)
                {
                    if (streaming)
                    {
                        PeakLoops.TriadStreaming(a, b, c, T.One, count);
                    }
                    else
                    {
                        PeakLoops.Triad(a, b, c, T.One, count);
                    }
                }
            };
        }
    }

    /// <summary>Billions of units a second, all threads together, in the best of the tries.</summary>
    /// <param name="prepare">Makes, on its thread, the loop of a thread.</param>
    /// <param name="threads">How many at the same time.</param>
    /// <param name="unitsOfATurn">Units of one turn of the loop.</param>
    private double Best(Func<int, Action<long>> prepare, int threads, double unitsOfATurn)
    {
        long turns = 0;
        double best = 0;
        long[] starts = new long[threads], ends = new long[threads];
        using Barrier barrier = new(threads);
        Thread[] others = [.. Enumerable.Range(1, threads - 1).Select(t => new Thread(() => Work(t)))];
        foreach (Thread other in others)
        {
            other.Start();
        }

        Work(0);
        foreach (Thread other in others)
        {
            other.Join();
        }

        return best;

        void Work(int thread)
        {
            Action<long> loop = prepare(thread);
            loop(1);
            if (thread == 0)
            {
                turns = Calibrate(loop);
            }

            for (int i = 0; i < Tries; i++)
            {
                barrier.SignalAndWait();
                starts[thread] = Stopwatch.GetTimestamp();
                loop(turns);
                ends[thread] = Stopwatch.GetTimestamp();
                barrier.SignalAndWait();
                if (thread == 0)
                {
                    double seconds = Stopwatch.GetElapsedTime(starts.Min(), ends.Max()).TotalSeconds;
                    best = Math.Max(best, turns * unitsOfATurn * threads / seconds / 1e9);
                }
            }
        }
    }

    private long Calibrate(Action<long> loop)
    {
        for (long turns = 1; ; turns *= 2)
        {
            long start = Stopwatch.GetTimestamp();
            loop(turns);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (seconds >= secondsOfATry / 4)
            {
                return Math.Max(1, (long)(turns * secondsOfATry / seconds));
            }
        }
    }

    // The results are compared with something they never are, so that no compiler may leave the loop out.
    private static void MultiplyAddFloat(long times)
    {
        if (PeakLoops.MultiplyAdd(new Vector<float>(0.5f), Vector<float>.One, times)[0] < 0)
        {
            throw new InvalidOperationException("Peak: a sum of positive numbers is negative.");
        }
    }

    private static void MultiplyAddDouble(long times)
    {
        if (PeakLoops.MultiplyAdd(new Vector<double>(0.5), Vector<double>.One, times)[0] < 0)
        {
            throw new InvalidOperationException("Peak: a sum of positive numbers is negative.");
        }
    }
}
