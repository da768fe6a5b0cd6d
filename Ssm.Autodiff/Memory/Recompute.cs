namespace Ssm.Autodiff;

/// <summary>Trades time for memory: keeps a block's inputs instead of all that its backward pass needs.</summary>
/// <remarks>
/// Forward, the block runs without being recorded, and only its outputs stay. When their gradients have come back, the
/// block runs again, is recorded in place of its own entry, and is played back like any other ops. So gradients have
/// the same bits as without, for one more forward pass of the block.
/// Griewank and Walther, "Algorithm 799: revolve", 2000; Chen et al., "Training Deep Nets with Sublinear Memory Cost",
/// 2016, arXiv:1604.06174.
/// </remarks>
public static class Recompute
{
    /// <summary>Runs a block of one input and one output.</summary>
    /// <param name="block">
    /// The block. It runs twice and must give the same both times: a block that draws random numbers draws them anew
    /// from the same state, and one that updates something does so once. Parameters may be captured; they get their
    /// gradients.
    /// </param>
    /// <param name="x">Its input.</param>
    /// <param name="tape">The tape that the block's parameters are on; by default the input's.</param>
    /// <returns>The block's output.</returns>
    public static Variable<T> Run<T>(Func<Variable<T>, Variable<T>> block, Variable<T> x, Tape<T>? tape = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(x);
        return Run(inputs => [block(inputs[0])], [x], tape)[0];
    }

    /// <summary>Runs a block of several inputs and outputs, such as a chunk and a state.</summary>
    /// <param name="block">The block, as above.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="tape">The tape that the block's parameters are on; by default the inputs'.</param>
    /// <returns>The block's outputs.</returns>
    /// <exception cref="InvalidOperationException">The block gave another number of outputs later.</exception>
    public static Variable<T>[] Run<T>(
        Func<Variable<T>[], Variable<T>[]> block, Variable<T>[] inputs, Tape<T>? tape = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(inputs);
        tape ??= Tape<T>.Of(inputs);
        if (tape is null || tape.IsPaused)
        {
            return block(inputs);
        }

        MemoryLevel level = tape.Memory.Level;
        NdArray<T>[] outputs = Array.ConvertAll(Unrecorded(tape, block, inputs), output => output.Array);
        tape.Memory.PopTo(level, without: outputs);
        return tape.Record(outputs, RecomputePullback, inputs, nameof(Recompute));

        void RecomputePullback(ReadOnlySpan<NdArray<T>?> dy, Gradients<T> gradients)
        {
            tape.ForgetOutputs();
            Variable<T>[] again = block(inputs);
            if (again.Length != outputs.Length)
            {
                throw new InvalidOperationException(
                    $"Recompute: the block gave {outputs.Length} outputs the first time and {again.Length} the " +
                    "second; it has to do the same both times.");
            }

            for (int i = 0; i < dy.Length; i++)
            {
                if (dy[i] is { } gradient)
                {
                    gradients.Add(again[i], gradient);
                }
            }
        }
    }

    private static Variable<T>[] Unrecorded<T>(
        Tape<T> tape, Func<Variable<T>[], Variable<T>[]> block, Variable<T>[] inputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        tape.IsPaused = true;
        try
        {
            return block(inputs);
        }
        finally
        {
            tape.IsPaused = false;
        }
    }
}
