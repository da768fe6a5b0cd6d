namespace Ssm.Autodiff;

/// <content>The tape as text.</content>
public sealed partial class Tape<T>
{
    /// <summary>The ops recorded, in order.</summary>
    internal IReadOnlyList<TapeEntry<T>> Entries => _entries;

    /// <summary>The leaves watched, in order.</summary>
    internal IReadOnlyList<Variable<T>> Leaves => _leaves;

    /// <summary>What was written down of the entries; null where nothing was asked for.</summary>
    internal TapeDetails<T>? Details => _details;

    /// <summary>A line for each op: name, shape, bytes kept for the backward pass, and inputs where they are known.
    /// </summary>
    public override string ToString() => new TapeListing<T>(this).ToText();

    /// <summary>The ops and their inputs as a flow chart in Mermaid's language.</summary>
    /// <exception cref="InvalidOperationException">The tape was not made with a <see cref="TapeWatch"/>.</exception>
    public string ToMermaid() => new TapeListing<T>(this).ToMermaid();

    /// <summary>Looks at a contribution to a gradient, on a tape that looks for what is not finite.</summary>
    internal void CheckGradient(Variable<T> variable, NdArray<T> gradient) =>
        _details?.CheckGradient(variable, gradient);
}
