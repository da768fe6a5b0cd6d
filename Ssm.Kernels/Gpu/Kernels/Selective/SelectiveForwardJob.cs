using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The launches of a selective scan.</summary>
internal readonly struct SelectiveForwardJob<T, TNumber>(
    SelectiveSources<T> sources, ComplexPlanes<T> initial, ArrayView<T> y, ComplexPlanes<T> final,
    ComplexPlanes<T> carries, ChunkBorders<T> borders, SelectiveScanShape shape) : ISelectiveJob<T, TNumber>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TNumber : unmanaged, IStateNumber<T, TNumber>
{
    public void Pass<TBank>(in GpuWork work, SelectiveSizes sizes)
        where TBank : unmanaged, IStateBank<T, TNumber, TBank>
    {
        if (shape.ConstantInput)
        {
            WithInput<TBank, ChannelWeights<T, TNumber>>(work, sizes);
        }
        else
        {
            WithInput<TBank, RowWeights<T, TNumber>>(work, sizes);
        }
    }

    private void WithInput<TBank, TB>(in GpuWork work, SelectiveSizes sizes)
        where TBank : unmanaged, IStateBank<T, TNumber, TBank>
        where TB : struct, IStepWeights<T, TNumber, TB>
    {
        int groups = checked(sizes.Batch * sizes.Groups * sizes.Tiles);
        if (sizes.Chunks > 1)
        {
            work.Launch(
                SelectiveKernels.Ends<T, TNumber, TBank, TB>,
                work.Groups(checked(groups * (sizes.Chunks - 1)), SelectiveBack.Threads),
                sources, borders.States, borders.Deltas, borders.Alive, sizes);
            work.Launch(
                SelectiveKernels.Join<T, TNumber>,
                work.Over(checked(sizes.Batch * sizes.Width * sizes.Channels)),
                sources.A, initial, borders.States, borders.Deltas, borders.Alive, 0, sizes);
        }

        if (shape.ConstantOutput)
        {
            work.Launch(
                SelectiveKernels.Forward<T, TNumber, TBank, TB, ChannelWeights<T, TNumber>>,
                work.Groups(checked(groups * sizes.Chunks), SelectiveBack.Threads),
                sources, initial, borders.States, y, final, carries, sizes);
        }
        else
        {
            work.Launch(
                SelectiveKernels.Forward<T, TNumber, TBank, TB, RowWeights<T, TNumber>>,
                work.Groups(checked(groups * sizes.Chunks), SelectiveBack.Threads),
                sources, initial, borders.States, y, final, carries, sizes);
        }
    }
}
