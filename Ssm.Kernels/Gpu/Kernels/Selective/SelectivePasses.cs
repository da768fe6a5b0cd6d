namespace Ssm.Kernels.Gpu;

/// <summary>How a selective scan is cut: time into chunks, states into passes of sixteen, eight, four or one.</summary>
internal readonly struct SelectivePasses(SelectiveScanShape shape, bool softplus, int planes, int threads)
{
    // A chunk shorter than this is not worth its second run.
    private const int LeastTiles = 2;

    // Complex states take twice the registers each, and their exponentials three times the code.
    private const int MostReal = 16;
    private const int MostComplex = 4;

    /// <summary>The sizes of the pass that begins with a state; the first pass is the widest.</summary>
    internal SelectiveSizes From(int state)
    {
        int left = Math.Min(shape.States - state, planes > 1 ? MostComplex : MostReal);
        int width = left >= 16 ? 16 : left >= 8 ? 8 : left >= 4 ? 4 : Math.Min(left, 1);
        long chunks = Math.Max(1, threads / Math.Max(1, (long)shape.Batch * shape.Channels));
        long tiles = Math.Max(LeastTiles, (shape.Carries + chunks - 1) / chunks);
        return new SelectiveSizes(shape, (int)tiles, softplus, state, width);
    }

    /// <summary>Does a job for all states.</summary>
    internal void Run<T, TNumber, TJob>(in GpuWork work, TJob job)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IStateNumber<T, TNumber>
        where TJob : struct, ISelectiveJob<T, TNumber>
    {
        for (int state = 0; state < shape.States;)
        {
            SelectiveSizes sizes = From(state);
            switch (sizes.Width)
            {
                case 16:
                    job.Pass<StatePair<T, TNumber, StatePair<T, TNumber, FourStates<T, TNumber>>>>(work, sizes);
                    break;
                case 8:
                    job.Pass<StatePair<T, TNumber, FourStates<T, TNumber>>>(work, sizes);
                    break;
                case 4:
                    job.Pass<FourStates<T, TNumber>>(work, sizes);
                    break;
                default:
                    job.Pass<OneState<T, TNumber>>(work, sizes);
                    break;
            }

            state += sizes.Width;
        }
    }
}
