using System.Buffers;
using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>Step by step, some steps at a time so that the states stay in cache; a block of channels is a piece.
/// </summary>
internal sealed class CrossoverLoop<T> : CrossoverCase<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Steps = 16;

    private readonly CrossoverBlock<T>[] _blocks;

    internal CrossoverLoop(BenchRequest request)
        : base(request) => _blocks = Blocks();

    internal override void Run() =>
        WorkSplit.Run(_blocks.Length, 1, (long)Operations, Threads, this, Piece);

    private static void Piece(CrossoverLoop<T> work, int first, int last)
    {
        for (int i = first; i < last; i++)
        {
            CrossoverBlock<T> block = work._blocks[i];
            int states = block.States, rows = Steps * states;
            T[] scratch = ArrayPool<T>.Shared.Rent((4 * rows) + (2 * states));
            Planar<T> b = new(scratch.AsSpan(0, rows), scratch.AsSpan(rows, rows));
            Planar<T> x = new(scratch.AsSpan(2 * rows, rows), scratch.AsSpan(3 * rows, rows));
            Planar<T> state = new(scratch.AsSpan(4 * rows, states), scratch.AsSpan((4 * rows) + states, states));
            state.Re.Clear();
            state.Im.Clear();
            for (int t = 0; t < work.Length; t += Steps)
            {
                int steps = Math.Min(Steps, work.Length - t);
                block.Expand(work.Inputs, t, steps, b);
                DiagonalScan.Scan(
                    block.Factors,
                    b.Slice(0, steps * states),
                    state,
                    x.Slice(0, steps * states),
                    new(1, steps, states),
                    ScanForm.Invariant);
                block.Contract(x, t, steps, work.Outputs);
                x.Re.Slice((steps - 1) * states, states).CopyTo(state.Re);
                x.Im.Slice((steps - 1) * states, states).CopyTo(state.Im);
            }

            ArrayPool<T>.Shared.Return(scratch);
        }
    }
}
