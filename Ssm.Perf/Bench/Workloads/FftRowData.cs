using System.Diagnostics;
using System.Numerics;
using MathNet.Numerics;
using MathNet.Numerics.IntegralTransforms;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>The inputs of the transforms along rows, MathNet's way to do them, the definition on some bins.</summary>
internal sealed class FftRowData<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int CheckedBins = 8;

    private readonly bool _real;

    internal FftRowData(BenchRequest request, bool real)
    {
        _real = real;
        Rows = request.Size[0];
        Points = request.Size[1];
        Threads = request.Threads;
        Re = new T[Rows * Points];
        Im = new T[real ? 0 : Rows * Points];
        RandomSource source = new(request.Seed);
        Fill(Re, source);
        Fill(Im, source);
    }

    internal int Rows { get; }

    internal int Points { get; }

    internal int Threads { get; }

    internal T[] Re { get; }

    internal T[] Im { get; }

    /// <summary>The time of MathNet, whose symmetric scaling keeps the data of one size however often it is done.
    /// </summary>
    internal double MathNet(int times)
    {
        Control.MaxDegreeOfParallelism = Threads;
        if (_real)
        {
            return typeof(T) == typeof(float)
                ? Time(times, Real<float>(), (row, n) => Fourier.ForwardReal(row, n))
                : Time(times, Real<double>(), (row, n) => Fourier.ForwardReal(row, n));
        }

        return typeof(T) == typeof(float)
            ? Time(times, Complexes((a, b) => new Complex32((float)a, (float)b)), (row, _) => Fourier.Forward(row))
            : Time(times, Complexes((a, b) => new Complex(a, b)), (row, _) => Fourier.Forward(row));
    }

    /// <summary>The largest difference from the definition in double, relative to the largest of the bins looked at.
    /// </summary>
    internal double Error(T[] re, T[] im, int bins)
    {
        double error = 0, largest = 0;
        foreach (int row in (int[])[0, Rows - 1])
        {
            for (int i = 0; i < CheckedBins; i++)
            {
                int k = (int)((long)i * (bins - 1) / (CheckedBins - 1));
                Complex expected = Bin(row, k);
                Complex actual =
                    new(double.CreateChecked(re[(row * bins) + k]), double.CreateChecked(im[(row * bins) + k]));
                error = Math.Max(error, (actual - expected).Magnitude);
                largest = Math.Max(largest, expected.Magnitude);
            }
        }

        return error / largest;
    }

    private static void Fill(T[] values, RandomSource source)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = T.CreateTruncating((2 * source.NextDouble()) - 1);
        }
    }

    private double Time<TNumber>(int times, TNumber[][] rows, Action<TNumber[], int> transform)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < times; i++)
        {
            foreach (TNumber[] row in rows)
            {
                transform(row, Points);
            }
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    // Two more numbers than points: where MathNet puts the last bin.
    private TNumber[][] Real<TNumber>()
        where TNumber : INumber<TNumber> =>
        [.. Enumerable.Range(0, Rows).Select(row => (TNumber[])
            [.. Enumerable.Range(row * Points, Points).Select(i => TNumber.CreateTruncating(Re[i])),
                TNumber.Zero, TNumber.Zero])];

    private TNumber[][] Complexes<TNumber>(Func<double, double, TNumber> make) =>
        [.. Enumerable.Range(0, Rows).Select(row => (TNumber[])
            [.. Enumerable.Range(row * Points, Points)
                .Select(i => make(double.CreateChecked(Re[i]), double.CreateChecked(Im[i])))])];

    private Complex Bin(int row, int k)
    {
        Complex sum = 0;
        for (int j = 0; j < Points; j++)
        {
            (double sin, double cos) = Math.SinCos(-2 * Math.PI * ((long)j * k % Points) / Points);
            int at = (row * Points) + j;
            sum += new Complex(cos, sin) * new Complex(
                double.CreateChecked(Re[at]), _real ? 0 : double.CreateChecked(Im[at]));
        }

        return sum;
    }
}
