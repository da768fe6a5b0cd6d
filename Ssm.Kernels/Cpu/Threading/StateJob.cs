using System.Runtime.ExceptionServices;

namespace Ssm.Kernels;

/// <summary>A job over one kind of state. There is one instance of it, used by whoever has the pool.</summary>
internal sealed class StateJob<TState> : SplitJob
{
    private static readonly StateJob<TState> _instance = new();

    private int _items;
    private int _grain;
    private TState? _state;
    private WorkSplit.Piece<TState>? _piece;

    /// <summary>Runs all pieces on the pool and the caller's thread; false where the pool is taken.</summary>
    internal static bool TryRun(
        int items, int grain, int pieces, int threads, TState state, WorkSplit.Piece<TState> piece)
    {
        if (!WorkerPool.TryTake())
        {
            return false;
        }

        StateJob<TState> job = _instance;
        try
        {
            (job._items, job._grain, job._state, job._piece) = (items, grain, state, piece);
            int participants = Math.Min(Math.Min(threads, pieces), WorkerPool.MostThreads);
            job.Deal(pieces, participants);
            WorkerPool.Run(job, participants);
            if (job.TakeFailure() is { } failure)
            {
                ExceptionDispatchInfo.Throw(failure);
            }
        }
        finally
        {
            (job._state, job._piece) = (default, null);
            WorkerPool.GiveBack();
        }

        return true;
    }

    /// <inheritdoc/>
    protected override void Run(int piece) =>
        _piece!(_state!, piece * _grain, (int)Math.Min(_items, ((long)piece + 1) * _grain));
}
