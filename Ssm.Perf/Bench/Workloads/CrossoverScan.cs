using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>
/// A scan that is given inputs and gives states, and the two products around it, some steps at a time so that the
/// states stay within a large cache.
/// </summary>
internal abstract class CrossoverScan<T> : CrossoverCase<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Steps = 512;

    private readonly CrossoverBlock<T>[] _blocks;
    private readonly T[] _re;
    private readonly T[] _im;
    private readonly T[] _stateRe;
    private readonly T[] _stateIm;

    private protected CrossoverScan(BenchRequest request)
        : base(request)
    {
        _blocks = [.. Enumerable.Range(0, Model.Blocks).Select(b => new CrossoverBlock<T>(Model, b))];
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
                Scan(block.Factors, x, state, new(1, steps, block.States));
                block.Contract(x, t, steps, Outputs);
                x.Re[^block.States..].CopyTo(state.Re);
                x.Im[^block.States..].CopyTo(state.Im);
            }
        }
    }

    /// <summary>x[t] = a ⊙ x[t−1] + x[t], in place.</summary>
    private protected abstract void Scan(ReadOnlyPlanar<T> a, Planar<T> x, Planar<T> state, ScanShape shape);
}
