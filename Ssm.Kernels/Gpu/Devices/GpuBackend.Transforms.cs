using System.Collections.Concurrent;
using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <content>How transforms of any length are put together; what the primitives of both kinds are made of.</content>
public sealed partial class GpuBackend<T>
{
    // Points of all transforms of a group: 34 KB of the 48 KB that a group may have, whatever T is.
    private static readonly int GroupPoints = 32768 / (2 * Interop.SizeOf<T>());

    // Groups that keep a large device busy; below, a group does fewer transforms, but still some neighbours.
    private const int EnoughFftGroups = 264;
    private const int LeastLanes = 4;

    private readonly ConcurrentDictionary<int, FftTables<T>> _fftTables = new();
    private readonly ConcurrentDictionary<int, FftTurns<T>> _fftTurns = new();
    private readonly ConcurrentDictionary<int, FftChirp<T>> _fftChirps = new();

    /// <summary>A table on the device.</summary>
    internal GpuBuffer<TElement> Table<TElement>(TElement[] table)
        where TElement : unmanaged
    {
        GpuBuffer<TElement> buffer = Allocate<TElement>(table.Length);
        Upload<TElement>(table, new View<TElement>(buffer, 0, table.Length));
        return buffer;
    }

    // The transforms of all lines (outer, inner), of any length; real and imaginary part exchanged, where this ends an
    // inverse transform.
    private void Transform<TSource, TTarget>(
        GpuWork work, TSource source, TTarget target, in AxisShape shape, bool swaps = false)
        where TSource : struct, IFftSource<T>
        where TTarget : struct, IFftTarget<T>
    {
        if (FftRadices.Suits(shape.Length))
        {
            TransformInSteps(work, source, target, shape, swaps);
            return;
        }

        FftChirp<T> chirp = _fftChirps.GetOrAdd(shape.Length, static (n, owner) => new FftChirp<T>(owner, n), this);
        ArrayView<ComplexNumber<T>> factors = chirp.Chirp.View(0, shape.Length);
        Convolve(
            work, new ChirpSource<T, TSource>(source, factors),
            new FilterFactor<T>(chirp.Filter.View(0, chirp.Points)),
            new ChirpTarget<T, TTarget>(target, factors, swaps ? 1 : 0),
            shape with { Length = chirp.Points });
    }

    // The transforms of all lines times factors, and back without the inverse's 1/n; only of lengths with small
    // factors.
    private void Convolve<TSource, TFactor, TTarget>(
        GpuWork work, TSource source, TFactor factor, TTarget target, in AxisShape shape)
        where TSource : struct, IFftSource<T>
        where TFactor : struct, IFftFactor<T>
        where TTarget : struct, IFftTarget<T>
    {
        if (shape.Length > GroupPoints)
        {
            ComplexPlanes<T> spectra = work.ComplexScratch<T>(checked(shape.Outer * shape.Length * shape.Inner));
            TransformInSteps(
                work, source, new PlanesTarget<T>(spectra, shape.Length, shape.Inner, T.One), shape);
            TransformInSteps(
                work, new ProductSource<T, TFactor>(spectra, shape.Length, shape.Inner, factor), target, shape,
                swaps: true);
            return;
        }

        FftMap lines = new(shape.Inner, 1, 1);
        FftLayout layout = Layout(shape.Length, shape.Outer * shape.Inner, swaps: false);
        FftTableViews<T> tables = Tables(work, shape.Length, 0);
        if (IsSmall(layout))
        {
            work.Launch(
                FftKernels.Convolve<T, FftMemory9, TSource, TFactor, TTarget>, Config(work, layout), source, factor,
                target, tables, layout, lines, lines);
        }
        else
        {
            work.Launch(
                FftKernels.Convolve<T, FftMemory34, TSource, TFactor, TTarget>, Config(work, layout), source, factor,
                target, tables, layout, lines, lines);
        }
    }

