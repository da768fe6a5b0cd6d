using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The filters (taps, channels) of a convolution on a circle: those of the past from its start on, those of
/// the future backwards from there. The current sample is in both.</summary>
internal readonly struct TapsSource<T>(
    ArrayView<T> past, ArrayView<T> future, int taps, int points, int channels, int start) : IFftSource<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ArrayView<T> _past = past;
    private readonly ArrayView<T> _future = future;
    private readonly int _taps = taps;
    private readonly int _points = points;
    private readonly int _channels = channels;
    private readonly int _start = start;

    public FftLine Line(int line) => new(_start + line, -1);

    public ComplexNumber<T> Read(FftLine line, int k)
    {
        T sum = k < _taps ? _past[line.First + (k * _channels)] : T.Zero;
        int ahead = k == 0 ? 0 : _points - k;
        if (_future.IntLength != 0 & ahead < _taps)
        {
            sum += _future[line.First + (ahead * _channels)];
        }

        return new(sum, T.Zero);
    }
}
