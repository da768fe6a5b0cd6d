namespace Ssm.Kernels.Gpu;

/// <summary>How the middle axis of (outer, length, inner) is cut into pieces that threads take for themselves.
/// </summary>
internal readonly struct ColumnSplit
{
    // As many threads as keep a large device busy; the cut depends on the shape alone, and so do the bits.
    private const int EnoughThreads = 1 << 16;
    private const int LeastRows = 32;
    private const int MostRows = 1024;

    private readonly Divisor _inner;
    private readonly Divisor _pieces;
    private readonly int _length;
    private readonly int _rows;

    /// <summary>A cut into pieces of so many rows; a remainder of less than twice that is not cut.</summary>
    internal ColumnSplit(int length, int inner, int rows)
    {
        _rows = length < 2 * rows ? Math.Max(length, 1) : rows;
        _inner = new Divisor(inner);
        _pieces = new Divisor(Math.Max(1, (int)(((long)length + _rows - 1) / _rows)));
        _length = length;
    }

    /// <summary>A cut for a shape.</summary>
    internal static ColumnSplit Of(in AxisShape shape) =>
        new(shape.Length, shape.Inner, (int)Math.Clamp(
            (long)shape.Outer * shape.Inner * shape.Length / EnoughThreads, LeastRows, MostRows));

    /// <summary>How many pieces there are.</summary>
    internal int Pieces => _pieces.Value;

    /// <summary>The size of the middle axis.</summary>
    internal int Length => _length;

    /// <summary>The size of the inner axis.</summary>
    internal int Inner => _inner.Value;

    /// <summary>The column of item i, items being (outer, pieces, inner).</summary>
    internal int Column(int i) => i - (_inner.Quotient(i) * _inner.Value);

    /// <summary>Which of the outer blocks item i lies in.</summary>
    internal int Outer(int i) => _pieces.Quotient(_inner.Quotient(i));

    /// <summary>The first row of item i, counted within its block.</summary>
    internal int First(int i)
    {
        int item = _inner.Quotient(i);
        return (item - (_pieces.Quotient(item) * _pieces.Value)) * _rows;
    }

    /// <summary>The row after the last of a piece.</summary>
    internal int End(int first) => first + _rows < _length ? first + _rows : _length;
}
