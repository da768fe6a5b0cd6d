namespace Ssm.Kernels;

/// <summary>A transform of one block of lanes of real signals, from rows of memory to rows of memory.</summary>
internal abstract unsafe class RealLaneTransform<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>From the rows of a signal to the rows of its bins 0 … n/2.</summary>
    internal abstract void Forward(T* x, T* re, T* im, nint stride, int width);

    /// <summary>From the rows of the bins 0 … n/2 to the rows of the signal, with 1/n.</summary>
    internal abstract void Inverse(T* re, T* im, T* x, nint stride, int width);
}
