namespace Ssm.Kernels.Gpu;

/// <summary>The roots by which a long transform turns its points between two steps, as products of two.</summary>
internal sealed class FftTurns<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal FftTurns(GpuBackend<T> backend, int points)
    {
        const int Fine = 1 << FftTableViews<T>.FineBits;
        FineRoots = backend.Table(FftRoots.Of<T>(Fine, 1, points));
        CoarseRoots = backend.Table(FftRoots.Of<T>((points / Fine) + 1, Fine, points));
    }

    internal GpuBuffer<ComplexNumber<T>> FineRoots { get; }

    internal GpuBuffer<ComplexNumber<T>> CoarseRoots { get; }
}
