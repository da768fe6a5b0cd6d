using System.Numerics;
using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Core.Streaming;

/// <summary>One diagonal recurrence for all channels: x ← ā x + B̄ u, y = scale·Re(C x) + d ⊙ u.</summary>
internal sealed class DiagonalMimoStepper<T> : Stepper<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] _d;
    private readonly T[] _aRe;
    private readonly T[] _aIm;
    private readonly T[] _b;
    private readonly T[] _c;
    private readonly T[] _input;
    private readonly T[] _output;
    private readonly MatMulShape _inputShape;
    private readonly MatMulShape _outputShape;

    /// <param name="aBar">ā, complex, (P).</param>
    /// <param name="bBar">B̄, complex, (P, H).</param>
    /// <param name="c">C, complex, (H, P).</param>
    /// <param name="d">D, (H).</param>
    /// <param name="scale">2 for conjugate pairs, 1 for the modes alone.</param>
    internal DiagonalMimoStepper(NdArray<T> aBar, NdArray<T> bBar, NdArray<T> c, NdArray<T> d, T scale)
    {
        int modes = aBar.Shape.Count;
        int channels = d.Shape.Count;
        _d = d.ToArray();
        (_aRe, _aIm) = (aBar.ToArray(), aBar.ImaginaryToArray());

        // Both planes in one real product: [Re B̄; Im B̄] u, and scale·[Re C, −Im C] on the state as it lies in memory.
        _b = [.. bBar.ToArray(), .. bBar.ImaginaryToArray()];
        _c = new T[channels * 2 * modes];
        T[] cRe = c.ToArray();
        T[] cIm = c.ImaginaryToArray();
        for (int h = 0; h < channels; h++)
        {
            for (int n = 0; n < modes; n++)
            {
                _c[(h * 2 * modes) + n] = scale * cRe[(h * modes) + n];
                _c[(h * 2 * modes) + modes + n] = -(scale * cIm[(h * modes) + n]);
            }
        }

        _input = new T[2 * modes];
        _output = new T[channels];
        _inputShape = new MatMulShape(1, 2 * modes, channels, false, true);
        _outputShape = new MatMulShape(1, channels, 2 * modes, false, true);
    }

    public override int InputSize => _d.Length;

    public override int OutputSize => _d.Length;

    public override int StateSize => _input.Length;

    protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
    {
        MatMul.Multiply<T>(u, _b, _input, _inputShape, accumulate: false, threads: 1);
        Advance(state[.._aRe.Length], state[_aRe.Length..]);
        MatMul.Multiply<T>(state, _c, _output, _outputShape, accumulate: false, threads: 1);
        for (int h = 0; h < _d.Length; h++)
        {
            y[h] = _output[h] + (_d[h] * u[h]);
        }
    }

    private void Advance(Span<T> re, Span<T> im)
    {
        int modes = _aRe.Length;
        int n = 0;
        for (; n <= modes - Vector<T>.Count; n += Vector<T>.Count)
        {
            Vector<T> xr = new(re[n..]), xi = new(im[n..]);
            Vector<T> ar = new(_aRe, n), ai = new(_aIm, n);
            ((ar * xr) - (ai * xi) + new Vector<T>(_input, n)).CopyTo(re[n..]);
            ((ar * xi) + (ai * xr) + new Vector<T>(_input, modes + n)).CopyTo(im[n..]);
        }

        for (; n < modes; n++)
        {
            (T xr, T xi) = (re[n], im[n]);
            re[n] = (_aRe[n] * xr) - (_aIm[n] * xi) + _input[n];
            im[n] = (_aRe[n] * xi) + (_aIm[n] * xr) + _input[modes + n];
        }
    }
}
