using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>How the threads of groups share rows: so many lanes for each row, a power of two.</summary>
/// <remarks>A group whose last rows are beyond the end still takes part in every barrier.</remarks>
internal readonly struct RowSplit
{
    private const int NumbersOfLane = 8;
    private const int EnoughThreads = 1 << 15;

    private readonly int _rows;
    private readonly int _width;
    private readonly int _shift;

    /// <summary>
    /// A lane for every eight numbers of a row; for each number where the rows are few, and never more than a group has
    /// threads.
    /// </summary>
    internal RowSplit(int rows, int width, int groupThreads)
    {
        _rows = rows;
        _width = width;
        int wanted = Math.Max((width + NumbersOfLane - 1) / NumbersOfLane, EnoughThreads / Math.Max(rows, 1));
        _shift = Math.Min(Ceiling(Math.Clamp(wanted, 1, Math.Max(width, 1))), BitOperations.Log2((uint)groupThreads));
    }

    /// <summary>The number of rows.</summary>
    internal int Rows => _rows;

    /// <summary>Numbers in a row.</summary>
    internal int Width => _width;

    /// <summary>Threads of a row.</summary>
    internal int Lanes => 1 << _shift;

    /// <summary>The row of this thread.</summary>
    internal int Row => (Grid.IdxX * (Group.DimX >> _shift)) + (Group.IdxX >> _shift);

    /// <summary>Which of its row's lanes this thread is.</summary>
    internal int Lane => Group.IdxX & (Lanes - 1);

    /// <summary>Where this thread's row begins; 0 for one that is not there.</summary>
    internal int Start => Row < _rows ? Row * _width : 0;

    /// <summary>Numbers of this thread's row; 0 for one that is not there.</summary>
    internal int End => Row < _rows ? _width : 0;

    /// <summary>Whether this thread writes the row's result.</summary>
    internal bool Writes => Lane == 0 && Row < _rows;

    /// <summary>Groups for all rows.</summary>
    internal int Groups(int groupThreads) => (int)(((long)_rows + (groupThreads >> _shift) - 1) / (groupThreads >> _shift));

    // The power of two that is not less.
    private static int Ceiling(int x) => 32 - BitOperations.LeadingZeroCount((uint)x - 1);
}
