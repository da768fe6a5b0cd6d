namespace Ssm.Autodiff;

/// <summary>The first op of a pass that gave a NaN or infinity, found by <see cref="TapeWatch.Anomalies"/>.</summary>
public sealed class AnomalyException : ArithmeticException
{
    /// <summary>What was found.</summary>
    internal AnomalyException(string op, bool isBackward, string? source, string message)
        : base(message)
    {
        Op = op;
        IsBackward = isBackward;
        SourceLine = source;
    }

    /// <summary>The op's name, as in <see cref="Tape{T}.ToString"/>.</summary>
    public string Op { get; }

    /// <summary>Whether its pullback gave it, and not the op itself.</summary>
    public bool IsBackward { get; }

    /// <summary>
    /// Where the op was called from, as <c>method in file:line</c>: the innermost caller outside of Ssm.Autodiff. The
    /// file is known only where there are symbols; null where nothing is known.
    /// </summary>
    public string? SourceLine { get; }
}
