namespace Ssm.Kernels;

/// <summary>Cuts work into pieces that depend on the work alone, then runs them on any number of threads.</summary>
/// <remarks>
/// <para>
/// The number of threads decides who runs a piece, never where one ends: so a kernel whose pieces write apart from
/// each other, or are combined in piece order, gives the same bits for 1, 2 or 16 threads.
/// </para>
/// <para>
/// Each thread begins with a contiguous share of the pieces, so that neighbouring memory stays with one core, and takes
/// from the others' shares when its own is done. The threads are this class's own: they spin for a moment after their
/// work before they sleep, and a call allocates nothing. A call from inside a piece, or while another thread's call has
/// the workers, runs on its own thread alone.
/// </para>
/// </remarks>
public static class WorkSplit
{
    /// <summary>
    /// Work below this many elementary operations stays on the caller's thread: it is done in the few µs that waking
    /// the others takes.
    /// </summary>
    public const long SmallestParallelWork = 1 << 16;

    /// <summary>One piece of a kernel's work: items <paramref name="start"/> up to <paramref name="end"/>.</summary>
    public delegate void Piece<TState>(TState state, int start, int end);

    /// <summary>Runs <paramref name="piece"/> over 0 … items − 1 in pieces of <paramref name="grain"/> items.</summary>
    /// <param name="items">How many items there are.</param>
    /// <param name="grain">Items in a piece; the last piece may be shorter. It must not depend on the threads.</param>
    /// <param name="work">About how many elementary operations all items take together.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <param name="state">Handed to every piece, so that no closure is needed.</param>
    /// <param name="piece">The kernel. What it throws reaches the caller once no thread runs a piece any more.</param>
    public static void Run<TState>(
        int items, int grain, long work, int threads, TState state, Piece<TState> piece)
    {
        Guard.AtLeast(items, 0, nameof(WorkSplit));
        Guard.AtLeast(grain, 1, nameof(WorkSplit));
        Guard.AtLeast(threads, 1, nameof(WorkSplit));
        int pieces = (int)(((long)items + grain - 1) / grain);
        if (threads == 1 || pieces <= 1 || work < SmallestParallelWork
            || !StateJob<TState>.TryRun(items, grain, pieces, threads, state, piece))
        {
            for (int i = 0; i < pieces; i++)
            {
                piece(state, i * grain, (int)Math.Min(items, ((long)i + 1) * grain));
            }
        }
    }
}
