using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Rivals;

/// <summary>A batch of transforms by FFTW, out of place; complex numbers are interleaved.</summary>
internal sealed class FftwTransform<T> : RivalJob
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly FftwPlan[] _plans;

    private FftwTransform(NativeArray<T> input, NativeArray<T> output, FftwPlan[] plans)
    {
        Input = input;
        Output = output;
        _plans = plans;
    }

    internal NativeArray<T> Input { get; }

    internal NativeArray<T> Output { get; }

    /// <inheritdoc/>
    internal override void Run()
    {
        if (_plans.Length == 1)
        {
            _plans[0].Execute();
        }
        else
        {
            WorkSplit.Run(_plans.Length, 1, long.MaxValue, _plans.Length, _plans, Execute);
        }
    }

    /// <summary>Plans a batch: with one thread, with FFTW's threads, and in as many plans as threads, and keeps what
    /// is fastest. Small transforms are slower with threads.</summary>
    /// <param name="library">FFTW in T's precision.</param>
    /// <param name="kind">Complex or real input.</param>
    /// <param name="rows">How many transforms.</param>
    /// <param name="length">The points of each.</param>
    /// <param name="channelsLast">Whether the array is (length, rows) and not (rows, length).</param>
    /// <param name="threads">The most threads to use.</param>
    /// <param name="seed">Where the input comes from.</param>
    internal static unsafe FftwTransform<T> Prepare(
        FftwLibrary library, FftwKind kind, int rows, int length, bool channelsLast, int threads, ulong seed)
    {
        int inputWidth = kind == FftwKind.Complex ? 2 : 1;
        int bins = kind == FftwKind.Complex ? length : (length / 2) + 1;
        NativeArray<T> input = new(checked(rows * length * inputWidth), 0);
        NativeArray<T> output = new(checked(rows * bins * 2), 1);
        int step = channelsLast ? rows : 1, inputDistance = channelsLast ? 1 : length;
        int outputDistance = channelsLast ? 1 : bins;

        FftwPlan Plan(int first, int end, int ownThreads) => library.Plan(
            kind,
            new FftwLayout(length, end - first, step, inputDistance, outputDistance),
            input.Pointer + ((long)first * inputDistance * inputWidth),
            output.Pointer + ((long)first * outputDistance * 2),
            ownThreads);

        List<RivalJob> forms = [new FftwTransform<T>(input, output, [Plan(0, rows, 1)])];
        if (threads > 1 && library.HasThreads)
        {
            forms.Add(new FftwTransform<T>(input, output, [Plan(0, rows, threads)]));
        }

        if (threads > 1 && rows >= threads)
        {
            FftwPlan[] parts = [.. Enumerable.Range(0, threads).Select(i =>
                Plan((int)((long)rows * i / threads), (int)((long)rows * (i + 1) / threads), 1))];
            forms.Add(new FftwTransform<T>(input, output, parts));
        }

        input.Fill(seed, 0);
        return (FftwTransform<T>)Fastest(forms);
    }

    private static void Execute(FftwPlan[] plans, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            plans[i].Execute();
        }
    }
}
