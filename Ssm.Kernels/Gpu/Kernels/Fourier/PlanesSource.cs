using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Complex lines (outer, points, inner).</summary>
internal readonly struct PlanesSource<T>(ComplexPlanes<T> planes, int points, int inner) : IFftSource<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ArrayView<T> _re = planes.Re;
    private readonly ArrayView<T> _im = planes.Im;
    private readonly int _points = points;
    private readonly int _inner = inner;

    public FftLine Line(int line) => new((line / _inner * _inner * _points) + (line % _inner), -1);

    public ComplexNumber<T> Read(FftLine line, int k)
    {
        int at = line.First + (k * _inner);
        return new(_re[at], _im[at]);
    }
}
