using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Another target, which gets the first points times a chirp: the last half of Bluestein's form. Real and
/// imaginary part are exchanged behind that, where this ends an inverse transform.</summary>
internal readonly struct ChirpTarget<T, TTarget>(TTarget target, ArrayView<ComplexNumber<T>> chirp, int swaps)
    : IFftTarget<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTarget : struct, IFftTarget<T>
{
    private readonly TTarget _target = target;
    private readonly ArrayView<ComplexNumber<T>> _chirp = chirp;
    private readonly int _swaps = swaps;

    // So that no other struct has the same numbers, nested otherwise: see FftFour.
    internal readonly short Kind = 0;

    public FftLine Line(int line) => _target.Line(line);

    public void Write(FftLine line, int k, ComplexNumber<T> value)
    {
        if (k < _chirp.IntLength)
        {
            value *= _chirp[k];
            _target.Write(line, k, _swaps != 0 ? FftButterflies.Swapped(value) : value);
        }
    }
}
