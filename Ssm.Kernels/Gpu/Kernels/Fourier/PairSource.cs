using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Pairs of real lines, and zeros behind them.</summary>
internal readonly struct PairSource<T>(ArrayView<T> x, PairLayout layout) : IFftSource<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ArrayView<T> _x = x;
    private readonly PairLayout _layout = layout;

    public FftLine Line(int line) => _layout.Line(line);

    public ComplexNumber<T> Read(FftLine line, int k)
    {
        if (k >= _layout.Points)
        {
            return default;
        }

        int at = k * _layout.Step;
        return new(_x[line.First + at], line.Second >= 0 ? _x[line.Second + at] : T.Zero);
    }
}
