namespace Ssm.Kernels.Gpu;

/// <summary>Complex lines (outer, points, inner).</summary>
internal readonly struct PlanesSource<T>(ComplexPlanes<T> planes, int points, int inner) : IFftSource<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ComplexPlanes<T> _planes = planes;
    private readonly int _points = points;
    private readonly int _inner = inner;

    public FftLine Line(int line) => new((line / _inner * _inner * _points) + (line % _inner), -1);

    public ComplexNumber<T> Read(FftLine line, int k) => _planes[line.First + (k * _inner)];
}
