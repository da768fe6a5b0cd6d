namespace Ssm.Autodiff;

/// <content>The tape's memory, and the end of a pass, which gives it back.</content>
public sealed partial class Tape<T>
{
    private long _peakBytes;

    /// <summary>
    /// The most bytes that arrays of this pass took at one time, forward and backward: outputs, what pullbacks need,
    /// gradients. Leaves, and what kernels need while they run, are not counted.
    /// </summary>
    public long PeakBytes => IsOver ? _peakBytes : Memory.PeakBytes;

    /// <summary>Where arrays of this pass come from.</summary>
    internal TapeMemory<T> Memory { get; }

    /// <summary>Whether ops on this tape's variables are computed without being recorded.</summary>
    internal bool IsPaused { get; set; }

    // A tape whose memory was given to a newer one has lost what it recorded.
    private bool IsOver => _isPlayed || Memory.Tape != this;

    /// <summary>Puts back the arrays of the op that is being played, which is about to be computed again.</summary>
    internal void ForgetOutputs() => Memory.PopTo(_before);

    private void End()
    {
        if (!IsOver)
        {
            Memory.End();
            _peakBytes = Memory.PeakBytes;
        }

        _isPlayed = true;
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
        if (IsOver)
        {
            throw new InvalidOperationException(
                $"{operation}: this tape was already played back or disposed of, or its TapeMemory serves a newer " +
                "tape; record each pass on a new tape.");
        }
    }
}
