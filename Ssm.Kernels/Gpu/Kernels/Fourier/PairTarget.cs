using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Pairs of real lines, which get their first points times a factor.</summary>
internal readonly struct PairTarget<T>(ArrayView<T> y, PairLayout layout, T scale) : IFftTarget<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ArrayView<T> _y = y;
    private readonly PairLayout _layout = layout;
    private readonly T _scale = scale;

    public FftLine Line(int line) => _layout.Line(line);

    public void Write(FftLine line, int k, ComplexNumber<T> value)
    {
        if (k >= _layout.Points)
        {
            return;
        }

        int at = k * _layout.Step;
        _y[line.First + at] = _scale * value.Re;
        if (line.Second >= 0)
        {
            _y[line.Second + at] = _scale * value.Im;
        }
    }
}
