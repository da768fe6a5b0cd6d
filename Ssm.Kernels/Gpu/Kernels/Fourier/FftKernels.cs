using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Fourier transforms, and convolutions by them, of lines that fit a group's memory.</summary>
/// <remarks>
/// A group reads some lines, does all passes in its own memory, and writes the results: each point is read and written
/// once. Longer lines are done in steps (Bailey, "FFTs in external or hierarchical memory", 1990): transforms of every
/// n-th point, turned, then transforms of the points in a row, written to every n-th place.
/// </remarks>
internal static class FftKernels
{
    /// <summary>The most transforms that a group does side by side.</summary>
    internal const int MostLanes = 32;

    /// <summary>The transforms of what the source reads.</summary>
    internal static void Transform<T, TMemory, TSource, TTarget>(
        TSource source, TTarget target, FftTableViews<T> tables, FftLayout layout, FftMap sourceMap,
        FftMap targetMap)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TMemory : struct, IFftMemory
        where TSource : struct, IFftSource<T>
        where TTarget : struct, IFftTarget<T>
    {
        ArrayView<FftLane> from = SharedMemory.Allocate<FftLane>(MostLanes);
        ArrayView<FftLane> to = SharedMemory.Allocate<FftLane>(MostLanes);
        FftPlace<T> x = new(SharedMemory.Allocate<long>(TMemory.Words).Cast<T>(), layout);
        int lanes = 1 << layout.LaneBits;
        int first = Grid.IdxX << layout.LaneBits;
        for (int lane = Group.IdxX; lane < lanes; lane += Group.DimX)
        {
            int transform = Math.Min(first + lane, layout.Transforms - 1);
            int part = sourceMap.Part(transform);
            from[lane] = new(source.Line(sourceMap.Line(transform)), sourceMap.Start(part), part, 0);
            part = targetMap.Part(transform);
            to[lane] = new(target.Line(targetMap.Line(transform)), targetMap.Start(part), part, 0);
        }

        Group.Barrier();
        Read(source, from, x, layout, sourceMap);
        Group.Barrier();
        FftForward.Run(x, tables.Roots, layout);
        int count = layout.Points << layout.LaneBits;
        int there = layout.Transforms - first;
        for (int i = Group.IdxX; i < count; i += Group.DimX)
        {
            int lane = targetMap.PointsFirst ? i / layout.Points : i & (lanes - 1);
            int point = targetMap.PointsFirst ? i % layout.Points : i >> layout.LaneBits;
            if (lane < there)
            {
                FftLane at = to[lane];
                ComplexNumber<T> value = x[tables.Order[point], lane];
                if (layout.Turns != 0)
                {
                    value *= tables.Turn(at.Part * point);
                }

                if (layout.Swaps != 0)
                {
                    value = FftButterflies.Swapped(value);
                }

                target.Write(at.Line, at.Start + (point * targetMap.Step), value);
            }
        }
    }

    /// <summary>The transforms of what the source reads, times factors, and back.</summary>
    internal static void Convolve<T, TMemory, TSource, TFactor, TTarget>(
        TSource source, TFactor factor, TTarget target, FftTableViews<T> tables, FftLayout layout, FftMap sourceMap,
        FftMap targetMap)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TMemory : struct, IFftMemory
        where TSource : struct, IFftSource<T>
        where TFactor : struct, IFftFactor<T>
        where TTarget : struct, IFftTarget<T>
    {
        ArrayView<FftLane> from = SharedMemory.Allocate<FftLane>(MostLanes);
        ArrayView<FftLane> to = SharedMemory.Allocate<FftLane>(MostLanes);
        FftPlace<T> x = new(SharedMemory.Allocate<long>(TMemory.Words).Cast<T>(), layout);
        int lanes = 1 << layout.LaneBits;
        int first = Grid.IdxX << layout.LaneBits;
        for (int lane = Group.IdxX; lane < lanes; lane += Group.DimX)
        {
            int line = Math.Min(first + lane, layout.Transforms - 1);
            from[lane] = new(source.Line(line), 0, 0, factor.Line(line));
            to[lane] = new(target.Line(line), 0, 0, 0);
        }

        Group.Barrier();
        Read(source, from, x, layout, sourceMap);
        Group.Barrier();
        FftForward.Run(x, tables.Roots, layout);
        int count = layout.Points << layout.LaneBits;
        int there = layout.Transforms - first;
        for (int i = Group.IdxX; i < count; i += Group.DimX)
        {
            int lane = i & (lanes - 1);
            int point = i >> layout.LaneBits;
            int at = tables.Order[point];
            x[at, lane] = FftButterflies.Swapped(x[at, lane] * factor.At(from[lane].Factors, point));
        }

        Group.Barrier();
        FftBack.Run(x, tables.Roots, layout);
        for (int i = Group.IdxX; i < count; i += Group.DimX)
        {
            int lane = targetMap.PointsFirst ? i / layout.Points : i & (lanes - 1);
            int point = targetMap.PointsFirst ? i % layout.Points : i >> layout.LaneBits;
            if (lane < there)
            {
                target.Write(to[lane].Line, point, FftButterflies.Swapped(x[point, lane]));
            }
        }
    }

    private static void Read<T, TSource>(TSource source, ArrayView<FftLane> from, FftPlace<T> x, FftLayout layout,
        FftMap map)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TSource : struct, IFftSource<T>
    {
        int count = layout.Points << layout.LaneBits;
        int mask = (1 << layout.LaneBits) - 1;
        for (int i = Group.IdxX; i < count; i += Group.DimX)
        {
            int lane = map.PointsFirst ? i / layout.Points : i & mask;
            int point = map.PointsFirst ? i % layout.Points : i >> layout.LaneBits;
            FftLane at = from[lane];
            x[point, lane] = source.Read(at.Line, at.Start + (point * map.Step));
        }
    }
}
