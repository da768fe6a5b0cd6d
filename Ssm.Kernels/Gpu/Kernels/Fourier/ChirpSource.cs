using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The points of another source times a chirp, and zeros behind them: the first half of Bluestein's form.
/// </summary>
internal readonly struct ChirpSource<T, TSource>(TSource source, ArrayView<ComplexNumber<T>> chirp) : IFftSource<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TSource : struct, IFftSource<T>
{
    private readonly TSource _source = source;
    private readonly ArrayView<ComplexNumber<T>> _chirp = chirp;

    // So that no other struct has the same numbers, nested otherwise: see FftFour.
    internal readonly short Kind = 0;

    public FftLine Line(int line) => _source.Line(line);

    public ComplexNumber<T> Read(FftLine line, int k) =>
        k < _chirp.IntLength ? _source.Read(line, k) * _chirp[k] : default;
}
