using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The tables of a transform.</summary>
internal readonly struct FftTableViews<T>(
    ArrayView<ComplexNumber<T>> roots, ArrayView<int> order, ArrayView<ComplexNumber<T>> fine,
    ArrayView<ComplexNumber<T>> coarse)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Roots of the whole line are products of a fine one, of so many, and a coarse one.</summary>
    internal const int FineBits = 10;

    /// <summary>e^(−2πi·k/n) for all k.</summary>
    internal readonly ArrayView<ComplexNumber<T>> Roots = roots;

    /// <summary>Where the passes leave each frequency.</summary>
    internal readonly ArrayView<int> Order = order;

    private readonly ArrayView<ComplexNumber<T>> _fine = fine;
    private readonly ArrayView<ComplexNumber<T>> _coarse = coarse;

    /// <summary>e^(−2πi·k/N), N being the points of the line that the transform is a part of.</summary>
    internal ComplexNumber<T> Turn(int k) => _fine[k & ((1 << FineBits) - 1)] * _coarse[k >> FineBits];
}
