using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>a b.</summary>
internal readonly struct ComplexMultiply<T> : IComplexBinaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ComplexLanes<T> Invoke(ComplexLanes<T> a, ComplexLanes<T> b) => a * b;
}