    private void TransformInSteps<TSource, TTarget>(
        GpuWork work, TSource source, TTarget target, in AxisShape shape, bool swaps = false)
        where TSource : struct, IFftSource<T>
        where TTarget : struct, IFftTarget<T>
    {
        (int outer, int length, int inner) = (shape.Outer, shape.Length, shape.Inner);
        List<int> steps = FftRadices.Steps(length, GroupPoints);
        if (steps.Count == 1)
        {
            FftMap lines = new(inner, 1, 1);
            Step(work, source, target, Layout(length, outer * inner, swaps), (lines, lines), 0);
            return;
        }

        ComplexPlanes<T> scratch = work.ComplexScratch<T>(checked(outer * length * inner));
        int first = steps[0], last = steps[^1], parts = length / last;
        FirstStep(work, source, new PlanesTarget<T>(scratch, length, inner, T.One), shape, first);
        if (steps.Count == 3)
        {
            // Each of the rows that the first step left is a long line of its own.
            AxisShape rows = new(outer * first, length / first, inner);
            FirstStep(
                work, new PlanesSource<T>(scratch, rows.Length, inner),
                new PlanesTarget<T>(scratch, rows.Length, inner, T.One), rows, steps[1]);
        }

        int lows = parts / first;
        FftMap from = new(inner, parts, 1) { LowStep = last };
        FftMap to = new(inner, parts, parts) { Lows = lows, LowStep = first, HighStep = 1 };
        Step(
            work, new PlanesSource<T>(scratch, length, inner), target,
            Layout(last, outer * parts * inner, swaps), (from, to), 0);
    }

    // Transforms of every n-th point, turned.
    private void FirstStep<TSource, TTarget>(
        GpuWork work, TSource source, TTarget target, in AxisShape shape, int points)
        where TSource : struct, IFftSource<T>
        where TTarget : struct, IFftTarget<T>
    {
        int parts = shape.Length / points;
        FftMap map = new(shape.Inner, parts, parts) { LowStep = 1 };
        Step(
            work, source, target, Layout(points, shape.Outer * parts * shape.Inner, swaps: false) with { Turns = 1 },
            (map, map), shape.Length);
    }

    private void Step<TSource, TTarget>(
        GpuWork work, TSource source, TTarget target, in FftLayout layout, (FftMap Source, FftMap Target) maps,
        int turned)
        where TSource : struct, IFftSource<T>
        where TTarget : struct, IFftTarget<T>
    {
        FftTableViews<T> tables = Tables(work, layout.Points, turned);
        if (IsSmall(layout))
        {
            work.Launch(
                FftKernels.Transform<T, FftMemory9, TSource, TTarget>, Config(work, layout), source, target, tables,
                layout, maps.Source, maps.Target);
        }
        else
        {
            work.Launch(
                FftKernels.Transform<T, FftMemory34, TSource, TTarget>, Config(work, layout), source, target, tables,
                layout, maps.Source, maps.Target);
        }
    }

    private static bool IsSmall(in FftLayout layout) => layout.Points << layout.LaneBits <= GroupPoints / 4;

    private FftLayout Layout(int points, int transforms, bool swaps)
    {
        FftTables<T> tables = FftTables(points);
        int lanes = Math.Min(
            FftKernels.MostLanes,
            Math.Min(
                1 << BitOperations.Log2((uint)(GroupPoints / points)),
                (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, transforms))));
        while (lanes > LeastLanes && transforms / lanes < EnoughFftGroups)
        {
            lanes /= 2;
        }

        return new FftLayout(
            points, BitOperations.Log2((uint)lanes), transforms, tables.Radices, tables.RadicesBack)
        {
            Swaps = swaps ? 1 : 0,
        };
    }

    // As many threads as there are butterflies of radix 8, within reason.
    private KernelConfig Config(GpuWork work, in FftLayout layout)
    {
        int lanes = 1 << layout.LaneBits;
        int points = layout.Points * lanes;
        int butterflies = (int)BitOperations.RoundUpToPowerOf2((uint)points) / 8;
        int threads = Math.Min(_device.GroupThreads, Math.Max(64, butterflies));
        int groups = (int)(((long)layout.Transforms + lanes - 1) / lanes);
        return work.Groups(groups, threads);
    }

    private FftTables<T> FftTables(int points) =>
        _fftTables.GetOrAdd(points, static (n, owner) => new FftTables<T>(owner, n), this);

    private FftTableViews<T> Tables(GpuWork work, int points, int turned)
    {
        FftTables<T> tables = FftTables(points);
        ArrayView<ComplexNumber<T>> nothing = work.View(default(View<ComplexNumber<T>>));
        FftTurns<T>? turns = turned == 0
            ? null
            : _fftTurns.GetOrAdd(turned, static (n, owner) => new FftTurns<T>(owner, n), this);
        return new FftTableViews<T>(
            tables.Roots.View(0, points), tables.Order.View(0, points),
            turns is null ? nothing : turns.FineRoots.View(0, turns.FineRoots.Length),
            turns is null ? nothing : turns.CoarseRoots.View(0, turns.CoarseRoots.Length));
    }
}
