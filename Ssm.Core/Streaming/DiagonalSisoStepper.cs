using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Core.Streaming;

/// <summary>One diagonal recurrence for each channel: x ← ā x + b̄ u, y = scale·Re(Σ c x) + d u.</summary>
internal sealed class DiagonalSisoStepper<T> : Stepper<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _modes;
    private readonly T[] _d;
    private readonly T[] _aRe;
    private readonly T[] _aIm;
    private readonly T[] _bRe;
    private readonly T[] _bIm;
    private readonly T[] _cRe;
    private readonly T[] _cIm;

    /// <param name="aBar">ā, complex, (H, N).</param>
    /// <param name="bBar">b̄, complex, (H, N).</param>
    /// <param name="c">C, complex, (H, N).</param>
    /// <param name="d">D, (H).</param>
    /// <param name="scale">2 for conjugate pairs, 1 for the modes alone.</param>
    internal DiagonalSisoStepper(NdArray<T> aBar, NdArray<T> bBar, NdArray<T> c, NdArray<T> d, T scale)
    {
        _modes = aBar.Shape[1];
        _d = d.ToArray();
        (_aRe, _aIm) = (aBar.ToArray(), aBar.ImaginaryToArray());
        (_bRe, _bIm) = (bBar.ToArray(), bBar.ImaginaryToArray());

        // Re(c x) = Re c·Re x − Im c·Im x: the scale and the sign go into the constants.
        (_cRe, _cIm) = (c.ToArray(), c.ImaginaryToArray());
        for (int i = 0; i < _cRe.Length; i++)
        {
            (_cRe[i], _cIm[i]) = (scale * _cRe[i], -(scale * _cIm[i]));
        }
    }

    public override int InputSize => _d.Length;

    public override int OutputSize => _d.Length;

    public override int StateSize => 2 * _aRe.Length;

    protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
    {
        Span<T> re = state[.._aRe.Length];
        Span<T> im = state[_aRe.Length..];
        for (int h = 0; h < _d.Length; h++)
        {
            y[h] = Channel(h * _modes, u[h], re, im) + (_d[h] * u[h]);
        }
    }

    // The modes of one channel: vectors, then the rest one by one.
    private T Channel(int start, T u, Span<T> re, Span<T> im)
    {
        int n = start;
        int end = start + _modes;
        Vector<T> input = new(u);
        Vector<T> sum = Vector<T>.Zero;
        for (; n <= end - Vector<T>.Count; n += Vector<T>.Count)
        {
            Vector<T> xr = new(re[n..]), xi = new(im[n..]);
            Vector<T> ar = new(_aRe, n), ai = new(_aIm, n);
            Vector<T> nextRe = (ar * xr) - (ai * xi) + (new Vector<T>(_bRe, n) * input);
            Vector<T> nextIm = (ar * xi) + (ai * xr) + (new Vector<T>(_bIm, n) * input);
            nextRe.CopyTo(re[n..]);
            nextIm.CopyTo(im[n..]);
            sum += (new Vector<T>(_cRe, n) * nextRe) + (new Vector<T>(_cIm, n) * nextIm);
        }

        T total = Vector.Sum(sum);
        for (; n < end; n++)
        {
            (T xr, T xi) = (re[n], im[n]);
            re[n] = (_aRe[n] * xr) - (_aIm[n] * xi) + (_bRe[n] * u);
            im[n] = (_aRe[n] * xi) + (_aIm[n] * xr) + (_bIm[n] * u);
            total += (_cRe[n] * re[n]) + (_cIm[n] * im[n]);
        }

        return total;
    }
}
