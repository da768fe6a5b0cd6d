namespace Ssm.Kernels.Gpu;

/// <summary>The points of another source with real and imaginary part exchanged, for an inverse transform.</summary>
internal readonly struct SwappedSource<T, TSource>(TSource source) : IFftSource<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TSource : struct, IFftSource<T>
{
    private readonly TSource _source = source;

    public FftLine Line(int line) => _source.Line(line);

    public ComplexNumber<T> Read(FftLine line, int k) => FftButterflies.Swapped(_source.Read(line, k));
}
