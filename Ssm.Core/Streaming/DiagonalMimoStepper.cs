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
    private readonly T[] _packed;
    private readonly T[] _scratch;

    /// <param name="aBar">ā, complex, (P).</param>
    /// <param name="bBar">B̄, complex, (P, H).</param>
    /// <param name="c">C, complex, (H, P).</param>
    /// <param name="d">D, (H).</param>
    /// <param name="scale">2 for conjugate pairs, 1 for the modes alone.</param>
    internal DiagonalMimoStepper(NdArray<T> aBar, NdArray<T> bBar, NdArray<T> c, NdArray<T> d, T scale)
    {
        int modes = aBar.Shape.Count;
        _d = d.ToArray();
        (_aRe, _aIm) = (aBar.ToArray(), aBar.ImaginaryToArray());
        _packed = new T[S5Recurrence.StepLength<T>(_d.Length, modes)];
        _scratch = new T[S5Recurrence.StepScratch<T>(_d.Length, modes)];
        DiagonalSystem<T> system = new(
            new ReadOnlyPlanar<T>(_aRe, _aIm),
            new ReadOnlyPlanar<T>(bBar.ToArray(), bBar.ImaginaryToArray()),
            new ReadOnlyPlanar<T>(c.ToArray(), c.ImaginaryToArray()),
            _d);
        S5Recurrence.PackStep(system, scale, _packed, _d.Length, modes);
    }

    public override int InputSize => _d.Length;

    public override int OutputSize => _d.Length;

    public override int StateSize => 2 * _aRe.Length;

    protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y) =>
        S5Recurrence.Step(u, new ReadOnlyPlanar<T>(_aRe, _aIm), _packed, _d, state, y, _scratch);
}
