using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>
/// The selective scan h[t] = e^(Δ[t] A) ⊙ h[t−1] + Δ[t] u[t] B[t], y[t] = (⟨C[t], h[t]⟩ + D u[t]) ⊙ SiLU(z[t]).
/// </summary>
/// <remarks>
/// <para>
/// A thread has one channel with its states in registers and goes through time; its neighbours have the channels
/// beside it, so all loads are of neighbouring numbers. The weights of 32 steps are in shared memory, read by all
/// threads at once. It moves u, Δ and y, 12 bytes for a channel and step in float, and z where there is a gate; the
/// exponentials, one for each state, take longer.
/// </para>
/// <para>
/// Few sequences with few channels are cut into chunks, in three phases: each chunk's last states from none, and its
/// sum of Δ (the product of all e^(ΔA) is e^(A ΣΔ)); the states between the chunks, one after the other; and the scan
/// itself from there. More states than a pass has room for are done in several passes that add up y.
/// </para>
/// <para>Gu and Dao, "Mamba: Linear-Time Sequence Modeling with Selective State Spaces", 2023, arXiv:2312.00752,
/// section 3.3.2; Blelloch, "Prefix sums and their applications", 1990, for the three phases.</para>
/// </remarks>
internal static class SelectiveKernels
{
    /// <summary>The scan of one pass of states over one chunk.</summary>
    /// <param name="sources">The operands.</param>
    /// <param name="initial">The states before the first step, (B, D, N), or nothing.</param>
    /// <param name="starts">The states before the chunks, (B, chunks, width, D), or nothing for one chunk.</param>
    /// <param name="y">(B, L, D).</param>
    /// <param name="final">The states after the last step, (B, D, N), or nothing.</param>
    /// <param name="carries">The states before every 32nd step, (B, ⌈L/32⌉, planes, N, D), or nothing.</param>
    /// <param name="sizes">The sizes.</param>
    internal static void Forward<T, TNumber, TBank, TB, TC>(
        SelectiveSources<T> sources, ComplexPlanes<T> initial, ComplexPlanes<T> starts, ArrayView<T> y,
        ComplexPlanes<T> final, ComplexPlanes<T> carries, SelectiveSizes sizes)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IStateNumber<T, TNumber>
        where TBank : unmanaged, IStateBank<T, TNumber, TBank>
        where TB : struct, IStepWeights<T, TNumber, TB>
        where TC : struct, IStepWeights<T, TNumber, TC>
    {
        ArrayView<WeightQuad<T>> bRows = SharedMemory.Allocate<WeightQuad<T>>(WeightRows.Quads);
        ArrayView<WeightQuad<T>> cRows = SharedMemory.Allocate<WeightQuad<T>>(WeightRows.Quads);
        SelectivePlace place = new(sizes, Grid.IdxX, sizes.Chunks, 0, Group.IdxX);
        bool counts = place.Counts(sizes);
        int channel = place.Channel(sizes), rate = (channel * sizes.States) + sizes.First;
        int state = (((place.Batch * sizes.Channels) + channel) * sizes.States) + sizes.First;
        TB b = TB.Of(bRows, TBank.Width, sources.B, rate);
        TC c = TC.Of(cRows, TBank.Width, sources.C, rate);
        TBank rates = TBank.Load(sources.A, rate, 1), h = TBank.Zero;
        if (!starts.IsNothing)
        {
            h = TBank.Load(starts, place.ChunkState(sizes), sizes.Channels);
        }
        else if (!initial.IsNothing)
        {
            h = TBank.Load(initial, state, 1);
        }

        T bias = sources.ChannelBias(channel), skip = sources.ChannelSkip(channel);
        int end = place.End(sizes);
        for (int time = place.Begin(sizes); time < end; time += WeightRows.Steps)
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
            if (counts && !carries.IsNothing)
            {
                TBank.Store(carries, Carry<T, TNumber>(sizes, place.Batch, time, channel), sizes.Channels, h);
            }

            int row = (place.Batch * sizes.Length) + time, at = (row * sizes.Channels) + channel;
            for (int s = 0; s < steps; s++, at += sizes.Channels)
            {
                T u = sources.U[at], delta = SelectiveStep.Delta(sources.Delta[at] + bias, sizes.Softplus);
                if (sources.Reset(row + s) != 0)
                {
                    h = TBank.Zero;
                }

                h = TBank.Step(h, rates, delta, delta * u, b, s, 0);
                T sum = sizes.IsFirst != 0 ? skip * u : y[at];
                sum = TBank.Output(sum, h, c, s, 0);
                sum = sizes.IsLast != 0 ? sum * sources.Silu(at) : sum;
                if (counts)
                {
                    y[at] = sum;
                }
            }
        }

