using Ssm.Autodiff;

namespace Ssm.Core.Layers;

/// <summary>Where each step of a chunk stands in its sequence, which keys it sees, and where they are kept.</summary>
/// <remarks>
/// Keys are numbered in the order of time: first those of the ring, oldest first, then those of the chunk. The step at
/// position p stands in slot p mod window of the ring.
/// </remarks>
internal sealed class AttentionLayout
{
    private readonly int _window;
    private readonly int[] _counts;
    private readonly int[] _first;
    private readonly int[] _positions;

    // The keys of real steps of each row, in the order of time, that the ring may take up.
    private readonly List<int>[] _steps;

    private AttentionLayout(int rows, int window, int length, int cached, int[] counts)
    {
        (Rows, Length, Cached, _window, _counts) = (rows, length, cached, window, counts);
        (_first, _positions) = (new int[rows * length], new int[rows * length]);
        _steps = [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, cached).ToList())];
        NextCounts = [.. counts];
    }

    /// <summary>Rows that differ: B, or 1 where all are alike.</summary>
    internal int Rows { get; }

    /// <summary>Steps of the chunk, L.</summary>
    internal int Length { get; }

    /// <summary>Keys before those of the chunk: 0, or the window.</summary>
    internal int Cached { get; }

    /// <summary>Steps of each row's sequence after the chunk.</summary>
    internal int[] NextCounts { get; }

    /// <summary>The position of each step in its sequence, (rows, L).</summary>
    internal Indices Positions => new(_positions, [Rows, Length]);

    /// <summary>For each key of the ring, oldest first, its slot, among the slots of all rows: (B, window).</summary>
    internal Indices Unrolled
    {
        get
        {
            int[] slots = new int[Rows * _window];
            for (int i = 0; i < slots.Length; i++)
            {
                int row = i / _window;
                slots[i] = (row * _window) + ((_counts[row] + (i % _window)) % _window);
            }

            return new Indices(slots, [Rows, _window]);
        }
    }

    /// <summary>For each slot of the ring after the chunk its key, among the keys of all rows: (B, window).</summary>
    internal Indices Rolled
    {
        get
        {
            int[] keys = new int[Rows * _window];
            for (int row = 0; row < Rows; row++)
            {
                for (int back = 0; back < _window; back++)
                {
                    // The step so many before the last; before position 0 the slots go on downwards round the ring.
                    int slot = (NextCounts[row] - 1 - back) % _window;
                    keys[(row * _window) + (slot < 0 ? slot + _window : slot)] =
                        (row * (Cached + Length)) + _steps[row][^(back + 1)];
                }
            }

            return new Indices(keys, [Rows, _window]);
        }
    }

    /// <summary>A whole sequence: all rows are alike.</summary>
    internal static AttentionLayout OfWhole(int window, int length)
    {
        AttentionLayout layout = new(1, window, length, cached: 0, [0]);
        layout.Add(row: 0, start: 0, length, oldest: 0, position: 0);
        return layout;
    }

    /// <summary>A chunk in which each row's sequence goes on.</summary>
    internal static AttentionLayout OfChunk(int window, int length, int[] counts)
    {
        AttentionLayout layout = new(counts.Length, window, length, window, counts);
        for (int row = 0; row < counts.Length; row++)
        {
            layout.Add(row, 0, length, window - Math.Min(counts[row], window), counts[row]);
        }

        return layout;
    }

    /// <summary>
    /// A chunk of packed or padded rows; null where padding comes between a row's state and what goes on from it.
    /// </summary>
    internal static AttentionLayout? OfSegments(int window, Segments segments, int[] counts)
    {
        AttentionLayout layout = new(counts.Length, window, segments.Length, window, counts);

        // A step of padding sees itself alone.
        for (int i = 0; i < layout._first.Length; i++)
        {
            layout._first[i] = window + (i % segments.Length);
        }

        foreach (Segment segment in segments.Items)
        {
            int count = segment.Continues ? counts[segment.Row] : 0;
            if (count > 0 && segment.Start > 0)
            {
                return null;
            }

            layout.Add(
                segment.Row, segment.Start, segment.Length,
                window + segment.Start - Math.Min(count, window), count);
        }

        return layout;
    }

    /// <summary>The first key that a step sees.</summary>
    internal int First(int row, int step) => _first[(row * Length) + step];

    private void Add(int row, int start, int length, int oldest, int position)
    {
        for (int t = start; t < start + length; t++)
        {
            _first[(row * Length) + t] = Math.Max(oldest, Cached + t - _window);
            _positions[(row * Length) + t] = position + t - start;
            _steps[row].Add(Cached + t);
        }

        NextCounts[row] = position + length;
    }
}
