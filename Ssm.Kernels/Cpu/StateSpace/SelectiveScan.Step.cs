namespace Ssm.Kernels;

/// <content>One step at a time.</content>
public static unsafe partial class SelectiveScan
{
    /// <summary>Channels that go through a step together: their rates and states stay in the first-level cache.
    /// </summary>
    private const int StepChannels = 64;

    /// <summary>One time step of a batch of sequences; allocates nothing.</summary>
    /// <remarks>Lanes run across the states of a channel, which lie together.</remarks>
    /// <param name="operands">What is read, with L = 1; the initial states are not.</param>
    /// <param name="state">The states (B, D, N), moved on by the step.</param>
    /// <param name="y">The outputs: (B, 1, D).</param>
    /// <param name="shape">The sizes, with L = 1.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape, D is no multiple of G, or L is not 1.
    /// </exception>
    public static void Step<T>(
        in SelectiveScanOperands<T> operands, Span<T> state, Span<T> y, SelectiveScanShape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(operands, shape, threads: 1);
        Guard.Length(shape.Length, 1, nameof(SelectiveScan));
        Guard.Length(operands.Initial.Length, 0, nameof(SelectiveScan));
        Guard.Length(state.Length, shape.StateElements, nameof(SelectiveScan));
        Guard.Length(y.Length, shape.Elements, nameof(SelectiveScan));
        fixed (T* u = operands.U, delta = operands.Delta, a = operands.A, b = operands.B, c = operands.C)
        fixed (T* skip = operands.Skip, gate = operands.Gate, bias = operands.DeltaBias, h = state, yp = y)
        {
            SelectiveWork<T> work = new()
            {
                Shape = shape,
                U = u,
                Delta = delta,
                A = a,
                B = b,
                C = c,
                Skip = skip,
                Gate = gate,
                DeltaBias = bias,
                Softplus = operands.Softplus,
                Y = yp,
            };
            for (int batch = 0; batch < shape.Batch; batch++)
            {
                T* row = h + work.State(batch, 0);
                if (!operands.Resets.IsEmpty && operands.Resets[batch] != 0)
                {
                    new Span<T>(row, shape.RateElements).Clear();
                }

                StepSequence(work, batch, row, stateIm: null);
            }
        }
    }

    /// <summary>One step of one sequence, real or complex; the imaginary states of a real one are null.</summary>
    internal static void StepSequence<T>(in SelectiveWork<T> work, int batch, T* state, T* stateIm)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SelectiveScanShape shape = work.Shape;
        int states = shape.States;
        T* steps = stackalloc T[StepChannels], inputs = stackalloc T[StepChannels];
        T* outputs = stackalloc T[StepChannels], sums = stackalloc T[StepChannels * Vector<T>.Count];
        for (int first = 0; first < shape.Channels;)
        {
            int group = first / shape.GroupChannels, end = (group + 1) * shape.GroupChannels;
            int width = Math.Min(StepChannels, end - first);
            nint at = work.Row(batch, 0) + first, rates = (nint)first * states;
            nint input = shape.ConstantInput ? rates : work.Weights(batch, 0, group);
            nint output = shape.ConstantOutput ? rates : work.Weights(batch, 0, group);
            SelectiveStep.Sizes(
                work.Delta + at, work.DeltaBias == null ? null : work.DeltaBias + first, steps, work.Softplus, width);
            for (int channel = 0; channel < width; channel++)
            {
                inputs[channel] = steps[channel] * work.U[at + channel];
            }

            SelectiveStepBlock<T> block = new()
            {
                Delta = steps,
                Input = inputs,
                A = work.A + rates,
                AIm = work.AIm + rates,
                H = state + rates,
                HIm = stateIm + rates,
                B = work.B + input,
                BIm = work.BIm + input,
                BStep = shape.ConstantInput ? states : 0,
                C = work.C + output,
                CIm = work.CIm + output,
                CStep = shape.ConstantOutput ? states : 0,
                States = states,
                Channels = width,
            };
            StepBlock(block, work.Complex, sums, outputs);
            for (int channel = 0; channel < width && work.Skip != null; channel++)
            {
                T u = work.U[at + channel];
                outputs[channel] = Fused.MultiplyAdd(work.Skip[first + channel], u, outputs[channel]);
            }

            SelectiveStep.Gated(outputs, work.Gate == null ? null : work.Gate + at, work.Y + at, width);
            first += width;
        }
    }

    private static void StepBlock<T>(in SelectiveStepBlock<T> block, bool complex, T* sums, T* outputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool rest = block.States % Vector<T>.Count != 0;
        if (complex)
        {
            ComplexSelectiveStep.Block(block, sums);
        }
        else
        {
            SelectiveStep.Block(block, sums);
        }

        for (int channel = 0; channel < block.Channels; channel++)
        {
            T sum = Vector.Sum(Vector.Load(sums + (channel * Vector<T>.Count)));
            if (rest)
            {
                sum += complex ? ComplexSelectiveStep.Rest(block, channel) : SelectiveStep.Rest(block, channel);
            }

            outputs[channel] = complex ? sum + sum : sum;
        }
    }
}
