namespace Ssm.Kernels;

/// <summary>Samples at negative times: sample −d is sample n − d of a circle of n, packed as in
/// <see cref="PackedRows"/>.</summary>
internal static unsafe class ReversedRows
{
    /// <summary>Adds row d of <paramref name="rows"/> to sample −d, d below <paramref name="length"/>.</summary>
    internal static void Add<T, TLanes>(
        T* rows, int length, int samples, nint stride, LaneGroup group, int first, int count, TLanes* x,
        nint blockStride)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        for (int i = 0; i < count; i++)
        {
            int even = Distance(2 * (first + i), samples), odd = Distance((2 * (first + i)) + 1, samples);
            if (even >= length && odd >= length)
            {
                continue;
            }

            for (int block = 0; block < group.Blocks; block++)
            {
                T* from = rows + group.First + (block * TLanes.Count);
                int width = group.Width(block);
                TLanes* point = x + (block * blockStride) + i;
                if (odd >= length)
                {
                    *point += TLanes.LoadReal(from + (even * stride), width);
                }
                else if (even >= length)
                {
                    *point += TLanes.LoadReal(from + (odd * stride), width).Swapped;
                }
                else
                {
                    *point += TLanes.Load(from + (even * stride), from + (odd * stride), width);
                }
            }
        }
    }

    /// <summary>Stores sample −d, its parts exchanged, to row d, d below <paramref name="length"/>.</summary>
    internal static void Store<T, TLanes>(
        TLanes* x, nint blockStride, T* rows, int length, int samples, nint stride, LaneGroup group, int first,
        int count)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        for (int i = 0; i < count; i++)
        {
            int even = Distance(2 * (first + i), samples), odd = Distance((2 * (first + i)) + 1, samples);
            for (int block = 0; block < group.Blocks; block++)
            {
                T* to = rows + group.First + (block * TLanes.Count);
                int width = group.Width(block);
                TLanes point = x[(block * blockStride) + i];
                if (even < length)
                {
                    point.StoreImaginary(to + (even * stride), width);
                }

                if (odd < length)
                {
                    point.StoreReal(to + (odd * stride), width);
                }
            }
        }
    }

    private static int Distance(int sample, int samples) => sample == 0 ? 0 : samples - sample;
}
