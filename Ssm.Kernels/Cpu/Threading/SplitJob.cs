namespace Ssm.Kernels;

/// <summary>The work that the pool's threads share at the moment: pieces, and who has taken which.</summary>
internal abstract class SplitJob
{
    // A counter a participant, each on a cache line of its own (two, for processors that fetch lines in pairs).
    private const int Stride = 128 / sizeof(int);

    private readonly int[] _next = new int[WorkerPool.MostThreads * Stride];
    private int _pieces;
    private int _participants;
    private Exception? _failure;

    /// <summary>Runs one piece.</summary>
    protected abstract void Run(int piece);

    /// <summary>Gives each participant a contiguous share of the pieces.</summary>
    protected void Deal(int pieces, int participants)
    {
        (_pieces, _participants, _failure) = (pieces, participants, null);
        for (int i = 0; i < participants; i++)
        {
            _next[i * Stride] = Share(i);
        }
    }

    /// <summary>Takes pieces until none is left: first of the participant's own share, then of the others'.</summary>
    internal void Work(int participant)
    {
        for (int i = 0; i < _participants; i++)
        {
            int owner = (participant + i) % _participants;
            int end = Share(owner + 1);
            ref int next = ref _next[owner * Stride];

            // Asked first without a write, so that looking at a finished share does not take its line from its owner.
            while (Volatile.Read(ref next) < end)
            {
                int piece = Interlocked.Increment(ref next) - 1;
                if (piece >= end)
                {
                    break;
                }

                try
                {
                    Run(piece);
                }
                catch (Exception exception)
                {
                    Interlocked.CompareExchange(ref _failure, exception, null);
                    return;
                }
            }
        }
    }

    /// <summary>What a piece threw, if one did.</summary>
    protected Exception? TakeFailure() => Interlocked.Exchange(ref _failure, null);

    private int Share(int participant) => (int)((long)participant * _pieces / _participants);
}
