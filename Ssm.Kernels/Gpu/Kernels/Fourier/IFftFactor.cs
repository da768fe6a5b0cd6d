namespace Ssm.Kernels.Gpu;

/// <summary>What a spectrum is multiplied by.</summary>
internal interface IFftFactor<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Which factors a line of points meets.</summary>
    int Line(int line);

    /// <summary>The factor of point k of such a line.</summary>
    ComplexNumber<T> At(int line, int k);
}
