namespace Ssm.Core.Layers;

/// <summary>Steps of one row of a batch that belong together: a sequence, or a chunk of one.</summary>
/// <param name="Row">The row of the batch.</param>
/// <param name="Start">The first step.</param>
/// <param name="Length">The number of steps, 1 or more.</param>
/// <param name="Continues">
/// Whether it goes on from the row's state, as a sequence does that began in the chunk before; else it begins anew.
/// </param>
public readonly record struct Segment(int Row, int Start, int Length, bool Continues)
{
    /// <summary>The step behind the last one.</summary>
    public int End => Start + Length;
}
