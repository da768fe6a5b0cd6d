using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Streaming;

namespace Ssm.Core.Scaffolding;

/// <summary>
/// Two causal layers, one of them run backwards in time, with their outputs added: y = f(u) + flip(g(flip(u))).
/// </summary>
/// <remarks>
/// For any layer that has no form of its own for this, S6 and the RG-LRU among them. In packed or padded rows each
/// sequence is turned around by itself. S5 and the LRU let both directions see the current step; S4 lets the backward
/// one begin at the next: state-spaces/s4 pads and flips its second kernel so.
/// </remarks>
public sealed class Bidirectional<T> : SequenceLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly bool _backwardSeesCurrent;

    /// <summary>A layer that reads both ways.</summary>
    /// <param name="ahead">f, a causal layer.</param>
    /// <param name="back">g, a causal layer with outputs of the same width and parameters of its own.</param>
    /// <param name="backwardSeesCurrent">
    /// Whether step t of the backward direction sees u[t], as in S5 and the LRU; else it begins with u[t+1], as in S4.
    /// </param>
    /// <exception cref="ArgumentException">A layer is not causal, or both are the same.</exception>
    public Bidirectional(SequenceLayer<T> ahead, SequenceLayer<T> back, bool backwardSeesCurrent = true)
    {
        ArgumentNullException.ThrowIfNull(ahead);
        ArgumentNullException.ThrowIfNull(back);
        if (!ahead.IsCausal || !back.IsCausal)
        {
            throw new ArgumentException(
                $"Bidirectional: '{(ahead.IsCausal ? nameof(back) : nameof(ahead))}' is not causal, expected two " +
                "causal layers.");
        }

        if (ReferenceEquals(ahead, back))
        {
            throw new ArgumentException(
                "Bidirectional: 'ahead' and 'back' are one layer, expected two, each with its parameters.",
                nameof(back));
        }

        Ahead = AddPart("ahead", ahead);
        Back = AddPart("back", back);
        _backwardSeesCurrent = backwardSeesCurrent;
    }

    /// <summary>The layer that runs forwards in time.</summary>
    public SequenceLayer<T> Ahead { get; }

    /// <summary>The layer that runs backwards in time.</summary>
    public SequenceLayer<T> Back { get; }

    /// <inheritdoc/>
    public override bool IsCausal => false;

    /// <inheritdoc/>
    public override int StateSize => Ahead.StateSize + Back.StateSize;

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)
    {
        ArgumentNullException.ThrowIfNull(u);
        Variable<T> back = Op.Flip(Back.Forward(Op.Flip(u, axis: 1), pass), axis: 1);
        if (!_backwardSeesCurrent)
        {
            int length = back.Shape[1];
            back = length == 0
                ? back
                : Op.Pad(Op.Slice(back, 1, 1, length - 1), axis: 1, before: 0, after: 1);
        }

        return Ahead.Forward(u, pass) + back;
    }

    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, TrainingPass? pass = null) => throw NotCausal(nameof(Forward));

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper() => throw NotCausal(nameof(CreateStepper));

    private static NotSupportedException NotCausal(string form) => new(
        $"{form}: a bidirectional layer reads the future and has no chunks or steps; use Forward on whole sequences.");
}
