namespace Ssm.Kernels.Gpu;

/// <summary>Where a line of points starts; a second line that shares the transform has a start too, or −1.</summary>
internal readonly struct FftLine(int first, int second)
{
    internal readonly int First = first;
    internal readonly int Second = second;
}
