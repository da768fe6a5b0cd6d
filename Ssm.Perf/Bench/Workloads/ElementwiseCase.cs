using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>Arrays of one length in the CPU's buffers, the first of them the result.</summary>
internal abstract class ElementwiseCase<T> : BenchCase
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly View<T>[] _views;
    private readonly int _results;
    private readonly int _operations;

    /// <summary>Takes the memory; arguments are normal with standard deviation 3, or their magnitudes.</summary>
    protected ElementwiseCase(BenchRequest request, int results, int arguments, int operations, bool positive = false)
    {
        Backend = new CpuBackend<T>(request.Threads);
        Length = request.Size[0];
        (_results, _operations) = (results, operations);
        _views = new View<T>[results + arguments];
        RandomSource random = new(request.Seed);
        for (int i = 0; i < _views.Length; i++)
        {
            _views[i] = new View<T>(Backend.Allocate(Length), 0, Length);
            foreach (ref T x in CpuBackend<T>.Span(_views[i]))
            {
                double value = 3 * random.NextNormal();
                x = T.CreateTruncating(positive ? Math.Abs(value) + 1e-3 : value);
            }
        }
    }

    internal override double Bytes => (double)_views.Length * Length * Unsafe.SizeOf<T>();

    /// <summary>Nominal: the additions and multiplications of our own form, a fused one being two.</summary>
    internal override double Operations => (double)_operations * Length;

    protected CpuBackend<T> Backend { get; }

    protected int Length { get; }

    internal override double Error()
    {
        double worst = 0, largest = 0;
        for (int i = 0; i < Length; i++)
        {
            (double re, double im) = Expected(i);
            worst = Math.Max(worst, Math.Abs(Number(Result(0)[i]) - re));
            worst = Math.Max(worst, _results == 2 ? Math.Abs(Number(Result(1)[i]) - im) : 0);
            largest = Math.Max(largest, Math.Max(Math.Abs(re), Math.Abs(im)));
        }

        return worst / largest;
    }

    /// <summary>What element i should be, in double; the second number for complex results.</summary>
    protected abstract (double Re, double Im) Expected(int i);

    protected static double Number(T x) => double.CreateTruncating(x);

    protected View<T> ResultView(int i) => _views[i];

    protected View<T> ArgumentView(int i) => _views[_results + i];

    protected Span<T> Result(int i) => CpuBackend<T>.Span(ResultView(i));

    protected ReadOnlySpan<T> Argument(int i) => CpuBackend<T>.Span(ArgumentView(i));

    protected static double Time(int runs, Action run)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < runs; i++)
        {
            run();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
