namespace Ssm.Kernels.Gpu;

/// <summary>Up to five points in registers.</summary>
internal readonly struct FftFive<T>(
    ComplexNumber<T> a, ComplexNumber<T> b, ComplexNumber<T> c, ComplexNumber<T> d, ComplexNumber<T> e)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal readonly ComplexNumber<T> A = a;
    internal readonly ComplexNumber<T> B = b;
    internal readonly ComplexNumber<T> C = c;
    internal readonly ComplexNumber<T> D = d;
    internal readonly ComplexNumber<T> E = e;
}
