using System.Numerics;
using System.Runtime.CompilerServices;
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

    internal override double Bytes => 3.0 * Inputs.Length * Unsafe.SizeOf<T>();

    /// <summary>Three real transforms of 5/2 n log n each, and n/2 complex products.</summary>
    internal override double Operations
    {
        get
        {
            double n = _plan.Points;
            return Channels * ((7.5 * n * Math.Log2(n)) + (3 * n));
        }
    }

    internal override void Run() => _plan.Forward(Inputs, _response, Outputs, 1, Channels, Threads);
}
