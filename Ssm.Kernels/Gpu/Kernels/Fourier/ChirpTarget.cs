using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Another target, which gets the first points times a chirp: the last half of Bluestein's form.</summary>
internal readonly struct ChirpTarget<T, TTarget>(TTarget target, ArrayView<ComplexNumber<T>> chirp) : IFftTarget<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTarget : struct, IFftTarget<T>
{
    private readonly TTarget _target = target;
    private readonly ArrayView<ComplexNumber<T>> _chirp = chirp;

    // So that no other struct has the same numbers, nested otherwise: see FftFour.
    internal readonly short Kind = 0;

    public FftLine Line(int line) => _target.Line(line);

    public void Write(FftLine line, int k, ComplexNumber<T> value)
    {
        if (k < _chirp.IntLength)
        {
            _target.Write(line, k, value * _chirp[k]);
        }
    }
}
