namespace Ssm.Autodiff;

/// <summary>The record of one forward pass, played once backwards.</summary>
/// <remarks>
/// <para>
/// Ops append to the tape in the order in which they run. That order is already topological: an output comes after its
/// inputs. So the tape is a list, and the backward pass is a loop over it from the end.
/// </para>
/// <para>
/// A tape is used for one forward and one backward pass, by one thread; the next step records a new one. Disposing of
/// it only releases its leaves early: a tape that is dropped without it does no harm.
/// </para>
/// <para>Griewank and Walther, "Evaluating Derivatives", 2nd edition, 2008, chapter 3.2.</para>
/// </remarks>
public sealed class Tape<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly List<Entry> _entries = [];
    private readonly List<Variable<T>> _leaves = [];
    private bool _played;

    /// <summary>The number of ops recorded.</summary>
    public int Count => _entries.Count;

    /// <summary>Makes a leaf part of this tape: from here on, what is computed from it is recorded.</summary>
    /// <remarks>A leaf that an earlier tape still watched moves to this one.</remarks>
    /// <returns>The leaf itself.</returns>
    /// <exception cref="InvalidOperationException">This tape was already played back.</exception>
    public Variable<T> Watch(Variable<T> leaf)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        ThrowIfPlayed(nameof(Watch));
        if (leaf.Tape != this)
        {
            leaf.Tape = this;
            _leaves.Add(leaf);
        }

        return leaf;
    }

    /// <summary>Makes several leaves, such as a model's parameters, part of this tape.</summary>
    public void Watch(IEnumerable<Variable<T>> leaves)
    {
        ArgumentNullException.ThrowIfNull(leaves);
        foreach (Variable<T> leaf in leaves)
        {
            Watch(leaf);
        }
    }

    /// <summary>Appends an op: its output, and how the output's gradient goes back to its inputs.</summary>
    /// <returns>The output as a variable of this tape.</returns>
    /// <exception cref="InvalidOperationException">This tape was already played back.</exception>
    public Variable<T> Record(NdArray<T> output, Pullback<T> pullback)
    {
        ArgumentNullException.ThrowIfNull(pullback);
        ThrowIfPlayed(nameof(Record));
        Variable<T> variable = new(output, this);
        _entries.Add(new Entry(variable, pullback));
        return variable;
    }

    /// <summary>The gradients of a scalar loss with respect to the leaves of this tape.</summary>
    /// <exception cref="ArgumentException">The loss is not a real scalar, or not of this tape.</exception>
    /// <exception cref="InvalidOperationException">This tape was already played back.</exception>
    public Gradients<T> Backward(Variable<T> loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        if (loss.Shape.Count != 1 || loss.IsComplex)
        {
            throw new ArgumentException(
                $"Backward: the loss is {loss}, expected a real scalar; reduce it with Mean or Sum, " +
                "or pass a seed of its shape.",
                nameof(loss));
        }

        return Backward(loss, NdArray<T>.Full(loss.Shape, T.One, loss.Value.Backend));
    }

    /// <summary>
    /// The gradients of Re⟨seed, y⟩ with respect to the leaves of this tape: one product with the adjoint.
    /// </summary>
    /// <param name="y">Any variable of this tape.</param>
    /// <param name="seed">The gradient to start from, of the shape of <paramref name="y"/>.</param>
    /// <exception cref="ArgumentException">The seed has another shape, or <paramref name="y"/> is not of this
    /// tape.</exception>
    /// <exception cref="InvalidOperationException">This tape was already played back.</exception>
    public Gradients<T> Backward(Variable<T> y, NdArray<T> seed)
    {
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(seed);
        ThrowIfPlayed(nameof(Backward));
        if (y.Tape != this)
        {
            throw new ArgumentException(
                "Backward: 'y' was not recorded on this tape; watch the leaves it depends on before computing it.",
                nameof(y));
        }

        if (seed.Shape != y.Shape)
        {
            throw new ArgumentException(
                $"Backward: the seed has shape {seed.Shape}, expected {y.Shape} as 'y'.", nameof(seed));
        }

        Gradients<T> gradients = new();
        gradients.Add(y, seed);
        for (int i = _entries.Count - 1; i >= 0; i--)
        {
            // Taken, not read: nothing before this op in the tape can add to it any more, so its memory is free to go.
            // An output that nothing downstream used has no gradient: skip it rather than propagate zeros.
            if (gradients.Take(_entries[i].Output) is { } dy)
            {
                _entries[i].Pullback(dy, gradients);
            }
        }

        End();
        return gradients;
    }

    /// <summary>Forgets the record and lets go of the leaves, so that ops on them are no longer recorded.</summary>
    public void Dispose() => End();

    /// <summary>The one tape among an op's inputs; null where no input is recorded.</summary>
    /// <exception cref="ArgumentException">Two inputs belong to different tapes.</exception>
    internal static Tape<T>? Of(params ReadOnlySpan<Variable<T>?> inputs)
    {
        Tape<T>? tape = null;
        foreach (Variable<T>? input in inputs)
        {
            if (input?.Tape is { } its)
            {
                if (tape is not null && tape != its)
                {
                    throw new ArgumentException(
                        "Tape: an op's inputs belong to two tapes; detach the one from the earlier pass (Detach).");
                }

                tape = its;
            }
        }

        return tape;
    }

    private void End()
    {
        _played = true;
        _entries.Clear();
        foreach (Variable<T> leaf in _leaves)
        {
            if (leaf.Tape == this)
            {
                leaf.Tape = null;
            }
        }

        _leaves.Clear();
    }

    private void ThrowIfPlayed(string operation)
    {
        if (_played)
        {
            throw new InvalidOperationException(
                $"{operation}: this tape was already played back or disposed of; record each pass on a new tape.");
        }
    }

    private readonly record struct Entry(Variable<T> Output, Pullback<T> Pullback);
}
