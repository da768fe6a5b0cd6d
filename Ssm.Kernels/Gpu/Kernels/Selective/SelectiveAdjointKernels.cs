using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The adjoint of <see cref="SelectiveKernels"/>, from the states that the scan kept at every 32nd step.
/// </summary>
/// <remarks>
/// <para>
/// With ȳ the gradient before the gate, g[t] = C[t] ȳ[t] + e^(Δ[t+1] A) g[t+1] that of the state and
/// q[t] = e^(Δ[t] A) h[t−1] g[t]:
/// ū = D ȳ + Δ Σ_n B g, Δ̄ = u Σ_n B g + Σ_n A q, B̄ = Σ_d Δu g, C̄ = Σ_d h ȳ, Ā = Σ_t Δ q, D̄ = Σ_t u ȳ.
/// </para>
/// <para>
/// A thread has one channel and goes through the tiles of its chunk from the last to the first. In a tile it makes the
/// states anew and keeps every fourth in memory (8 numbers a channel and state, used again by every tile, so mostly in
/// the cache); then it goes back four steps at a time, with what these need in registers. So there are two
/// exponentials a state and step. Sums over channels are made in shared memory, 64 channels at a time, and over groups
/// of 64 in a second pass; sums over time in registers, and over chunks and sequences in a second pass: no atomics, the
/// same bits in every run.
/// </para>
/// <para>It moves u, δ, ȳ, ū, δ̄, 20 bytes for a channel and step in float, 28 with a gate, and the states of every
/// fourth step, 2 N.</para>
/// </remarks>
internal static class SelectiveAdjointKernels
{
    private const int Short = 4;
    private const int Shorts = WeightRows.Steps / Short;

    /// <summary>What each chunk but the first adds to the gradient of the states before it, and ΣΔ as in the scan.
    /// </summary>
    internal static void Ends<T, TNumber, TBank, TC>(
        SelectiveSources<T> sources, ArrayView<T> dy, ComplexPlanes<T> ends, ArrayView<T> deltas,
        ArrayView<int> alive, SelectiveSizes sizes)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IStateNumber<T, TNumber>
        where TBank : unmanaged, IStateBank<T, TNumber, TBank>
        where TC : struct, IStepWeights<T, TNumber, TC>
    {
        ArrayView<WeightQuad<T>> cRows = SharedMemory.Allocate<WeightQuad<T>>(WeightRows.Quads);
        SelectivePlace place = new(sizes, Grid.IdxX, sizes.Chunks - 1, 1, Group.IdxX);
        int channel = place.Channel(sizes), rate = (channel * sizes.States) + sizes.First;
        TC c = TC.Of(cRows, TBank.Width, sources.C, rate);
        TBank rates = TBank.Load(sources.A, rate, 1), later = TBank.Zero;
        T total = T.Zero;
        int end = place.End(sizes), begin = place.Begin(sizes), passes = 1;
        int last = begin + ((end - 1 - begin) / WeightRows.Steps * WeightRows.Steps);
        for (int time = last; time >= begin; time -= WeightRows.Steps)
        {
            int steps = end - time < WeightRows.Steps ? end - time : WeightRows.Steps;
            Group.Barrier();
            if (TC.ByStep)
            {
                WeightRows.Stage<T, TNumber>(cRows, sources.C, sizes, place, time, steps, TBank.Width);
            }

            Group.Barrier();
            T sum = T.Zero;
            for (int s = steps - 1; s >= 0; s--)
            {
                ScanStep<T> step = sources.Step(sizes, dy, (place.Batch * sizes.Length) + time + s, channel, true);
                later = TBank.StepBack(later, rates, step.Delta, step.Dy, c, s, 0);
                if (step.Reset != 0)
                {
                    later = TBank.Zero;
                    passes = 0;
                }

                sum += step.Delta;
            }

            total += sum;
        }

        if (place.Counts(sizes))
        {
            TBank.Store(ends, place.ChunkState(sizes), sizes.Channels, later);
            deltas[place.ChunkChannel(sizes)] = total;
            alive[place.ChunkChannel(sizes)] = passes;
        }
    }

