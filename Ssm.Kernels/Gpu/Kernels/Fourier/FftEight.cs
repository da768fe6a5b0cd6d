namespace Ssm.Kernels.Gpu;

/// <summary>Eight points in registers, in two halves.</summary>
internal readonly struct FftEight<T>(FftFour<T> low, FftFour<T> high)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal readonly FftFour<T> Low = low;
    internal readonly FftFour<T> High = high;
}
