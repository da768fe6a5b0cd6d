using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Core.Layers;

/// <summary>Softmax attention inside a window, a block of queries after another.</summary>
/// <remarks>
/// A block of n queries meets the window + n keys that any of them may see, and a mask: the products grow with
/// length·window, not with length². All heads of a query share the keys, so they are rows of one product.
/// </remarks>
internal sealed class AttentionWindow<T>(LocalAttentionOptions options, AttentionLayout layout)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Enough rows for the products to be fast; not so many that most of a block is masked.
    private const int FewestQueries = 64;
    private const int MostQueries = 256;

    // What float32 models use in place of −∞: its exponential is 0, and it has no NaN in it.
    private const double Hidden = -2.3819763e38;

    private readonly int _window = options.Window;
    private readonly int _heads = options.Heads;

    // The mask of a block in which every query sees its whole window: the next block's is often the same.
    private (int Queries, int Keys, int Own, NdArray<T>? Mask)? _last;

    /// <summary>The weighted sums of values.</summary>
    /// <param name="q">(B, L·heads, D), already scaled.</param>
    /// <param name="k">(B, cached + L, D).</param>
    /// <param name="v">(B, cached + L, D).</param>
    /// <returns>(B, L·heads, D).</returns>
    internal Variable<T> Attend(Variable<T> q, Variable<T> k, Variable<T> v)
    {
        int block = Math.Clamp(_window, FewestQueries, MostQueries);
        List<Variable<T>> parts = [];
        for (int start = 0; start < layout.Length; start += block)
        {
            parts.Add(Block(q, k, v, start, Math.Min(block, layout.Length - start)));
        }

        return parts.Count == 1 ? parts[0] : Op.Concat(1, [.. parts]);
    }

    private Variable<T> Block(Variable<T> q, Variable<T> k, Variable<T> v, int start, int queries)
    {
        int own = start + layout.Cached, first = Math.Max(0, own - _window), keys = own + queries - first;
        Variable<T> rows = Op.Slice(q, 1, start * _heads, queries * _heads);
        Variable<T> scores = Op.MatMul(rows, Op.Slice(k, 1, first, keys), transposeB: true);
        Shape shape = scores.Shape;                                                             // (B, n·heads, keys)
        if (Mask(start, queries, first, keys, q) is { } mask)
        {
            scores = Op.Reshape(Op.Reshape(scores, [shape[0], queries, _heads, keys]) + mask, shape);
        }

        return Op.MatMul(Op.Softmax(scores), Op.Slice(v, 1, first, keys));
    }

    // (1 or B, n, 1, keys): 0 where the query sees the key; null where all see all.
    private NdArray<T>? Mask(int start, int queries, int first, int keys, Variable<T> like)
    {
        int own = start + layout.Cached;
        bool whole = SeesWholeWindows(start, queries);
        if (whole && _last is { } last && (last.Queries, last.Keys, last.Own) == (queries, keys, own - first))
        {
            return last.Mask;
        }

        int rows = whole ? 1 : layout.Rows;
        T[] mask = new T[rows * queries * keys];
        T hidden = T.CreateTruncating(Hidden);
        bool all = true;
        for (int i = 0; i < rows * queries; i++)
        {
            (int row, int query) = Math.DivRem(i, queries);
            int seen = Math.Max(first, layout.First(row, start + query)) - first, end = own + query - first + 1;
            Span<T> line = mask.AsSpan(i * keys, keys);
            line[..seen].Fill(hidden);
            line[end..].Fill(hidden);
            all &= seen == 0 && end == keys;
        }

        NdArray<T>? made = all ? null : NdArray<T>.Temporary(mask, [rows, queries, 1, keys], like.Backend);
        _last = whole ? (queries, keys, own - first, made) : null;
        return made;
    }

    private bool SeesWholeWindows(int start, int queries)
    {
        for (int row = 0; row < layout.Rows; row++)
        {
            for (int t = start; t < start + queries; t++)
            {
                if (layout.First(row, t) != Math.Max(0, t + layout.Cached - _window))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
