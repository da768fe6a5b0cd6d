namespace Ssm.Kernels.Gpu;

/// <summary>A part of a broadcast walk that one kernel does: its last four axes.</summary>
internal readonly ref struct BroadcastPart(BroadcastPlan plan, int start, int length)
{
    private readonly (int Left, int Right) _offsets = plan.RowOffsets(start / plan.Inner);

    /// <summary>Where the part begins in the result.</summary>
    internal int Start { get; } = start;

    /// <summary>Elements of the result.</summary>
    internal int Length { get; } = length;

    /// <summary>Where the part begins in the left operand.</summary>
    internal int Left => _offsets.Left;

    /// <summary>Where the part begins in the right operand.</summary>
    internal int Right => _offsets.Right;

    /// <summary>The walk over a plan's one axis.</summary>
    internal FlatWalk Flat => new(plan.LeftStrides[0], plan.RightStrides[0]);

    /// <summary>The walk over a plan's two axes.</summary>
    internal PlaneWalk Plane => new(plan, axis: 0);

    /// <summary>The walk over a plan's last three or four axes.</summary>
    internal AxesWalk Axes => new(plan);
}
