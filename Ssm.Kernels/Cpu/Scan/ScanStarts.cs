namespace Ssm.Kernels;

/// <summary>At which rows of a walk over one sequence the state before counts as zero.</summary>
/// <remarks>
/// Resets are given per time step. A scan starts anew at the step that is reset. Its adjoint walks the other way, and
/// forgets between that step and the one before it in time: at the row after the reset one.
/// </remarks>
internal readonly unsafe struct ScanStarts
{
    private readonly bool* _first;
    private readonly int _step;
    private readonly int _lag;

    /// <param name="first">The flag of the walk's first row, or null where there are no resets.</param>
    /// <param name="reversed">Whether the walk goes down in time.</param>
    /// <param name="adjoint">Whether it is that of an adjoint.</param>
    internal ScanStarts(bool* first, bool reversed, bool adjoint)
    {
        _first = first;
        _step = reversed ? -1 : 1;
        _lag = adjoint ? 1 : 0;
    }

    /// <summary>Whether the state before a row, which is not the first of an adjoint's walk, counts as zero.</summary>
    internal bool At(int row) => _first != null && row >= _lag && _first[(row - _lag) * _step];

    /// <summary>The first start at or behind a row, or the end.</summary>
    internal int Next(int row, int end)
    {
        if (_first == null)
        {
            return end;
        }

        while (row < end && !At(row))
        {
            row++;
        }

        return row;
    }

    /// <summary>The last start of some rows, or −1.</summary>
    internal int Last(int row, int end)
    {
        if (_first == null)
        {
            return -1;
        }

        do
        {
            end--;
        }
        while (end >= row && !At(end));
        return end >= row ? end : -1;
    }
}
