using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Adam and AdamW, one pass in place: for each float, 16 bytes read and 12 written.</summary>
/// <remarks>The operations of <see cref="AdamWKernel"/> in its order.</remarks>
internal static class AdamKernels
{
    /// <summary>One step; of the decay's two forms one coefficient is neutral.</summary>
    internal static void Step<T>(
        ArrayView<T> p, ArrayView<T> g, ArrayView<T> m, ArrayView<T> v, AdamCoefficients<T> by, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            T pi = p[i], gi = g[i] + (by.Penalty * pi), mi = m[i];
            mi += by.NewMean * (gi - mi);
            T vi = (by.OldSquare * v[i]) + (by.NewSquare * gi * gi);
            m[i] = mi;
            v[i] = vi;
            p[i] = (by.Keep * pi) + (by.MinusStep * mi / ((T.Sqrt(vi) / by.RootCorrection) + by.Epsilon));
        }
    }

    /// <summary>One step that divides by the greatest second moment so far.</summary>
    internal static void AmsGradStep<T>(
        ArrayView<T> p, ArrayView<T> g, ArrayView<T> m, ArrayView<T> v, ArrayView<T> most, AdamCoefficients<T> by,
        int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            T gi = g[i], mi = m[i];
            mi += by.NewMean * (gi - mi);
            T vi = (by.OldSquare * v[i]) + (by.NewSquare * gi * gi), greatest = T.Max(most[i], vi);
            m[i] = mi;
            v[i] = vi;
            most[i] = greatest;
            T kept = by.Keep * p[i];
            p[i] = kept + (by.MinusStep * mi / ((T.Sqrt(greatest) / by.RootCorrection) + by.Epsilon));
        }
    }
}
