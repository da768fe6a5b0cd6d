using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Runs S4D's recurrence on a device: how time, channels and modes are shared, which kernels start.</summary>
internal static class GpuRecurrence
{
    // Channels side by side: two warps' worth, and no fewer than a sector of memory has where modes are many.
    private const int MostLanes = 64;
    private const int LeastLanes = 4;

    /// <summary>Outputs from inputs, or with <typeparamref name="TAdjoint"/> the gradient of inputs from that of
    /// outputs.</summary>
    /// <param name="work">The device.</param>
    /// <param name="walk">How it goes through the inputs.</param>
    /// <param name="system">The constants.</param>
    /// <param name="u">Inputs.</param>
    /// <param name="start">(B, H, N), or nothing: the states before the first row.</param>
    /// <param name="resets">Flags, or nothing.</param>
    /// <param name="y">Outputs; may be u.</param>
    /// <param name="last">(B, H, N), or nothing; may be the memory of start.</param>
    internal static void Run<T, TAdjoint>(
        in GpuWork work, in ScanWalk walk, in ModeSystem<T> system, ArrayView<T> u, ComplexPlanes<T> start,
        ArrayView<int> resets, ArrayView<T> y, ComplexPlanes<T> last)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TAdjoint : struct, IChoice
    {
        switch (!start.IsNothing, resets.IntLength > 0)
        {
            case (true, true):
                Run<T, Yes, Yes, TAdjoint>(work, walk, system, u, start, resets, y, last);
                break;
            case (true, false):
                Run<T, Yes, No, TAdjoint>(work, walk, system, u, start, resets, y, last);
                break;
            case (false, true):
                Run<T, No, Yes, TAdjoint>(work, walk, system, u, start, resets, y, last);
                break;
            default:
                Run<T, No, No, TAdjoint>(work, walk, system, u, start, resets, y, last);
                break;
        }
    }

    /// <summary>The walk in chunks that keep the device busy.</summary>
    internal static ScanWalk Cut<T>(in GpuWork work, in ScanWalk walk, in ModeSystem<T> system)
        where T : unmanaged, IFloatingPointIeee754<T> => walk.Cut(
            system.Modes == 0 ? walk.Rows : GpuScan.ChunkRows(work, checked(walk.Lines * system.Slices), walk.Rows));

    /// <summary>The same walk as a scan over states sees it.</summary>
    internal static ScanWalk OfStates<T>(in ScanWalk w, in ModeSystem<T> system)
        where T : unmanaged, IFloatingPointIeee754<T> => w with { Channels = w.Channels * system.Modes };

    private static void Run<T, TInitial, TResets, TAdjoint>(
        in GpuWork work, in ScanWalk walk, in ModeSystem<T> system, ArrayView<T> u, ComplexPlanes<T> start,
        ArrayView<int> resets, ArrayView<T> y, ComplexPlanes<T> last)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TInitial : struct, IChoice
        where TResets : struct, IChoice
        where TAdjoint : struct, IChoice
    {
        ScanWalk w = Cut(work, walk, system);
        ComplexPlanes<T> ends = work.NoPlanes<T>();
        if (w.Chunks > 1)
        {
            int summaries = checked((w.Chunks - 1) * w.Lines * system.Modes);
            ends = work.ComplexScratch<T>(summaries);
            ComplexPlanes<T> powers = work.ComplexScratch<T>(w.Channels * system.Modes);
            ArrayView<int> cuts = TResets.Is ? work.Scratch<int>((w.Chunks - 1) * w.Batch) : work.Nothing<int>();
            if (TInitial.Is && !last.IsNothing)
            {
                start = Copy(work, start);
            }

            work.Launch(
                RecurrenceKernels.EndStates<T, TInitial, TResets, TAdjoint>,
                work.Over((w.Chunks - 1) * w.Lines * system.Slices), w, system, u, start, resets, ends, cuts);
            GpuScan.Join<T, DeviceComplex<T>, No, TResets, TAdjoint>(
                work, OfStates(w, system), system.A, powers, ends, cuts);
        }

        int slices = Math.Min(system.Slices, Math.Max(1, work.GroupThreads / LeastLanes));
        int lanes = Lanes(work.GroupThreads / slices, w.Channels);
        if (slices < system.Slices)
        {
            // A later pass needs the inputs still, and outputs may be in their place.
            ArrayView<T> copy = work.Scratch<T>(u.IntLength);
            work.Copy(u, copy);
            u = copy;
        }

        int groups = checked(w.Chunks * w.Batch * ((w.Channels + lanes - 1) / lanes));
        for (int first = 0; first < system.Slices; first += slices)
        {
            ModeTile tile = new(lanes, Math.Min(slices, system.Slices - first), first * ModeQuad<T>.Count);
            work.Launch(
                RecurrenceKernels.Outputs<T, TInitial, TResets, TAdjoint>, work.Groups(groups, lanes * tile.Slices), w,
                system, tile, u, start, ends, resets, y, last);
        }
    }

    private static int Lanes(int most, int channels)
    {
        int wanted = Math.Min(channels, Math.Min(most, MostLanes));
        return 1 << BitOperations.Log2((uint)Math.Max(1, wanted));
    }

    private static ComplexPlanes<T> Copy<T>(in GpuWork work, ComplexPlanes<T> from)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int length = from.Re.IntLength;
        ComplexPlanes<T> to = work.ComplexScratch<T>(length);
        work.Copy(from.Re, to.Re);
        work.Copy(from.Im, to.Im);
        return to;
    }
}
