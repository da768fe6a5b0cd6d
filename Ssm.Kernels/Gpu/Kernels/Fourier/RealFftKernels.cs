namespace Ssm.Kernels.Gpu;

/// <summary>Transforms of real lines, two of which shared a complex one.</summary>
internal static class RealFftKernels
{
    /// <summary>
    /// The half spectra of pairs of lines, X[k] = (Z[k] + conj Z[n − k])/2 and X'[k] = −i (Z[k] − conj Z[n − k])/2,
    /// from Z, (outer, n, inner); reads and writes each once.
    /// </summary>
    internal static void Split<T>(
        ComplexPlanes<T> z, ComplexPlanes<T> bins, PairLayout layout, int points, int inner, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T half = VectorMath.Number<T>(0.5);
        int some = (points / 2) + 1;
        for (int i = GridStride.Start; i < count; i += GridStride.Step)
        {
            int lane = i % inner;
            int k = i / inner % some;
            int outer = i / inner / some;
            FftLine line = layout.Line((outer * inner) + lane);
            int start = (outer * points * inner) + lane;
            ComplexNumber<T> a = z[start + (k * inner)];
            ComplexNumber<T> b = z[start + (k == 0 ? 0 : (points - k) * inner)].Conjugate;
            bins[line.First + (k * layout.Step)] = half * (a + b);
            if (line.Second >= 0)
            {
                bins[line.Second + (k * layout.Step)] = half * FftButterflies.Back(a - b);
            }
        }
    }
}
