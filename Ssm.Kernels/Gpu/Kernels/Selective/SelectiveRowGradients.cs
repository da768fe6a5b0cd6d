namespace Ssm.Kernels.Gpu;

/// <summary>Sums over time of one channel.</summary>
internal readonly struct ChannelSums<T>(T skip, T bias)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Σ u ȳ.</summary>
    internal readonly T Skip = skip;

    /// <summary>Σ δ̄.</summary>
    internal readonly T Bias = bias;
}

/// <summary>The gradients of what has no states, made of the sums over states of one step of one channel.</summary>
internal static class SelectiveRowGradients
{
    /// <summary>What the passes before this one have summed up.</summary>
    internal static StepSums<T> Begin<T>(
        SelectiveGradients<T> gradients, SelectiveSizes sizes, int row, int step, int steps, int channel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        StepSums<T> sums = default;
        if (sizes.IsFirst == 0 && step < steps)
        {
            int at = ((row + step) * sizes.Channels) + channel;
            sums = new(
                gradients.Sums[at], gradients.Sums[at + gradients.SumElements],
                gradients.Sums[at + (2 * gradients.SumElements)]);
        }

        return sums;
    }

    /// <summary>
    /// ū = D ȳ + Δ Σ B g, Δ̄ = u Σ B g + Σ A q, δ̄ = Δ̄ σ(δ + bias) where there is a softplus,
    /// z̄ = ȳ (y before the gate) σ(z) (1 + z (1 − σ(z))); or, before the last pass, the sums as they are.
    /// </summary>
    internal static ChannelSums<T> End<T>(
        SelectiveSources<T> sources, SelectiveGradients<T> gradients, SelectiveTargets<T> targets,
        SelectiveSizes sizes, int row, int step, int steps, int channel, ScanStep<T> now, StepSums<T> sums,
        ChannelSums<T> totals)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ChannelSums<T> next = totals;
        if (step < steps)
        {
            int at = ((row + step) * sizes.Channels) + channel;
            if (sizes.IsLast == 0)
            {
                gradients.Sums[at] = sums.Y;
                gradients.Sums[at + gradients.SumElements] = sums.Input;
                gradients.Sums[at + (2 * gradients.SumElements)] = sums.Rate;
            }
            else
            {
                T u = sources.U[at], skip = sources.ChannelSkip(channel);
                T ddelta = (u * sums.Input) + sums.Rate;
                if (sizes.Softplus != 0)
                {
                    T raw = sources.Delta[at] + sources.ChannelBias(channel);
                    ddelta *= raw > VectorMath.Number<T>(20.0) ? T.One : VectorMath.Sigmoid(raw);
                }

                next = new((u * now.Dy) + totals.Skip, totals.Bias + ddelta);
                if (targets.Du.IntLength > 0)
                {
                    targets.Du[at] = (now.Delta * sums.Input) + (skip * now.Dy);
                }

                if (targets.Ddelta.IntLength > 0)
                {
                    targets.Ddelta[at] = ddelta;
                }

                if (targets.Dgate.IntLength > 0)
                {
                    T z = sources.Gate[at], slope = VectorMath.Sigmoid(z);
                    T y = sums.Y + (skip * u), inner = (z * (T.One - slope)) + T.One;
                    targets.Dgate[at] = gradients.Dy[at] * y * (slope * inner);
                }
            }
        }

        return next;
    }
}
