using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>One value everywhere.</summary>
internal static class FillKernels
{
    internal static void Fill<T>(ArrayView<T> view, T value, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            view[i] = value;
        }
    }
}
