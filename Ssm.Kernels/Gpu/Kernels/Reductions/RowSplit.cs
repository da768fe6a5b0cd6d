using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>How the threads of groups share rows: so many lanes for each row, a power of two.</summary>
/// <remarks>A group whose last rows are beyond the end still takes part in every barrier.</remarks>
internal readonly struct RowSplit
{
    private readonly int _rows;
    private readonly int _width;
    private readonly int _shift;

    /// <summary>A lane for each number of a row, or all threads of a group.</summary>
    internal RowSplit(int rows, int width, int groupThreads)
    {
        _rows = rows;
        _width = width;
        _shift = Math.Min(
            BitOperations.Log2((uint)groupThreads), 32 - BitOperations.LeadingZeroCount((uint)Math.Max(width, 1) - 1));
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
}
