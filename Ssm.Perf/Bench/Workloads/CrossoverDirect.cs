using System.Numerics;
using System.Runtime.CompilerServices;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>The convolution with the impulse response, by its definition.</summary>
internal sealed class CrossoverDirect<T> : CrossoverCase<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] _response;

    internal CrossoverDirect(BenchRequest request)
        : base(request) => _response = Response();

    internal override double Bytes =>
        3.0 * Inputs.Length * Unsafe.SizeOf<T>();

    /// <summary>A multiplication and an addition for each pair of a step and one not after it.</summary>
    internal override double Operations => (double)Length * (Length + 1) * Channels;

    internal override void Run() =>
        DirectConvolution.Forward<T>(Inputs, _response, Outputs, 1, Length, Length, Channels, Threads);
}
