namespace Ssm.Kernels.Gpu;

/// <summary>A walk over four axes.</summary>
internal readonly struct AxesWalk : IBroadcastWalk
{
    /// <summary>The most axes of a walk.</summary>
    internal const int Axes = 4;

    private readonly Divisor _second;
    private readonly Divisor _third;
    private readonly Divisor _fourth;
    private readonly Strides4 _left;
    private readonly Strides4 _right;

    /// <summary>A walk over the last axes of a plan, three or more, at most four of them.</summary>
    internal AxesWalk(BroadcastPlan plan)
    {
        ReadOnlySpan<int> sizes = plan.Sizes, left = plan.LeftStrides, right = plan.RightStrides;
        bool four = sizes.Length >= Axes;
        _second = new Divisor(sizes[^3]);
        _third = new Divisor(sizes[^2]);
        _fourth = new Divisor(sizes[^1]);
        _left = new Strides4(four ? left[^4] : 0, left[^3], left[^2], left[^1]);
        _right = new Strides4(four ? right[^4] : 0, right[^3], right[^2], right[^1]);
    }

    /// <inheritdoc/>
    public int Left(int i) => _left.At(_second, _third, _fourth, i);

    /// <inheritdoc/>
    public int Right(int i) => _right.At(_second, _third, _fourth, i);
}