    /// <summary>The adjoint of one pass of states over one chunk.</summary>
    internal static void Backward<T, TNumber, TBank, TB, TC>(
        SelectiveSources<T> sources, SelectiveGradients<T> gradients, SelectiveTargets<T> targets,
        SelectiveSizes sizes)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IStateNumber<T, TNumber>
        where TBank : unmanaged, IStateBank<T, TNumber, TBank>
        where TB : struct, IStepWeights<T, TNumber, TB>
        where TC : struct, IStepWeights<T, TNumber, TC>
    {
        ArrayView<WeightQuad<T>> bRows = SharedMemory.Allocate<WeightQuad<T>>(WeightRows.Quads);
        ArrayView<WeightQuad<T>> cRows = SharedMemory.Allocate<WeightQuad<T>>(WeightRows.Quads);
        ArrayView<T> sink = SharedMemory.Allocate<T>(TNumber.Planes * SelectiveBack.SinkSize);
        SelectivePlace place = new(sizes, Grid.IdxX, sizes.Chunks, 0, Group.IdxX);
        bool counts = place.Counts(sizes);
        int channel = place.Channel(sizes), rate = (channel * sizes.States) + sizes.First;
        int state = (((place.Batch * sizes.Channels) + channel) * sizes.States) + sizes.First;
        TB b = TB.Of(bRows, TBank.Width, sources.B, rate);
        TC c = TC.Of(cRows, TBank.Width, sources.C, rate);
        TBank zero = TBank.Zero, later = TBank.Zero;
        if (counts && !gradients.Starts.IsNothing)
        {
            later = TBank.Load(gradients.Starts, place.ChunkState(sizes), sizes.Channels);
        }
        else if (counts && !gradients.Dfinal.IsNothing)
        {
            later = TBank.Load(gradients.Dfinal, state, 1);
        }

        FourSums<T> none = default;
        BackResult<T, TBank> totals = new(later, zero, zero, zero, none);
        ChannelSums<T> channelSums = default;
        int partStep = sizes.Groups * sizes.States, chunk = (place.Batch * sizes.Chunks) + place.Chunk;
        int saved = (chunk * Shorts * sizes.Width * sizes.Channels) + channel, savedStep = sizes.Width * sizes.Channels;
        int end = place.End(sizes), begin = place.Begin(sizes);
        int last = begin + ((end - 1 - begin) / WeightRows.Steps * WeightRows.Steps);
        for (int time = end > begin ? last : -1; time >= begin; time -= WeightRows.Steps)
        {
            int steps = end - time < WeightRows.Steps ? end - time : WeightRows.Steps;
            Group.Barrier();
            if (TB.ByStep)
            {
                WeightRows.Stage<T, TNumber>(bRows, sources.B, sizes, place, time, steps, TBank.Width);
            }

            if (TC.ByStep)
            {
                WeightRows.Stage<T, TNumber>(cRows, sources.C, sizes, place, time, steps, TBank.Width);
            }

            Group.Barrier();
            int row = (place.Batch * sizes.Length) + time, shorts = (steps + Short - 1) / Short;
            int carry = SelectiveKernels.Carry<T, TNumber>(sizes, place.Batch, time, channel);
            TBank rates = TBank.Load(sources.A, rate, 1), h = TBank.Load(gradients.Carries, carry, sizes.Channels);
            for (int k = 0; k < shorts; k++)
            {
                // Threads beyond the last channel write what the last one does.
                TBank.Store(gradients.Before, saved + (k * savedStep), sizes.Channels, h);
                for (int s = k * Short; s < (k + 1) * Short && k < shorts - 1; s++)
                {
                    ScanStep<T> step = sources.Step(sizes, row + s, channel);
                    if (step.Reset != 0)
                    {
                        h = TBank.Zero;
                    }

                    h = TBank.Step(h, rates, step.Delta, step.Input, b, s, 0);
                }
            }

            int partAt = (((((place.Tile * sizes.Batch * sizes.Length) + row) * sizes.Groups) + place.Group)
                * sizes.States) + sizes.First;
            for (int k = shorts - 1; k >= 0; k--)
            {
                int s = k * Short;
                FourSteps<T> four = new(
                    Step(sources, gradients, sizes, row, s, steps, channel, counts),
                    Step(sources, gradients, sizes, row, s + 1, steps, channel, counts),
                    Step(sources, gradients, sizes, row, s + 2, steps, channel, counts),
                    Step(sources, gradients, sizes, row, s + 3, steps, channel, counts),
                    s);
                BackPlace<T> at = new(
                    sink, sources.A, rate, gradients.Before, saved + (k * savedStep), sizes.Channels,
                    targets.InputParts, targets.OutputParts, partAt, partStep, steps);
                FourSums<T> sums = new(
                    SelectiveRowGradients.Begin(gradients, sizes, row, s, steps, channel),
                    SelectiveRowGradients.Begin(gradients, sizes, row, s + 1, steps, channel),
                    SelectiveRowGradients.Begin(gradients, sizes, row, s + 2, steps, channel),
                    SelectiveRowGradients.Begin(gradients, sizes, row, s + 3, steps, channel));
                totals = TBank.Back(totals.With(sums), four, b, c, at, 0);
                int valid = counts ? steps : 0;
                sums = totals.Sums;
                channelSums = SelectiveRowGradients.End(
                    sources, gradients, targets, sizes, row, s + 3, valid, channel, four.S3, sums.S3, channelSums);
                channelSums = SelectiveRowGradients.End(
                    sources, gradients, targets, sizes, row, s + 2, valid, channel, four.S2, sums.S2, channelSums);
                channelSums = SelectiveRowGradients.End(
                    sources, gradients, targets, sizes, row, s + 1, valid, channel, four.S1, sums.S1, channelSums);
                channelSums = SelectiveRowGradients.End(
                    sources, gradients, targets, sizes, row, s, valid, channel, four.S0, sums.S0, channelSums);
            }
        }

        if (counts)
        {
            Finish<T, TNumber, TBank, TB, TC>(targets, totals, channelSums, place, sizes, channel);
        }
    }

