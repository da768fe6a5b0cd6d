using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Layers;

/// <summary>A map from sequences to sequences of the same length, in its three forms.</summary>
/// <remarks>
/// The forms agree: a whole sequence, the same in chunks that hand a state on, and one step after another. A state is
/// a value: <see cref="StateSize"/> numbers for each sequence, zero at the start, to be copied, saved or replaced at
/// will. Chunks are differentiable through inputs and states. For backpropagation that is truncated at the chunks,
/// give each a tape of its own, hand <c>state.Detach()</c> on, and add their gradients up in one
/// <see cref="Gradients{T}"/>: that takes the memory of one chunk, however long the sequence.
/// </remarks>
public abstract class SequenceLayer<T> : Module<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Numbers in the state of one sequence.</summary>
    public abstract int StateSize { get; }

    /// <summary>Whether an output depends on the past alone; only then are there chunks and steps.</summary>
    public virtual bool IsCausal => true;

    /// <summary>A whole sequence from the zero state.</summary>
    /// <param name="u">(B, L, H).</param>
    /// <param name="pass">Present while training.</param>
    /// <returns>(B, L, H), or another number of channels where the layer says so.</returns>
    public abstract Variable<T> Forward(Variable<T> u, TrainingPass? pass = null);

    /// <summary>A chunk that goes on from a state.</summary>
    /// <param name="u">(B, L, H).</param>
    /// <param name="state">(B, <see cref="StateSize"/>).</param>
    /// <param name="pass">Present while training.</param>
    /// <returns>The output, and the state after the chunk's last step.</returns>
    /// <exception cref="NotSupportedException">The layer is not causal.</exception>
    public abstract (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, TrainingPass? pass = null);

    /// <summary>Packed or padded rows: each sequence from the zero state, as if it were alone.</summary>
    /// <param name="u">(B, L, H).</param>
    /// <param name="segments">Which steps belong together, and which are padding.</param>
    /// <param name="pass">Present while training.</param>
    /// <returns>As of whole sequences; zero on padding.</returns>
    /// <exception cref="ArgumentException">The segments describe other rows or steps.</exception>
    public virtual Variable<T> Forward(Variable<T> u, Segments segments, TrainingPass? pass = null)
    {
        ArgumentNullException.ThrowIfNull(segments);
        segments.Require(GetType().Name, u);
        return segments.IsPlain ? Forward(u, pass) : SegmentGroups.Run(u, segments, IsCausal, x => Forward(x, pass));
    }

    /// <summary>A chunk of packed or padded rows that goes on from a state.</summary>
    /// <param name="u">(B, L, H).</param>
    /// <param name="state">(B, <see cref="StateSize"/>).</param>
    /// <param name="segments">
    /// Which steps belong together, and which are padding; <see cref="Segments.Slice"/> gives those of a chunk.
    /// </param>
    /// <param name="pass">Present while training.</param>
    /// <returns>The output, zero on padding, and the state after each row's last step that is not padding.</returns>
    /// <exception cref="ArgumentException">The segments describe other rows or steps.</exception>
    /// <exception cref="NotSupportedException">The layer is not causal.</exception>
    public virtual (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, Segments segments, TrainingPass? pass = null)
    {
        ArgumentNullException.ThrowIfNull(segments);
        segments.Require(GetType().Name, u);
        RequireState(GetType().Name, u, state);
        return segments.IsPlain && segments.AllContinue
            ? Forward(u, state, pass)
            : SegmentGroups.Run(u, state, segments, (x, start) => Forward(x, start, pass));
    }

    /// <summary>The layer as it is now, one step at a time: a snapshot that later training does not change.</summary>
    /// <exception cref="NotSupportedException">The layer is not causal.</exception>
    public abstract Stepper<T> CreateStepper();

    /// <summary>The state before the first step of a batch: zeros, (B, <see cref="StateSize"/>).</summary>
    /// <param name="batch">B.</param>
    /// <param name="backend">The device; that of the layer's parameters where absent.</param>
    public Variable<T> ZeroState(int batch, IBackend<T>? backend = null) =>
        new(NdArray<T>.Zeros([batch, StateSize], backend ?? Variables.FirstOrDefault()?.Backend));

    /// <exception cref="ArgumentException">The input is not a real array (B, L, channels).</exception>
    private protected static void RequireInput(string layer, Variable<T> u, int channels)
    {
        ArgumentNullException.ThrowIfNull(u);
        if (u.Shape.Rank != 3 || u.Shape[2] != channels || u.IsComplex)
        {
            throw new ArgumentException($"{layer}: 'u' is {u.Value}, expected real (B, L, {channels}).", nameof(u));
        }
    }

    /// <exception cref="ArgumentException">The state is not a real array (B, StateSize).</exception>
    private protected void RequireState(string layer, Variable<T> u, Variable<T> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Shape != new Shape(u.Shape[0], StateSize) || state.IsComplex)
        {
            throw new ArgumentException(
                $"{layer}: 'state' is {state.Value}, expected real ({u.Shape[0]}, {StateSize}); start from ZeroState.",
                nameof(state));
        }
    }
}
