namespace Ssm.Kernels;

/// <summary>A function of two complex arguments that <see cref="ComplexElementwise"/> has a method for.</summary>
internal interface IComplexBinaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    ComplexLanes<T> Invoke(ComplexLanes<T> a, ComplexLanes<T> b);
}