    /// <summary>The gradients where there are no states: those of u, the skip and the gate.</summary>
    internal static void Stateless<T>(
        SelectiveSources<T> sources, SelectiveGradients<T> gradients, SelectiveTargets<T> targets,
        SelectiveSizes sizes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // One thread goes through one channel of one sequence: there is one chunk.
        for (int i = GridStride.Start; i < sizes.Batch * sizes.Channels; i += GridStride.Step)
        {
            int channel = i % sizes.Channels, row = (i / sizes.Channels) * sizes.Length;
            ChannelSums<T> sums = default;
            StepSums<T> none = default;
            for (int s = sizes.Length - 1; s >= 0; s--)
            {
                ScanStep<T> step = Step(sources, gradients, sizes, row, s, sizes.Length, channel, true);
                sums = SelectiveRowGradients.End(
                    sources, gradients, targets, sizes, row, s, sizes.Length, channel, step, none, sums);
            }

            targets.ChannelParts.Re[i] = sums.Skip;
            targets.ChannelParts.Im[i] = sums.Bias;
        }
    }

    private static ScanStep<T> Step<T>(
        SelectiveSources<T> sources, SelectiveGradients<T> gradients, SelectiveSizes sizes, int row, int step,
        int steps, int channel, bool counts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int there = step < steps ? step : steps - 1;
        return sources.Step(sizes, gradients.Dy, row + there, channel, counts && step < steps);
    }

    private static void Finish<T, TNumber, TBank, TB, TC>(
        SelectiveTargets<T> targets, BackResult<T, TBank> totals, ChannelSums<T> channelSums, SelectivePlace place,
        SelectiveSizes sizes, int channel)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IStateNumber<T, TNumber>
        where TBank : unmanaged, IStateBank<T, TNumber, TBank>
        where TB : struct, IStepWeights<T, TNumber, TB>
        where TC : struct, IStepWeights<T, TNumber, TC>
    {
        int chunk = (((place.Batch * sizes.Chunks) + place.Chunk) * sizes.Channels) + channel;
        int at = (chunk * sizes.States) + sizes.First;
        if (!targets.Dinitial.IsNothing && place.Chunk == 0)
        {
            int state = (((place.Batch * sizes.Channels) + channel) * sizes.States) + sizes.First;
            TBank.Store(targets.Dinitial, state, 1, totals.Later);
        }

        if (!targets.RateParts.IsNothing)
        {
            TBank.Store(targets.RateParts, at, 1, totals.Rates);
        }

        if (!TB.ByStep && !targets.InputParts.IsNothing)
        {
            TBank.Store(targets.InputParts, at, 1, totals.Input);
        }

        if (!TC.ByStep && !targets.OutputParts.IsNothing)
        {
            TBank.Store(targets.OutputParts, at, 1, totals.Output);
        }

        if (sizes.IsLast != 0)
        {
            targets.ChannelParts.Re[chunk] = channelSums.Skip;
            targets.ChannelParts.Im[chunk] = channelSums.Bias;
        }
    }
}
