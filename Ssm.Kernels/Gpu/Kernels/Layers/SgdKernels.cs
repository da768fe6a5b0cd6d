using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Gradient descent, one pass in place.</summary>
/// <remarks>The operations of <see cref="SgdKernel"/> in its order.</remarks>
internal static class SgdKernels
{
    /// <summary>p −= rate·(g + decay·p).</summary>
    internal static void Plain<T>(ArrayView<T> p, ArrayView<T> g, T minusRate, T decay, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            T pi = p[i];
            p[i] = pi + (minusRate * (g[i] + (decay * pi)));
        }
    }

    /// <summary>b = momentum·b + g + decay·p, p −= rate·b.</summary>
    internal static void Momentum<T>(
        ArrayView<T> p, ArrayView<T> g, ArrayView<T> b, T minusRate, T momentum, T decay, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            T pi = p[i], bi = (momentum * b[i]) + (g[i] + (decay * pi));
            b[i] = bi;
            p[i] = pi + (minusRate * bi);
        }
    }

    /// <summary>The same, with p −= rate·(g + decay·p + momentum·b).</summary>
    internal static void Nesterov<T>(
        ArrayView<T> p, ArrayView<T> g, ArrayView<T> b, T minusRate, T momentum, T decay, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            T pi = p[i], gi = g[i] + (decay * pi), bi = (momentum * b[i]) + gi;
            b[i] = bi;
            p[i] = pi + (minusRate * (gi + (momentum * bi)));
        }
    }
}
