namespace Ssm.Kernels.Gpu;

/// <summary>The tables of Bluestein's form of a transform: see <see cref="Bluestein{T}"/>.</summary>
internal sealed class FftChirp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal FftChirp(GpuBackend<T> backend, int length)
    {
        Points = FftSize.GoodSize(checked((2 * length) - 1));
        ComplexNumber<T>[] chirp = new ComplexNumber<T>[length];
        double[] re = new double[Points], im = new double[Points];
        for (int j = 0; j < length; j++)
        {
            (double cos, double sin) = Twiddle.Root((long)j * j % (2L * length), 2L * length);
            chirp[j] = new(T.CreateTruncating(cos), T.CreateTruncating(sin));
            int mirror = j == 0 ? 0 : Points - j;
            (re[j], re[mirror]) = (cos / Points, cos / Points);
            (im[j], im[mirror]) = (-sin / Points, -sin / Points);
        }

        double[] spectrumRe = new double[Points], spectrumIm = new double[Points];
        new RowFftPlan<double>(Points).Forward(
            new ReadOnlyPlanar<double>(re, im), new Planar<double>(spectrumRe, spectrumIm), 1);
        ComplexNumber<T>[] filter = new ComplexNumber<T>[Points];
        for (int k = 0; k < Points; k++)
        {
            filter[k] = new(T.CreateTruncating(spectrumRe[k]), T.CreateTruncating(spectrumIm[k]));
        }

        Chirp = backend.Table(chirp);
        Filter = backend.Table(filter);
    }

    /// <summary>The points of the convolution.</summary>
    internal int Points { get; }

    /// <summary>e^(−iπ·j²/n).</summary>
    internal GpuBuffer<ComplexNumber<T>> Chirp { get; }

    /// <summary>The spectrum of its conjugate, with the inverse transform's factor.</summary>
    internal GpuBuffer<ComplexNumber<T>> Filter { get; }
}
