using System.Diagnostics;
using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>Step by step, lanes across channels; the rival is the same loop without lanes.</summary>
internal sealed class CrossoverLoop<T>(BenchRequest request) : CrossoverCase<T>(request)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal override IEnumerable<BenchRival> Rivals => [new BenchRival("scalar", TimeScalar)];

    internal override void Run() => DiagonalScan.ForwardInvariant<T>(Factors, Inputs, default, Outputs, Shape, Threads);

    private double TimeScalar(int runs)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < runs; i++)
        {
            Scalar(Factors, Inputs, Outputs);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Scalar(T[] a, T[] u, T[] y)
    {
        for (int h = 0; h < a.Length; h++)
        {
            y[h] = u[h];
        }

        for (int t = a.Length; t < u.Length; t += a.Length)
        {
            for (int h = 0; h < a.Length; h++)
            {
                y[t + h] = (a[h] * y[t - a.Length + h]) + u[t + h];
            }
        }
    }
}
