using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>The parallel scan, which wants a factor for each step.</summary>
internal sealed class CrossoverBlelloch<T> : CrossoverCase<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] _repeated;

    internal CrossoverBlelloch(BenchRequest request)
        : base(request)
    {
        _repeated = new T[Inputs.Length];
        for (int i = 0; i < _repeated.Length; i += Channels)
        {
            Factors.CopyTo(_repeated, i);
        }
    }

    internal override void Run() => BlellochScan.Forward<T>(_repeated, Inputs, default, Outputs, Shape, Threads);
}
