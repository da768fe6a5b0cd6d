namespace Ssm.Autodiff;

/// <summary>What one block of a model costs in a training step, in bytes.</summary>
/// <param name="Kept">What the tape keeps of it for the backward pass, its output included.</param>
/// <param name="Output">Its output alone: what is kept where the block is computed again.</param>
/// <param name="Peak">The most that forward and backward pass of the block alone have in use at one time.</param>
/// <param name="Gradients">The gradients of its parameters.</param>
public readonly record struct BlockCost(long Kept, long Output, long Peak, long Gradients)
{
    /// <summary>Measures a block by a forward and a backward pass of it alone.</summary>
    /// <param name="block">The block.</param>
    /// <param name="x">An input of the size to come.</param>
    /// <param name="parameters">The block's parameters.</param>
    public static BlockCost Measure<T>(
        Func<Variable<T>, Variable<T>> block, NdArray<T> x, IEnumerable<Variable<T>> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(parameters);
        using Tape<T> tape = new();
        Variable<T>[] watched = [.. parameters];
        tape.Watch(watched);
        Variable<T> y = block(tape.Watch(new Variable<T>(x)));
        long kept = tape.Memory.Level.Bytes;
        if (y.Tape is not null)
        {
            tape.Backward(y, NdArray<T>.Full(y.Shape, T.One, y.Backend));
        }

        return new BlockCost(kept, y.Array.Bytes, tape.PeakBytes, watched.Sum(parameter => parameter.Array.Bytes));
    }
}
