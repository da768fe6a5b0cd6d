using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Complex lines (outer, points, inner), to which a factor is applied.</summary>
internal readonly struct PlanesTarget<T>(ComplexPlanes<T> planes, int points, int inner, T scale) : IFftTarget<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ArrayView<T> _re = planes.Re;
    private readonly ArrayView<T> _im = planes.Im;
    private readonly int _points = points;
    private readonly int _inner = inner;
    private readonly T _scale = scale;

    public FftLine Line(int line) => new((line / _inner * _inner * _points) + (line % _inner), -1);

    public void Write(FftLine line, int k, ComplexNumber<T> value)
    {
        int at = line.First + (k * _inner);
        _re[at] = _scale * value.Re;
        _im[at] = _scale * value.Im;
    }
}
