namespace Ssm.Kernels.Gpu;

/// <summary>Where a transform reads its points.</summary>
internal interface IFftSource<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Where a line of points lies: what is the same for all of them is computed once.</summary>
    FftLine Line(int line);

    /// <summary>Point k of a line.</summary>
    ComplexNumber<T> Read(FftLine line, int k);
}
