namespace Ssm.Kernels;

/// <content>One step at a time.</content>
public static unsafe partial class SelectiveScan
{
    /// <summary>Channels whose Δ is computed together; two arrays of them lie on the stack.</summary>
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

                StepSequence(work, batch, row);
            }
        }
    }

    private static void StepSequence<T>(in SelectiveWork<T> work, int batch, T* state)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SelectiveScanShape shape = work.Shape;
        int states = shape.States;
        T* steps = stackalloc T[StepChannels], outputs = stackalloc T[StepChannels];
        for (int first = 0; first < shape.Channels; first += StepChannels)
        {
            int width = Math.Min(StepChannels, shape.Channels - first);
            nint at = work.Row(batch, 0) + first;
            SelectiveStep.Sizes(
                work.Delta + at, work.DeltaBias == null ? null : work.DeltaBias + first, steps, work.Softplus, width);
            for (int channel = 0; channel < width; channel++)
            {
                nint rates = (nint)(first + channel) * states;
                nint weights = work.Weights(batch, 0, (first + channel) / shape.GroupChannels);
                T* b = shape.ConstantInput ? work.B + rates : work.B + weights;
                T* c = shape.ConstantOutput ? work.C + rates : work.C + weights;
                T input = steps[channel] * work.U[at + channel];
                T sum = SelectiveStep.Channel(steps[channel], input, work.A + rates, state + rates, b, c, states);
                T skip = work.Skip == null ? T.Zero : work.Skip[first + channel];
                outputs[channel] = Fused.MultiplyAdd(skip, work.U[at + channel], sum);
            }

            SelectiveStep.Gated(outputs, work.Gate == null ? null : work.Gate + at, work.Y + at, width);
        }
    }
}
