using System.Diagnostics;
using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>What the workloads of layers share: inputs from a seed, sizes of elements, errors, timing.</summary>
internal static class LayerNumbers
{
    internal static int Bytes<T>() => typeof(T) == typeof(float) ? 4 : 8;

    internal static T[] Random<T>(RandomSource source, int count, double low = -1.0, double high = 1.0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] numbers = new T[count];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = T.CreateTruncating(source.NextDouble(low, high));
        }

        return numbers;
    }

    /// <summary>The largest error beside the largest expected magnitude.</summary>
    internal static double Error<T>(IEnumerable<(T Actual, double Expected)> pairs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double error = 0.0, largest = double.Epsilon;
        foreach ((T actual, double expected) in pairs)
        {
            error = Math.Max(error, Math.Abs(double.CreateTruncating(actual) - expected));
            largest = Math.Max(largest, Math.Abs(expected));
        }

        return error / largest;
    }

    /// <summary>A rival that is an action.</summary>
    internal static BenchRival Rival(string name, Action action) => new(name, rounds =>
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < rounds; i++)
        {
            action();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    });

    internal static BenchCase Make(BenchRequest request, Func<BenchCase> single, Func<BenchCase> twice) =>
        request.Dtype == "f64" ? twice() : single();
}
