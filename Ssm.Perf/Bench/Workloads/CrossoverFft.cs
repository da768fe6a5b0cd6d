using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>The convolution with the impulse response, by Fourier transforms, that of the response included.</summary>
internal sealed class CrossoverFft<T> : CrossoverCase<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] _response;
    private readonly FftConvolution<T> _plan;

    internal CrossoverFft(BenchRequest request)
        : base(request)
    {
        _response = Response();
        _plan = new FftConvolution<T>(Length, Length);
    }

    internal override void Run() => _plan.Forward(Inputs, _response, Outputs, 1, Channels, Threads);
}
