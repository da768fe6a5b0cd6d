using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The launches of a Vandermonde product; blocks of time go in slabs, so that their heads fit in memory.</summary>
internal static class VandermondeLauncher<T, TWide, TNumber>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TWide : unmanaged, IFloatingPointIeee754<TWide>
    where TNumber : struct, IWideNumber<T, TWide>
{
    private const int Block = VandermondeKernels.Block;

    // Heads of a slab, in complex numbers: 64 MB in float.
    private const int SlabHeads = 1 << 23;
    private const int Tile = 4;

    internal static void Forward(
        in GpuWork work, ComplexPlanes<T> v, ComplexPlanes<T> z, ArrayView<T> k, in VandermondeShape shape, T scale)
    {
        int blocks = Blocks(shape), poles = checked(shape.Channels * shape.Modes);
        if (blocks == 0 || poles == 0)
        {
            work.Launch(FillKernels.Fill, work.Over(k.IntLength), k, T.Zero, k.IntLength);
            return;
        }

        int slab = Slab(blocks, poles);
        ComplexPlanes<T> table = Table(work, z, shape), heads = work.ComplexScratch<T>(checked(slab * poles));
        for (int first = 0; first < blocks; first += slab)
        {
            int count = Math.Min(slab, blocks - first);
            VandermondeSizes sizes = new(shape, first, count, Tile);
            Powers(work, z, v, scale, heads, first, Block, count, shape);
            int threads = checked((count + Tile - 1) / Tile * (Block / Tile) * shape.Channels);
            work.Launch(VandermondeKernels.Kernel, work.Over(threads), heads, table, k, sizes);
        }
    }

    /// <param name="work">The work.</param>
    /// <param name="v">(H, N).</param>
    /// <param name="z">(H, N).</param>
    /// <param name="dk">(L, H).</param>
    /// <param name="dv">(H, N).</param>
    /// <param name="dz">(H, N).</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="threads">Threads that make the device busy.</param>
    internal static void Adjoint(
        in GpuWork work, ComplexPlanes<T> v, ComplexPlanes<T> z, ArrayView<T> dk, ComplexPlanes<T> dv,
        ComplexPlanes<T> dz, in VandermondeShape shape, T scale, int threads)
    {
        int blocks = Blocks(shape), poles = checked(shape.Channels * shape.Modes);
        if (poles == 0)
        {
            return;
        }

        int slab = Slab(blocks, poles), each = (int)Math.Clamp((long)blocks * poles / threads, Tile, Math.Max(Tile, slab));
        each = (each + Tile - 1) / Tile * Tile;
        int pieces = 0;
        for (int first = 0; first < blocks; first += slab)
        {
            pieces += (Math.Min(slab, blocks - first) + each - 1) / each;
        }

        int stride = checked(Math.Max(1, pieces) * poles);
        ArrayView<TWide> parts = work.Scratch<TWide>(checked(4 * stride));
        ComplexPlanes<T> nothing = new(work.View(default(View<T>)), work.View(default(View<T>)));
        ComplexPlanes<T> table = Table(work, z, shape), heads = work.ComplexScratch<T>(checked(slab * poles));
        int piece = 0;
        for (int first = 0; first < blocks; first += slab)
        {
            int count = Math.Min(slab, blocks - first);
            VandermondeSizes sizes = new(shape, first, count, each);
            Powers(work, z, nothing, T.One, heads, first, Block, count, shape);
            work.Launch(
                VandermondeKernels.Moments<T, TWide, TNumber>, work.Over(checked(sizes.Pieces * poles)), heads, table,
                dk, parts, piece * poles, stride, sizes);
            piece += sizes.Pieces;
        }

        work.Launch(
            VandermondeKernels.Gradients<T, TWide, TNumber>, work.Over(poles), v, scale, parts, pieces, stride, dv, dz,
            shape.Channels, shape.Modes);
    }

    private static int Blocks(in VandermondeShape shape) => (int)(((long)shape.Length + Block - 1) / Block);

    private static int Slab(int blocks, int poles) =>
        Math.Clamp(SlabHeads / poles / Tile * Tile, Tile, Math.Max(Tile, blocks));

    private static ComplexPlanes<T> Table(in GpuWork work, ComplexPlanes<T> z, in VandermondeShape shape)
    {
        ComplexPlanes<T> table = work.ComplexScratch<T>(checked(Block * shape.Channels * shape.Modes));
        ComplexPlanes<T> nothing = new(work.View(default(View<T>)), work.View(default(View<T>)));
        Powers(work, z, nothing, T.One, table, 0, 1, Block, shape);
        return table;
    }

    private static void Powers(
        in GpuWork work, ComplexPlanes<T> z, ComplexPlanes<T> v, T scale, ComplexPlanes<T> to, int first, int step,
        int count, in VandermondeShape shape) => work.Launch(
            PowerKernels.Powers<T, TWide, TNumber>, work.Over(checked(count * shape.Channels * shape.Modes)), z, v,
            scale, to, first, step, count, shape.Channels, shape.Modes);
}
