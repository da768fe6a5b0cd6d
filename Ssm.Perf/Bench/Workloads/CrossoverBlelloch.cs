using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>The parallel scan, some steps at a time so that its states stay within a large cache.</summary>
internal sealed class CrossoverBlelloch<T> : CrossoverCase<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Steps = 512;

    private readonly CrossoverBlock<T>[] _blocks;
    private readonly T[] _re;
    private readonly T[] _im;
    private readonly T[] _stateRe;
    private readonly T[] _stateIm;

    internal CrossoverBlelloch(BenchRequest request)
        : base(request)
    {
        _blocks = Blocks();
        int steps = Math.Min(Steps, Length), largest = _blocks[0].States;
        (_re, _im) = (new T[steps * largest], new T[steps * largest]);
        (_stateRe, _stateIm) = (new T[largest], new T[largest]);
    }

    internal override void Run()
    {
        foreach (CrossoverBlock<T> block in _blocks)
        {
            Planar<T> state = new(_stateRe.AsSpan(0, block.States), _stateIm.AsSpan(0, block.States));
            state.Re.Clear();
            state.Im.Clear();
            for (int t = 0; t < Length; t += Steps)
            {
                int steps = Math.Min(Steps, Length - t), rows = steps * block.States;
                Planar<T> x = new(_re.AsSpan(0, rows), _im.AsSpan(0, rows));
                block.Expand(Inputs, t, steps, x);
                BlellochScan.Scan(
                    block.Factors, x, state, x, new(1, steps, block.States), ScanForm.Invariant, threads: Threads);
                block.Contract(x, t, steps, Outputs);
                x.Re[^block.States..].CopyTo(state.Re);
                x.Im[^block.States..].CopyTo(state.Im);
            }
        }
    }
}
