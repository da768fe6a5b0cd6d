namespace Ssm.Kernels.Gpu;

/// <summary>The launches of the adjoint of a selective scan.</summary>
internal readonly struct SelectiveBackwardJob<T, TNumber>(
    SelectiveSources<T> sources, SelectiveGradients<T> gradients, SelectiveTargets<T> targets,
    ChunkBorders<T> borders, SelectiveScanShape shape) : ISelectiveJob<T, TNumber>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TNumber : unmanaged, IStateNumber<T, TNumber>
{
    public void Pass<TBank>(in GpuWork work, SelectiveSizes sizes)
        where TBank : unmanaged, IStateBank<T, TNumber, TBank>
    {
        if (shape.ConstantOutput)
        {
            WithOutput<TBank, ChannelWeights<T, TNumber>>(work, sizes);
        }
        else
        {
            WithOutput<TBank, RowWeights<T, TNumber>>(work, sizes);
        }
    }

    private void WithOutput<TBank, TC>(in GpuWork work, SelectiveSizes sizes)
        where TBank : unmanaged, IStateBank<T, TNumber, TBank>
        where TC : struct, IStepWeights<T, TNumber, TC>
    {
        int groups = checked(sizes.Batch * sizes.Groups * sizes.Tiles);
        if (sizes.Chunks > 1)
        {
            work.Launch(
                SelectiveAdjointKernels.Ends<T, TNumber, TBank, TC>,
                work.Groups(checked(groups * (sizes.Chunks - 1)), SelectiveBack.Threads),
                sources, gradients.Dy, borders.States, borders.Deltas, borders.Alive, sizes);
            work.Launch(
                SelectiveKernels.Join<T, TNumber>,
                work.Over(checked(sizes.Batch * sizes.Width * sizes.Channels)),
                sources.A, gradients.Dfinal, borders.States, borders.Deltas, borders.Alive, 1, sizes);
        }

        if (shape.ConstantInput)
        {
            work.Launch(
                SelectiveAdjointKernels.Backward<T, TNumber, TBank, ChannelWeights<T, TNumber>, TC>,
                work.Groups(checked(groups * sizes.Chunks), SelectiveBack.Threads),
                sources, gradients, targets, sizes);
        }
        else
        {
            work.Launch(
                SelectiveAdjointKernels.Backward<T, TNumber, TBank, RowWeights<T, TNumber>, TC>,
                work.Groups(checked(groups * sizes.Chunks), SelectiveBack.Threads),
                sources, gradients, targets, sizes);
        }
    }
}
