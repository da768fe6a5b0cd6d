using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The weights of a tile of steps, brought to shared memory by all threads of a group.</summary>
internal static class WeightRows
{
    /// <summary>Steps of a tile.</summary>
    internal const int Steps = SelectiveScanShape.CarrySteps;

    /// <summary>Quads of numbers of the widest pass: sixteen real states, or eight complex ones.</summary>
    internal const int Quads = Steps * 16 / 4;

    /// <summary>Copies the weights; those of steps beyond the end are 0.</summary>
    internal static void Stage<T, TNumber>(
        ArrayView<WeightQuad<T>> quads, ComplexPlanes<T> weights, SelectiveSizes sizes, SelectivePlace place, int time,
        int steps, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IStateNumber<T, TNumber>
    {
        ArrayView<T> rows = quads.Cast<T>();
        int start = ((((place.Batch * sizes.Length) + time) * sizes.Groups) + place.Group) * sizes.States;
        for (int i = Group.IdxX; i < Steps * width; i += SelectiveBack.Threads)
        {
            int step = i / width, n = i - (step * width), to = (step * TNumber.Planes * width) + n;
            int at = start + sizes.First + n + ((step < steps ? step : 0) * sizes.Groups * sizes.States);
            T re = weights.Re[at];
            rows[to] = step < steps ? re : T.Zero;
            if (TNumber.Planes > 1)
            {
                T im = weights.Im[at];
                rows[to + width] = step < steps ? im : T.Zero;
            }
        }
    }
}
