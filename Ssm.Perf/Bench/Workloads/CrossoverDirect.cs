using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>The convolution with the impulse response, by its definition.</summary>
internal sealed class CrossoverDirect<T> : CrossoverCase<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] _response;

    internal CrossoverDirect(BenchRequest request)
        : base(request) => _response = Response();

    internal override void Run() =>
        DirectConvolution.Forward<T>(Inputs, _response, Outputs, 1, Length, Length, Channels, Threads);
}
