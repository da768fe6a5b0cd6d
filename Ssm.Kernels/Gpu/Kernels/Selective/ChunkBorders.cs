using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Memory for the states between the chunks of a scan; nothing where there is one chunk.</summary>
internal readonly struct ChunkBorders<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>(B, chunks, width, D).</summary>
    internal readonly ComplexPlanes<T> States;

    /// <summary>ΣΔ, (B, chunks, D).</summary>
    internal readonly ArrayView<T> Deltas;

    /// <summary>0 where a sequence starts over in a chunk, (B, chunks, D).</summary>
    internal readonly ArrayView<int> Alive;

    internal ChunkBorders(in GpuWork work, SelectiveSizes widest, int planes)
    {
        int places = widest.Chunks > 1 ? checked(widest.Batch * widest.Chunks * widest.Channels) : 0;
        ArrayView<T> nothing = work.View(default(View<T>));
        States = new(
            places > 0 ? work.Scratch<T>(checked(places * widest.Width)) : nothing,
            places > 0 && planes > 1 ? work.Scratch<T>(checked(places * widest.Width)) : nothing);
        Deltas = places > 0 ? work.Scratch<T>(places) : nothing;
        Alive = places > 0 ? work.Scratch<int>(places) : work.View(default(View<int>));
    }
}
