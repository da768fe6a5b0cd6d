using System.Numerics;
using System.Runtime.InteropServices;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>
/// Each chunk of time from zero, as if it were a sequence of its own; then the true state at each chunk's end, by a
/// scan over the ends; then to each chunk what the state before it adds, a^(q+1) ⊙ s.
/// </summary>
internal sealed class CrossoverChunked<T> : CrossoverCase<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A chunk of 64 channels is half of a common first cache.</summary>
    private const int Steps = 64;

    private readonly int _whole;
    private readonly T[] _powers;
    private readonly T[] _ends;

    internal CrossoverChunked(BenchRequest request)
        : base(request)
    {
        _whole = Length / Steps;
        _powers = new T[Steps * Channels];
        _ends = new T[_whole * Channels];
        for (int i = 0; i < _powers.Length; i++)
        {
            double a = double.CreateTruncating(Factors[i % Channels]);
            _powers[i] = T.CreateTruncating(Math.Pow(a, (i / Channels) + 1));
        }
    }

    internal override void Run()
    {
        int chunk = Steps * Channels, whole = _whole * chunk;
        DiagonalScan.ForwardInvariant<T>(
            Factors, Inputs.AsSpan(0, whole), default, Outputs.AsSpan(0, whole), new(_whole, Steps, Channels), Threads);
        DiagonalScan.ForwardInvariant<T>(
            Factors, Inputs.AsSpan(whole), default, Outputs.AsSpan(whole), new(1, Length - (_whole * Steps), Channels));
        for (int c = 0; c < _whole; c++)
        {
            Outputs.AsSpan(((c + 1) * chunk) - Channels, Channels).CopyTo(_ends.AsSpan(c * Channels));
        }

        DiagonalScan.ForwardInvariant<T>(
            _powers.AsSpan(chunk - Channels), _ends, default, _ends, new(1, _whole, Channels));
        int chunks = (Length + Steps - 1) / Steps;
        WorkSplit.Run(Math.Max(0, chunks - 1), 1, 2L * Outputs.Length, Threads, this, Correct);
    }

    // Piece i is chunk i + 1: nothing comes before the first.
    private static void Correct(CrossoverChunked<T> work, int start, int end)
    {
        int channels = work.Channels, chunk = Steps * channels;
        for (int i = start; i < end; i++)
        {
            Span<T> y = work.Outputs.AsSpan((i + 1) * chunk);
            y = y[..Math.Min(y.Length, chunk)];
            ReadOnlySpan<T> state = work._ends.AsSpan(i * channels, channels);
            for (int row = 0; row < y.Length; row += channels)
            {
                AddProduct(y.Slice(row, channels), work._powers.AsSpan(row, channels), state);
            }
        }
    }

    // y = y + p ⊙ s.
    private static void AddProduct(Span<T> y, ReadOnlySpan<T> p, ReadOnlySpan<T> s)
    {
        Span<Vector<T>> yv = MemoryMarshal.Cast<T, Vector<T>>(y);
        ReadOnlySpan<Vector<T>> pv = MemoryMarshal.Cast<T, Vector<T>>(p), sv = MemoryMarshal.Cast<T, Vector<T>>(s);
        for (int v = 0; v < yv.Length && v < pv.Length && v < sv.Length; v++)
        {
            yv[v] += pv[v] * sv[v];
        }

        for (int i = yv.Length * Vector<T>.Count; i < y.Length; i++)
        {
            y[i] += p[i] * s[i];
        }
    }
}
