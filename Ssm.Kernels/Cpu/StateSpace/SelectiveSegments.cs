namespace Ssm.Kernels;

/// <summary>A tile's steps, cut where a sequence starts over. Steps are counted from the tile's first.</summary>
internal readonly unsafe struct SelectiveSegments
{
    private readonly int* _resets;

    internal SelectiveSegments(int* resets, int batch, int length, int time, int steps)
    {
        _resets = resets == null ? null : resets + ((nint)batch * length) + time;
        Steps = steps;
    }

    internal int Steps { get; }

    /// <summary>Whether the sequence starts over at a step.</summary>
    internal bool StartsOver(int step) => _resets != null && _resets[step] != 0;

    /// <summary>The end of the segment that begins at a step.</summary>
    internal int End(int begin)
    {
        if (_resets == null)
        {
            return Steps;
        }

        int end = begin + 1;
        while (end < Steps && _resets[end] == 0)
        {
            end++;
        }

        return end;
    }

    /// <summary>The begin of the segment that ends at a step.</summary>
    internal int Begin(int end)
    {
        if (_resets == null)
        {
            return 0;
        }

        int begin = end - 1;
        while (begin > 0 && _resets[begin] == 0)
        {
            begin--;
        }

        return begin;
    }
}
