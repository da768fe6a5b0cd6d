using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The launches of Cauchy sums.</summary>
internal static class CauchyLauncher<T, TWide, TNumber>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TWide : unmanaged, IFloatingPointIeee754<TWide>
    where TNumber : struct, IWideNumber<T, TWide>
{
    private const int Sums = 6;

    // Frequencies that one thread of the adjoint adds up: longer sums round more, shorter ones take more memory.
    private const int LeastPiece = 64;
    private const int MostPiece = 512;

    internal static void Forward(
        in GpuWork work, ComplexPlanes<T> v, ComplexPlanes<T> z, ComplexPlanes<T> c, in CauchyShape shape)
    {
        CauchySizes sizes = new(shape, MostPiece);
        ComplexPlanes<T> nodes = Nodes(work, sizes);
        ArrayView<T> modes = Modes(work, v, z, sizes);
        int threads = checked(sizes.Pairs * ((sizes.Frequencies + 1) / 2) * sizes.Channels);
        work.Launch(CauchyKernels.Forward, work.Over(threads), nodes, modes, c, sizes);
    }

    /// <param name="work">The work.</param>
    /// <param name="v">(V, H, N).</param>
    /// <param name="z">(H, N).</param>
    /// <param name="dc">(V, F, H).</param>
    /// <param name="dv">(V, H, N).</param>
    /// <param name="dz">(H, N).</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="threads">Threads that make the device busy.</param>
    internal static void Adjoint(
        in GpuWork work, ComplexPlanes<T> v, ComplexPlanes<T> z, ComplexPlanes<T> dc, ComplexPlanes<T> dv,
        ComplexPlanes<T> dz, in CauchyShape shape, int threads)
    {
        long all = (long)shape.Poles * shape.Frequencies * ((shape.Numerators + 1) / 2);
        CauchySizes sizes = new(shape, (int)Math.Clamp(all / threads, LeastPiece, MostPiece));
        ComplexPlanes<T> nodes = Nodes(work, sizes);
        ArrayView<T> modes = Modes(work, v, z, sizes);
        int items = checked(sizes.Pairs * sizes.Pieces * sizes.Poles);
        ArrayView<T> parts = work.Scratch<T>(checked(Sums * items));
        work.Launch(CauchyKernels.Moments, work.Over(items), nodes, modes, dc, parts, sizes);
        work.Launch(
            CauchyKernels.Gradients<T, TWide, TNumber>, work.Over(sizes.Poles), v, z, parts, dv, dz, sizes);
    }

    private static ComplexPlanes<T> Nodes(in GpuWork work, CauchySizes sizes)
    {
        ComplexPlanes<T> nodes = work.ComplexScratch<T>(sizes.Frequencies);
        work.Launch(CauchyKernels.Nodes<T, TWide, TNumber>, work.Over(sizes.Frequencies), nodes, sizes);
        return nodes;
    }

    private static ArrayView<T> Modes(in GpuWork work, ComplexPlanes<T> v, ComplexPlanes<T> z, CauchySizes sizes)
    {
        int numbers = CauchyMode<T>.Shared + (4 * sizes.Pairs);
        ArrayView<T> modes = work.Scratch<T>(checked(numbers * sizes.Poles));
        work.Launch(CauchyKernels.Modes<T, TWide, TNumber>, work.Over(sizes.Poles), v, z, modes, sizes);
        return modes;
    }
}
