namespace Ssm.Kernels.Gpu;

/// <summary>Another target, which gets the points with real and imaginary part exchanged, of an inverse transform.
/// </summary>
internal readonly struct SwappedTarget<T, TTarget>(TTarget target) : IFftTarget<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTarget : struct, IFftTarget<T>
{
    private readonly TTarget _target = target;

    public FftLine Line(int line) => _target.Line(line);

    public void Write(FftLine line, int k, ComplexNumber<T> value) =>
        _target.Write(line, k, FftButterflies.Swapped(value));
}