        if (counts && !final.IsNothing && place.Chunk == sizes.Chunks - 1)
        {
            TBank.Store(final, state, 1, h);
        }
    }

    /// <summary>The output without any state, y = D u ⊙ SiLU(z).</summary>
    internal static void Stateless<T>(SelectiveSources<T> sources, ArrayView<T> y, int channels, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            y[i] = sources.ChannelSkip(i % channels) * sources.U[i] * sources.Silu(i);
        }
    }

    /// <summary>The states after each chunk but the last, from none before it, and how much of those passes through.
    /// </summary>
    internal static void Ends<T, TNumber, TBank, TB>(
        SelectiveSources<T> sources, ComplexPlanes<T> ends, ArrayView<T> deltas, ArrayView<int> alive,
        SelectiveSizes sizes)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IStateNumber<T, TNumber>
        where TBank : unmanaged, IStateBank<T, TNumber, TBank>
        where TB : struct, IStepWeights<T, TNumber, TB>
    {
        ArrayView<WeightQuad<T>> bRows = SharedMemory.Allocate<WeightQuad<T>>(WeightRows.Quads);
        SelectivePlace place = new(sizes, Grid.IdxX, sizes.Chunks - 1, 0, Group.IdxX);
        int channel = place.Channel(sizes), rate = (channel * sizes.States) + sizes.First;
        TB b = TB.Of(bRows, TBank.Width, sources.B, rate);
        TBank rates = TBank.Load(sources.A, rate, 1), h = TBank.Zero;
        T bias = sources.ChannelBias(channel), total = T.Zero;
        int end = place.End(sizes), passes = 1;
        for (int time = place.Begin(sizes); time < end; time += WeightRows.Steps)
        {
            int steps = end - time < WeightRows.Steps ? end - time : WeightRows.Steps;
            Group.Barrier();
            if (TB.ByStep)
            {
                WeightRows.Stage<T, TNumber>(bRows, sources.B, sizes, place, time, steps, TBank.Width);
            }

            Group.Barrier();
            int row = (place.Batch * sizes.Length) + time, at = (row * sizes.Channels) + channel;
            T sum = T.Zero;
            for (int s = 0; s < steps; s++, at += sizes.Channels)
            {
                T u = sources.U[at], delta = SelectiveStep.Delta(sources.Delta[at] + bias, sizes.Softplus);
                if (sources.Reset(row + s) != 0)
                {
                    h = TBank.Zero;
                    passes = 0;
                }

                h = TBank.Step(h, rates, delta, delta * u, b, s, 0);
                sum += delta;
            }

            total += sum;
        }

        if (place.Counts(sizes))
        {
            TBank.Store(ends, place.ChunkState(sizes), sizes.Channels, h);
            deltas[place.ChunkChannel(sizes)] = total;
            alive[place.ChunkChannel(sizes)] = passes;
        }
    }

    /// <summary>From what each chunk adds to the states between chunks to these states themselves.</summary>
    /// <param name="rates">(D, N).</param>
    /// <param name="border">What is there before the first chunk (or, backward, after the last), (B, D, N), or nothing.
    /// </param>
    /// <param name="ends">(B, chunks, width, D): what a chunk adds; on return, what comes into it.</param>
    /// <param name="deltas">(B, chunks, D), the sums of Δ.</param>
    /// <param name="alive">(B, chunks, D), 0 where nothing passes through.</param>
    /// <param name="backward">Whether to go from the last chunk to the first, with conjugate rates.</param>
    /// <param name="sizes">The sizes.</param>
    internal static void Join<T, TNumber>(
        ComplexPlanes<T> rates, ComplexPlanes<T> border, ComplexPlanes<T> ends, ArrayView<T> deltas,
        ArrayView<int> alive, int backward, SelectiveSizes sizes)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IStateNumber<T, TNumber>
    {
        int count = sizes.Batch * sizes.Width * sizes.Channels;
        for (int i = GridStride.Start; i < count; i += GridStride.Step)
        {
            int channel = i % sizes.Channels, n = (i / sizes.Channels) % sizes.Width;
            int batch = i / sizes.Channels / sizes.Width, state = (channel * sizes.States) + sizes.First + n;
            TNumber rate = TNumber.Load(rates, state), h = TNumber.Zero;
            if (!border.IsNothing)
            {
                h = TNumber.Load(border, (batch * sizes.Channels * sizes.States) + state);
            }

            for (int k = 0; k < sizes.Chunks; k++)
            {
                int chunk = (batch * sizes.Chunks) + (backward != 0 ? sizes.Chunks - 1 - k : k);
                int at = (((chunk * sizes.Width) + n) * sizes.Channels) + channel;
                if (k < sizes.Chunks - 1)
                {
                    int place = (chunk * sizes.Channels) + channel;
                    TNumber end = TNumber.Load(ends, at), e = TNumber.Power(deltas[place], rate);
                    TNumber.Store(ends, at, h);
                    TNumber through = backward != 0 ? TNumber.MultiplyConjugate(e, h) : TNumber.Multiply(e, h);
                    h = alive[place] != 0
                        ? TNumber.AddScaled(through, T.One, end)
                        : end;
                }
                else
                {
                    TNumber.Store(ends, at, h);
                }
            }
        }
    }

    /// <summary>Where the states of a channel before a tile are kept.</summary>
    internal static int Carry<T, TNumber>(SelectiveSizes sizes, int batch, int time, int channel)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IStateNumber<T, TNumber>
    {
        int tile = (batch * sizes.Carries) + (time / WeightRows.Steps);
        return (((tile * TNumber.Planes * sizes.States) + sizes.First) * sizes.Channels) + channel;
    }
}
