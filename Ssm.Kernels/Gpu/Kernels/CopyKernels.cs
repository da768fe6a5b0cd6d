using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Copies within a device.</summary>
internal static class CopyKernels
{
    internal static void Copy<T>(ArrayView<T> from, ArrayView<T> to, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            to[i] = from[i];
        }
    }
}
