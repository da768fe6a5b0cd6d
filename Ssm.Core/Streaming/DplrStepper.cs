using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Implementation;

namespace Ssm.Core.Streaming;

/// <summary>One diagonal-plus-low-rank recurrence for each channel: x ← ā x + b̄ u − Σ_r g_r (f_r x), y = C x + D u.
/// </summary>
/// <remarks>All constants are rounded from double once. States as a layer's: real parts, then imaginary, (H, N).
/// </remarks>
internal sealed class DplrStepper<T> : Stepper<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _channels;
    private readonly int _modes;
    private readonly int _rank;
    private readonly int _outputs;
    private readonly T[] _aRe;          // (H, N)
    private readonly T[] _aIm;          // (H, N)
    private readonly T[] _b;            // (H, 2N)
    private readonly T[] _f;            // (H, R, 2N)
    private readonly T[] _g;            // (H, R, 2N)
    private readonly T[] _c;            // (H, M, 2N)
    private readonly T[] _d;            // (M, H)
    private readonly T[] _input;
    private readonly T[] _through;

    /// <param name="system">The discrete system.</param>
    /// <param name="b">B̄, real, (H, 2N, 1).</param>
    /// <param name="c">C, complex, (M, H, N).</param>
    /// <param name="d">D, (M, H).</param>
    internal DplrStepper(DplrSystem<double> system, Variable<double> b, Variable<double> c, T[] d)
    {
        (_outputs, _channels, _modes) = (c.Shape[0], c.Shape[1], c.Shape[2]);
        _rank = system.F.Shape[1];
        _aRe = Array.ConvertAll(system.ABar.Value.ToArray(), T.CreateChecked);
        _aIm = Array.ConvertAll(system.ABar.Value.ImaginaryToArray(), T.CreateChecked);
        (_b, _f, _g) = (Rounded(b), Rounded(system.F), Rounded(system.G));
        _c = Rounded(DplrSystem<double>.Rows(c));
        _d = d;
        _input = new T[_channels];
        _through = new T[_rank];

        static T[] Rounded(Variable<double> x) => Array.ConvertAll(x.Value.ToArray(), T.CreateChecked);
    }

    public override int InputSize => _channels;

    public override int OutputSize => _outputs * _channels;

    public override int StateSize => 2 * _channels * _modes;

    protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
    {
        // Outputs may lie where inputs do, and there can be more of them.
        u.CopyTo(_input);
        int count = _channels * _modes, row = 2 * _modes;
        for (int h = 0; h < _channels; h++)
        {
            Span<T> re = state.Slice(h * _modes, _modes), im = state.Slice(count + (h * _modes), _modes);
            for (int r = 0; r < _rank; r++)
            {
                _through[r] = Dot(_f.AsSpan(((h * _rank) + r) * row, row), re, im);
            }

            Diagonal(h, _input[h], re, im);
            for (int r = 0; r < _rank; r++)
            {
                Subtract(_g.AsSpan(((h * _rank) + r) * row, row), _through[r], re, im);
            }

            for (int m = 0; m < _outputs; m++)
            {
                T sum = Dot(_c.AsSpan(((h * _outputs) + m) * row, row), re, im);
                y[(m * _channels) + h] = sum + (_d[(m * _channels) + h] * _input[h]);
            }
        }
    }

    // x ← ā x + b̄ u.
    private void Diagonal(int channel, T u, Span<T> re, Span<T> im)
    {
        ReadOnlySpan<T> aRe = _aRe.AsSpan(channel * _modes, _modes), aIm = _aIm.AsSpan(channel * _modes, _modes);
        ReadOnlySpan<T> bRe = _b.AsSpan(2 * channel * _modes, _modes);
        ReadOnlySpan<T> bIm = _b.AsSpan(((2 * channel) + 1) * _modes, _modes);
        Vector<T> input = new(u);
        int n = 0;
        for (; n <= _modes - Vector<T>.Count; n += Vector<T>.Count)
        {
            Vector<T> ar = new(aRe[n..]), ai = new(aIm[n..]), xr = new(re[n..]), xi = new(im[n..]);
            ((ar * xr) - (ai * xi) + (new Vector<T>(bRe[n..]) * input)).CopyTo(re[n..]);
            ((ar * xi) + (ai * xr) + (new Vector<T>(bIm[n..]) * input)).CopyTo(im[n..]);
        }

        for (; n < _modes; n++)
        {
            (T xr, T xi) = (re[n], im[n]);
            re[n] = (aRe[n] * xr) - (aIm[n] * xi) + (bRe[n] * u);
            im[n] = (aRe[n] * xi) + (aIm[n] * xr) + (bIm[n] * u);
        }
    }

    private T Dot(ReadOnlySpan<T> row, ReadOnlySpan<T> re, ReadOnlySpan<T> im)
    {
        ReadOnlySpan<T> first = row[.._modes], second = row[_modes..];
        Vector<T> sums = Vector<T>.Zero;
        int n = 0;
        for (; n <= _modes - Vector<T>.Count; n += Vector<T>.Count)
        {
            sums += (new Vector<T>(first[n..]) * new Vector<T>(re[n..]))
                + (new Vector<T>(second[n..]) * new Vector<T>(im[n..]));
        }

        T sum = Vector.Sum(sums);
        for (; n < _modes; n++)
        {
            sum += (first[n] * re[n]) + (second[n] * im[n]);
        }

        return sum;
    }

    private void Subtract(ReadOnlySpan<T> row, T factor, Span<T> re, Span<T> im)
    {
        ReadOnlySpan<T> first = row[.._modes], second = row[_modes..];
        Vector<T> factors = new(factor);
        int n = 0;
        for (; n <= _modes - Vector<T>.Count; n += Vector<T>.Count)
        {
            (new Vector<T>(re[n..]) - (new Vector<T>(first[n..]) * factors)).CopyTo(re[n..]);
            (new Vector<T>(im[n..]) - (new Vector<T>(second[n..]) * factors)).CopyTo(im[n..]);
        }

        for (; n < _modes; n++)
        {
            re[n] -= first[n] * factor;
            im[n] -= second[n] * factor;
        }
    }
}
