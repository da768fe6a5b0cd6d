namespace Ssm.Kernels.Gpu;

/// <summary>Four points in registers.</summary>
internal readonly struct FftFour<T>(
    ComplexNumber<T> a, ComplexNumber<T> b, ComplexNumber<T> c, ComplexNumber<T> d)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal readonly ComplexNumber<T> A = a;
    internal readonly ComplexNumber<T> B = b;
    internal readonly ComplexNumber<T> C = c;
    internal readonly ComplexNumber<T> D = d;
}
