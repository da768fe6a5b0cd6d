namespace Ssm.Kernels;

/// <summary>Where rows come from, where they go, and what their transform is multiplied by.</summary>
/// <remarks>A pitch is the number of elements from a row to the next.</remarks>
internal readonly unsafe struct RowJob<T>(
    T* xRe, T* xIm, nint xPitch, T* yRe, T* yIm, nint yPitch, T scale, nint ahead = 0)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal readonly T* XRe = xRe;
    internal readonly T* XIm = xIm;
    internal readonly nint XPitch = xPitch;
    internal readonly T* YRe = yRe;
    internal readonly T* YIm = yIm;
    internal readonly nint YPitch = yPitch;
    internal readonly T Scale = scale;

    /// <summary>How far after a row is the one that is read next; 0 for the last.</summary>
    internal readonly nint Ahead = ahead;
}
