namespace Ssm.Kernels.Gpu;

/// <summary>The memory that the adjoint's sums need, and their last additions.</summary>
internal static class SelectiveGradientSums
{
    /// <summary>Steps between two states of a tile that are kept while it is worked on.</summary>
    private const int ShortSteps = 4;

    /// <summary>Two planes of scratch memory, or one for real numbers.</summary>
    internal static ComplexPlanes<T> Scratch<T>(in GpuWork work, int planes, int length)
        where T : unmanaged, IFloatingPointIeee754<T> => new(
            work.Scratch<T>(Math.Max(1, length)),
            planes > 1 ? work.Scratch<T>(Math.Max(1, length)) : work.View(default(View<T>)));

    /// <summary>Room for the states before every fourth step of a tile, in every chunk.</summary>
    internal static ComplexPlanes<T> Before<T>(in GpuWork work, int planes, SelectiveSizes widest)
        where T : unmanaged, IFloatingPointIeee754<T> => Scratch<T>(
            work, planes,
            checked(widest.Batch * widest.Chunks * (WeightRows.Steps / ShortSteps) * widest.Width * widest.Channels));

    /// <summary>Where the sums of a gradient of weights go: to the gradient itself where there is one sum.</summary>
    internal static ComplexPlanes<T> Parts<T>(
        in GpuWork work, int planes, ComplexPlanes<T> gradient, int pieces)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        gradient.IsNothing || pieces == 1
            ? gradient
            : Scratch<T>(work, planes, checked(pieces * gradient.Re.IntLength));

    /// <summary>Adds the pieces up, unless there is one.</summary>
    internal static void Add<T>(in GpuWork work, ComplexPlanes<T> parts, ComplexPlanes<T> gradient, int pieces)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (pieces == 1)
        {
            return;
        }

        int length = gradient.Re.IntLength;
        PieceSums.Add(work, parts.Re, pieces, length, gradient.Re, length);
        PieceSums.Add(work, parts.Im, pieces, length, gradient.Im, gradient.Im.IntLength);
    }
}
