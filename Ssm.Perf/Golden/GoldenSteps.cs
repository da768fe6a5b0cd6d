using System.Numerics;
using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Perf.Golden;

/// <summary>
/// Ranges of numbers, and entries at equal distances: what PyTorch writes as <c>arange</c> and <c>[start::step]</c>.
/// </summary>
internal static class GoldenSteps
{
    /// <summary>0, 1, …, count − 1.</summary>
    internal static NdArray<T> Range<T>(int count, IBackend<T> on)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] values = new T[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = T.CreateChecked(i);
        }

        return NdArray<T>.From(values, [count], on);
    }

    /// <summary>Entries start, start + step, … of one axis.</summary>
    internal static Variable<T> Every<T>(Variable<T> x, int axis, int start, int step)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] entries = new int[(x.Shape[axis] - start + step - 1) / step];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = start + (i * step);
        }

        return Op.IndexSelect(x, axis, new Indices(entries, [entries.Length]));
    }
}
