namespace Ssm.Kernels.Gpu;

/// <summary>The sums over a batch in a correlation by transforms.</summary>
internal static class CorrelationKernels
{
    /// <summary>Σ g conj u over the pairs of sequences, from first to last; reads each once.</summary>
    internal static void Sum<T>(ComplexPlanes<T> u, ComplexPlanes<T> g, ComplexPlanes<T> sum, int pairs, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < count; i += GridStride.Step)
        {
            T re = T.Zero, im = T.Zero;
            for (int pair = 0; pair < pairs; pair++)
            {
                int at = (pair * count) + i;
                ComplexNumber<T> a = u[at], b = g[at];
                re = re + (b.Re * a.Re) + (b.Im * a.Im);
                im = im + (b.Im * a.Re) - (b.Re * a.Im);
            }

            sum[i] = new(re, im);
        }
    }
}
