using System.Diagnostics;
using Ssm.Perf.Bench;

namespace Ssm.Perf.Rivals;

/// <summary>One way in which a rival does the work of a case, with its inputs made and its plans built.</summary>
internal abstract class RivalJob
{
    /// <summary>Does the work once.</summary>
    internal abstract void Run();

    /// <summary>Does the work so many times and says how many seconds they took together.</summary>
    internal double Time(int times)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < times; i++)
        {
            Run();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>The job as <c>bench</c> takes it.</summary>
    internal BenchRival Named(string name) => new(name, Time);

    /// <summary>The fastest of several ways to do the same work, each tried for a moment.</summary>
    internal static RivalJob Fastest(IReadOnlyList<RivalJob> jobs)
    {
        RivalJob best = jobs[0];
        double bestTime = double.PositiveInfinity;
        foreach (RivalJob job in jobs.Count > 1 ? jobs : [])
        {
            int times = (int)Math.Clamp(0.005 / Math.Max(job.Time(1), 1e-9), 1, 1000);
            for (int round = 0; round < 5; round++)
            {
                double time = job.Time(times) / times;
                (best, bestTime) = time < bestTime ? (job, time) : (best, bestTime);
            }
        }

        return best;
    }
}
