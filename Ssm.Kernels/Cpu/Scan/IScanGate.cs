using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>How a recurrence takes its factor: as it is, or, in an adjoint, conjugated.</summary>
internal interface IScanGate
{
    /// <summary>gate(a) ⊙ x + b.</summary>
    static abstract TNumber MultiplyAdd<T, TNumber>(TNumber a, TNumber x, TNumber b)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>;
}

/// <summary>The factor a itself.</summary>
internal readonly struct PlainGate : IScanGate
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber MultiplyAdd<T, TNumber>(TNumber a, TNumber x, TNumber b)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber> => TNumber.MultiplyAdd(a, x, b);
}

/// <summary>The factor conj(a).</summary>
internal readonly struct ConjugateGate : IScanGate
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber MultiplyAdd<T, TNumber>(TNumber a, TNumber x, TNumber b)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber> => TNumber.ConjugateMultiplyAdd(a, x, b);
}
