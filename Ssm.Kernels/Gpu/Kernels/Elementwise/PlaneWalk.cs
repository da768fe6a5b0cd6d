namespace Ssm.Kernels.Gpu;

/// <summary>A walk over two axes.</summary>
internal readonly struct PlaneWalk : IBroadcastWalk
{
    private readonly Divisor _inner;
    private readonly int _leftOuter;
    private readonly int _leftInner;
    private readonly int _rightOuter;
    private readonly int _rightInner;

    /// <summary>A walk over the two axes of a plan from <paramref name="axis"/> on.</summary>
    internal PlaneWalk(BroadcastPlan plan, int axis)
    {
        _inner = new Divisor(plan.Sizes[axis + 1]);
        (_leftOuter, _leftInner) = (plan.LeftStrides[axis], plan.LeftStrides[axis + 1]);
        (_rightOuter, _rightInner) = (plan.RightStrides[axis], plan.RightStrides[axis + 1]);
    }

    /// <inheritdoc/>
    public int Left(int i)
    {
        int row = _inner.Quotient(i);
        return (row * _leftOuter) + ((i - (row * _inner.Value)) * _leftInner);
    }

    /// <inheritdoc/>
    public int Right(int i)
    {
        int row = _inner.Quotient(i);
        return (row * _rightOuter) + ((i - (row * _inner.Value)) * _rightInner);
    }
}
