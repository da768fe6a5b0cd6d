namespace Ssm.Kernels;

/// <content>Primitives that move numbers without computing.</content>
public sealed partial class CpuBackend<T>
{
    /// <inheritdoc/>
    public void CopyRows(View<T> from, View<T> to, in RowCopy shape)
    {
        int grain = Math.Max(1, ElementGrain / Math.Max(shape.Width, 1));
        WorkSplit.Run(
            shape.Rows, grain, (long)shape.Rows * shape.Width, _threads, (from, to, shape), static (s, start, end) =>
            {
                ReadOnlySpan<T> from = Span(s.from);
                Span<T> to = Span(s.to);
                for (int row = start; row < end; row++)
                {
                    from.Slice(row * s.shape.FromStride, s.shape.Width).CopyTo(to[(row * s.shape.ToStride)..]);
                }
            });
    }

    /// <inheritdoc/>
    public void Permute(View<T> x, View<T> y, ReadOnlySpan<int> sizes, ReadOnlySpan<int> order)
    {
        PermutePlan plan = PermutePlan.Create(sizes, order);
        int grain = Math.Max(1, ElementGrain / Math.Max(plan.Inner, 1));
        WorkSplit.Run(plan.Outer, grain, 2L * x.Length, _threads, (x, y, plan), static (s, start, end) =>
        {
            ReadOnlySpan<T> x = Span(s.x);
            Span<T> y = Span(s.y);
            int inner = s.plan.Inner;
            int stride = s.plan.InnerStride;
            for (int row = start; row < end; row++)
            {
                int from = s.plan.RowOffset(row);
                Span<T> to = y.Slice(row * inner, inner);
                for (int i = 0; i < to.Length; i++, from += stride)
                {
                    to[i] = x[from];
                }
            }
        });
    }

    /// <inheritdoc/>
    public void Flip(View<T> x, View<T> y, in AxisShape shape)
    {
        int grain = Math.Max(1, ElementGrain / Math.Max(shape.Length * shape.Inner, 1));
        WorkSplit.Run(shape.Outer, grain, shape.Count, _threads, (x, y, shape), static (s, start, end) =>
        {
            (_, int length, int inner) = s.shape;
            for (int outer = start; outer < end; outer++)
            {
                ReadOnlySpan<T> from = Span(s.x).Slice(outer * length * inner, length * inner);
                Span<T> to = Span(s.y).Slice(outer * length * inner, length * inner);
                for (int t = 0; t < length; t++)
                {
                    from.Slice(t * inner, inner).CopyTo(to[((length - 1 - t) * inner)..]);
                }
            }
        });
    }
}
