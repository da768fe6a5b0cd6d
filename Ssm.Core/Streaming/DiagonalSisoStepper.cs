using System.Numerics;
using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Core.Streaming;

/// <summary>One diagonal recurrence for each channel: x ← ā x + b̄ u, y = scale·Re(Σ c x) + d u.</summary>
internal sealed class DiagonalSisoStepper<T> : Stepper<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _modes;
    private readonly T[] _d;
    private readonly T[] _packed;

    /// <param name="aBar">ā, complex, (H, N).</param>
    /// <param name="bBar">b̄, complex, (H, N).</param>
    /// <param name="c">C, complex, (H, N).</param>
    /// <param name="d">D, (H).</param>
    /// <param name="scale">2 for conjugate pairs, 1 for the modes alone.</param>
    internal DiagonalSisoStepper(NdArray<T> aBar, NdArray<T> bBar, NdArray<T> c, NdArray<T> d, T scale)
    {
        _modes = aBar.Shape[1];
        _d = d.ToArray();
        _packed = new T[DiagonalRecurrence.StepLength(_d.Length, _modes)];
        DiagonalSystem<T> system = new(
            new ReadOnlyPlanar<T>(aBar.ToArray(), aBar.ImaginaryToArray()),
            new ReadOnlyPlanar<T>(bBar.ToArray(), bBar.ImaginaryToArray()),
            new ReadOnlyPlanar<T>(c.ToArray(), c.ImaginaryToArray()),
            _d);
        DiagonalRecurrence.PackStep(system, scale, _packed, _d.Length, _modes);
    }

    public override int InputSize => _d.Length;

    public override int OutputSize => _d.Length;

    public override int StateSize => 2 * _d.Length * _modes;

    protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
    {
        int count = _d.Length * _modes;
        DiagonalRecurrence.Step(
            u, _packed, _d, new Planar<T>(state[..count], state[count..]), y, _modes);
    }
}
