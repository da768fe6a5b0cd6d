namespace Ssm.Kernels.Gpu;

/// <summary>Where a transform writes its points.</summary>
internal interface IFftTarget<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Where a line of points lies: what is the same for all of them is computed once.</summary>
    FftLine Line(int line);

    /// <summary>Takes point k of a line.</summary>
    void Write(FftLine line, int k, ComplexNumber<T> value);
}
