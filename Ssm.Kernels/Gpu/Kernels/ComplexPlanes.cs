using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The two planes of complex numbers as a kernel gets them.</summary>
internal readonly struct ComplexPlanes<T>(ArrayView<T> re, ArrayView<T> im)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal readonly ArrayView<T> Re = re;
    internal readonly ArrayView<T> Im = im;

    /// <summary>Whether the operand was left out.</summary>
    internal bool IsNothing => Re.IntLength == 0;

    /// <summary>A part of both planes.</summary>
    internal ComplexPlanes<T> Part(int offset, int length) =>
        new(Re.SubView(offset, length), Im.SubView(offset, length));

    internal ComplexNumber<T> this[int i]
    {
        get => new(Re[i], Im[i]);
        set
        {
            Re[i] = value.Re;
            Im[i] = value.Im;
        }
    }
}
