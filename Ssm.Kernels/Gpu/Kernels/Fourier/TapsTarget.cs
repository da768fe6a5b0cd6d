using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The gradients of the filters, from the correlation on a circle: see <see cref="TapsSource{T}"/>.</summary>
internal readonly struct TapsTarget<T>(
    ArrayView<T> past, ArrayView<T> future, int taps, int points, int channels, int start, T scale) : IFftTarget<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ArrayView<T> _past = past;
    private readonly ArrayView<T> _future = future;
    private readonly int _taps = taps;
    private readonly int _points = points;
    private readonly int _channels = channels;
    private readonly int _start = start;
    private readonly T _scale = scale;

    public FftLine Line(int line) => new(_start + line, -1);

    public void Write(FftLine line, int k, ComplexNumber<T> value)
    {
        if (k < _taps)
        {
            _past[line.First + (k * _channels)] = _scale * value.Re;
        }

        int ahead = k == 0 ? 0 : _points - k;
        if (_future.IntLength != 0 & ahead < _taps)
        {
            _future[line.First + (ahead * _channels)] = _scale * value.Re;
        }
    }
}
