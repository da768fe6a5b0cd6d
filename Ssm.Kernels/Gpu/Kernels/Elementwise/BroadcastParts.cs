namespace Ssm.Kernels.Gpu;

/// <summary>The parts of a broadcast walk: one, unless it has more than four axes.</summary>
internal ref struct BroadcastParts
{
    private readonly BroadcastPlan _plan;
    private readonly int _length;
    private int _next;

    internal BroadcastParts(BroadcastPlan plan)
    {
        _plan = plan;
        _length = 1;
        foreach (int size in plan.Sizes[Math.Max(0, plan.Sizes.Length - AxesWalk.Axes)..])
        {
            _length *= size;
        }

        _next = -_length;
    }

    /// <summary>The part at hand.</summary>
    public readonly BroadcastPart Current => new(_plan, _next, _length);

    /// <summary>Itself: what a foreach loop asks for.</summary>
    public readonly BroadcastParts GetEnumerator() => this;

    /// <summary>Goes on to the next part.</summary>
    public bool MoveNext()
    {
        // A plan of nothing has no part.
        _next += _length;
        return _length > 0 && _next < _plan.Length;
    }
}
