using System.Runtime.CompilerServices;

namespace Ssm.Autodiff;

/// <summary>The record of one forward pass, played once backwards.</summary>
/// <remarks>
/// <para>
/// Ops append to the tape in the order in which they run. That order is already topological: an output comes after its
/// inputs. So the tape is a stack, and the backward pass takes the ops from its end.
/// </para>
/// <para>
/// A tape is used for one forward and one backward pass, by one thread; the next step records a new one. Disposing of
/// it only releases its leaves early: a tape that is dropped without it does no harm.
/// </para>
/// <para>Griewank and Walther, "Evaluating Derivatives", 2nd edition, 2008, chapter 3.2.</para>
/// </remarks>
public sealed partial class Tape<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly List<TapeEntry<T>> _entries;
    private readonly List<Variable<T>> _leaves = [];
    private readonly TapeDetails<T>? _details;
    private MemoryLevel _before;
    private bool _isPlayed;

    /// <summary>A tape.</summary>
    /// <param name="memory">
    /// Where its arrays come from and go back to, for a loop of many steps; by default they are the collector's.
    /// </param>
    /// <param name="watch">What to write down or to look for on the way, at the cost of time.</param>
    public Tape(TapeMemory<T>? memory = null, TapeWatch watch = TapeWatch.Nothing)
    {
        Memory = memory ?? new TapeMemory<T>(reuses: false);
        Memory.Begin(this, spoils: watch.HasFlag(TapeWatch.Anomalies));
        _entries = Memory.Entries;
        _details = watch == TapeWatch.Nothing ? null : new TapeDetails<T>(watch);
    }

    /// <summary>The number of ops recorded.</summary>
    public int Count => IsOver ? 0 : _entries.Count;

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
    /// <param name="output">The output.</param>
    /// <param name="pullback">How its gradient goes back. It may keep arrays of the forward pass, but not dy.</param>
    /// <param name="inputs">What it was computed from, for listings and for the report of an anomaly.</param>
    /// <param name="op">The op's name.</param>
    /// <returns>The output as a variable of this tape.</returns>
    /// <exception cref="InvalidOperationException">This tape was already played back.</exception>
    /// <exception cref="AnomalyException">The output is not finite, on a tape that looks for that.</exception>
    public Variable<T> Record(
        NdArray<T> output, Pullback<T> pullback, ReadOnlySpan<Variable<T>?> inputs = default,
        [CallerMemberName] string op = "")
    {
        ArgumentNullException.ThrowIfNull(pullback);
        Variable<T> variable = Append(output, nameof(output));
        _details?.Add(op, [output], inputs);
        Push(new TapeEntry<T>(variable, pullback, op, _before));
        return variable;
    }

    /// <summary>The gradients of a scalar loss with respect to the leaves of this tape.</summary>
    /// <param name="loss">A real scalar of this tape.</param>
    /// <param name="into">Gradients to add to, as over several small batches; new ones where absent.</param>
    /// <exception cref="ArgumentException">The loss is not a real scalar, or not of this tape.</exception>
    /// <exception cref="InvalidOperationException">This tape was already played back.</exception>
    public Gradients<T> Backward(Variable<T> loss, Gradients<T>? into = null)
    {
        ArgumentNullException.ThrowIfNull(loss);
        if (loss.Shape.Count != 1 || loss.IsComplex)
        {
            throw new ArgumentException(
                $"Backward: the loss is {loss}, expected a real scalar; reduce it with Mean or Sum, " +
                "or pass a seed of its shape.",
                nameof(loss));
        }

        return Backward(loss, NdArray<T>.AllocateFull(loss.Shape, T.One, loss.Backend), into);
    }

    /// <summary>
    /// The gradients of Re⟨seed, y⟩ with respect to the leaves of this tape: one product with the adjoint.
    /// </summary>
    /// <param name="y">Any variable of this tape.</param>
    /// <param name="seed">The gradient to start from, of the shape of <paramref name="y"/>.</param>
    /// <param name="into">Gradients to add to; new ones where absent.</param>
    /// <exception cref="ArgumentException">The seed has another shape, or <paramref name="y"/> is not of this
    /// tape.</exception>
    /// <exception cref="InvalidOperationException">This tape was already played back.</exception>
    public Gradients<T> Backward(Variable<T> y, NdArray<T> seed, Gradients<T>? into = null)
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

        Gradients<T> gradients = into ?? new Gradients<T>();
        TapeMemory<T>.Keep(y.Array);
        gradients.Open(this);
        gradients.Add(y, seed);
        while (_entries.Count > 0)
        {
            Play(gradients);
        }

        gradients.Close();
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

    // The last op: its output's gradient is complete, for whatever used the output came after it and has been played.
    private void Play(Gradients<T> gradients)
    {
        TapeEntry<T> entry = _entries[^1];
        _entries.RemoveAt(_entries.Count - 1);
        _details?.Play(entry);
        _before = entry.Before;
        int count = _entries.Count;

        // An output that nothing downstream used has no gradient: skip it rather than propagate zeros.
        if (entry.Joint is { } joint)
        {
            joint.Play(gradients);
        }
        else if (gradients.Take(entry.Output) is { } dy)
        {
            ((Pullback<T>)entry.Pullback)(dy, gradients);
            gradients.Release(dy);
        }

        // A block that is computed again has put its ops on the tape in place of its own entry; they are played next.
        if (_entries.Count == count)
        {
            Memory.PopTo(entry.Before);
        }
    }

    private Variable<T> Append(NdArray<T> output, string argument)
    {
        ArgumentNullException.ThrowIfNull(output, argument);
        ThrowIfPlayed(nameof(Record));
        Memory.RequireCurrent();
        return new Variable<T>(_details?.Nudge?.Invoke(_entries.Count, output) ?? output, this);
    }

    private void Push(TapeEntry<T> entry)
    {
        _entries.Add(entry);
        _before = Memory.Level;
    }
}
