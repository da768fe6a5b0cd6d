using System.Buffers;
using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>
/// Chunks of time that begin with zero, each a piece; then the true state at each chunk's end, by a scan over the ends;
/// then to the outputs of each chunk what the state before it adds, Re (2 c a^(q+1) s): the form of the convolution
/// literature's "chunkwise" and of structured state space duality, with a diagonal a.
/// </summary>
/// <remarks>Dao and Gu, "Transformers are SSMs", 2024, arXiv:2405.21060, section 6.</remarks>
internal sealed class CrossoverChunked<T> : CrossoverCase<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Steps = 32;

    private readonly CrossoverBlock<T>[] _blocks;
    private readonly int _chunks;

    // For each block: a^Steps, the weights 2 conj(c a^(q+1)) of each step q, and the states at the chunks' ends.
    private readonly (T[] Re, T[] Im)[] _jumps;
    private readonly (T[] Re, T[] Im)[] _weights;
    private readonly (T[] Re, T[] Im)[] _ends;

    internal CrossoverChunked(BenchRequest request)
        : base(request)
    {
        _blocks = Blocks();
        _chunks = (Length + Steps - 1) / Steps;
        _jumps = Planes(1);
        _weights = Planes(Steps);
        _ends = Planes(_chunks);
        for (int i = 0; i < _blocks.Length; i++)
        {
            Model.Factors(i, Steps, new Planar<T>(_jumps[i].Re, _jumps[i].Im));
            for (int q = 0; q < Steps; q++)
            {
                Planar<T> all = new(_weights[i].Re, _weights[i].Im);
                Model.Weights(i, q + 1, all.Slice(q * _blocks[i].States, _blocks[i].States));
            }
        }
    }

    internal override void Run()
    {
        WorkSplit.Run(_chunks * _blocks.Length, 1, (long)Operations, Threads, this, FromZero);
        WorkSplit.Run(_blocks.Length, 1, 8L * _chunks * Channels * Model.Modes, Threads, this, JoinEnds);
        WorkSplit.Run((_chunks - 1) * _blocks.Length, 1, (long)Operations / 2, Threads, this, Correct);
    }

    private static void FromZero(CrossoverChunked<T> work, int first, int last)
    {
        for (int i = first; i < last; i++)
        {
            int chunk = i / work._blocks.Length, b = i % work._blocks.Length;
            CrossoverBlock<T> block = work._blocks[b];
            int start = chunk * Steps, steps = Math.Min(Steps, work.Length - start), rows = steps * block.States;
            T[] scratch = ArrayPool<T>.Shared.Rent(2 * rows);
            Planar<T> x = new(scratch.AsSpan(0, rows), scratch.AsSpan(rows, rows));
            block.Expand(work.Inputs, start, steps, x);
            DiagonalScan.Scan(block.Factors, x, default, x, new(1, steps, block.States), ScanForm.Invariant);
            block.Contract(x, start, steps, work.Outputs);
            x.Re[^block.States..].CopyTo(work._ends[b].Re.AsSpan(chunk * block.States));
            x.Im[^block.States..].CopyTo(work._ends[b].Im.AsSpan(chunk * block.States));
            ArrayPool<T>.Shared.Return(scratch);
        }
    }

    // Nobody reads the last end, so it does not matter that its chunk may be shorter.
    private static void JoinEnds(CrossoverChunked<T> work, int first, int last)
    {
        for (int b = first; b < last; b++)
        {
            Planar<T> ends = new(work._ends[b].Re, work._ends[b].Im);
            ReadOnlyPlanar<T> jump = new(work._jumps[b].Re, work._jumps[b].Im);
            DiagonalScan.Scan(
                jump, ends, default, ends, new(1, work._chunks, work._blocks[b].States), ScanForm.Invariant);
        }
    }

    // Piece i corrects chunk i / blocks + 1: nothing comes before the first.
    private static void Correct(CrossoverChunked<T> work, int first, int last)
    {
        for (int i = first; i < last; i++)
        {
            int before = i / work._blocks.Length, b = i % work._blocks.Length;
            CrossoverBlock<T> block = work._blocks[b];
            (T[] wRe, T[] wIm) = work._weights[b];
            ReadOnlyPlanar<T> state = new(
                work._ends[b].Re.AsSpan(before * block.States, block.States),
                work._ends[b].Im.AsSpan(before * block.States, block.States));
            int start = (before + 1) * Steps, steps = Math.Min(Steps, work.Length - start);
            for (int q = 0; q < steps; q++)
            {
                CrossoverBlock<T>.AddProducts(
                    work.Outputs.AsSpan(((start + q) * block.Stride) + block.First, block.Channels),
                    wRe.AsSpan(q * block.States, block.States),
                    wIm.AsSpan(q * block.States, block.States),
                    state);
            }
        }
    }

    private (T[] Re, T[] Im)[] Planes(int rows) =>
        [.. _blocks.Select(b => (new T[rows * b.States], new T[rows * b.States]))];
}
