using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Four results of successive steps.</summary>
internal readonly struct VandermondeRow<T>(T v0, T v1, T v2, T v3)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _v0 = v0;
    private readonly T _v1 = v1;
    private readonly T _v2 = v2;
    private readonly T _v3 = v3;

    /// <summary>Each plus Re(head · power).</summary>
    internal VandermondeRow<T> AddRealPart(T headRe, T headIm, VandermondeRow<T> re, VandermondeRow<T> im) => new(
        (_v0 + (headRe * re._v0)) - (headIm * im._v0), (_v1 + (headRe * re._v1)) - (headIm * im._v1),
        (_v2 + (headRe * re._v2)) - (headIm * im._v2), (_v3 + (headRe * re._v3)) - (headIm * im._v3));

    /// <summary>Writes those before the end.</summary>
    internal void Store(ArrayView<T> k, int l, int end, int channels, int channel)
    {
        int at = (l * channels) + channel;
        if (l < end)
        {
            k[at] = _v0;
        }

        if (l + 1 < end)
        {
            k[at + channels] = _v1;
        }

        if (l + 2 < end)
        {
            k[at + (2 * channels)] = _v2;
        }

        if (l + 3 < end)
        {
            k[at + (3 * channels)] = _v3;
        }
    }
}
