namespace Ssm.Kernels;

/// <summary>Samples at negative times: sample −d is sample n − d of a circle of n, packed as in
/// <see cref="PackedRows"/>.</summary>
internal static unsafe class ReversedRows
{
    /// <summary>Adds row d of <paramref name="rows"/> to sample −d, d below <paramref name="length"/>.</summary>
    internal static void Add<T>(
        T* rows, int length, int samples, nint stride, LaneGroup group, int first, int count, Lanes<T>* x,
        nint blockStride)
        where T : unmanaged, IFloatingPointIeee754<T>
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
                T* from = rows + group.First + (block * Vector<T>.Count);
                int width = group.Width<T>(block);
                Lanes<T>* point = x + (block * blockStride) + i;
                Vector<T> re = even < length ? LaneBlock.Read(from + (even * stride), width) : Vector<T>.Zero;
                Vector<T> im = odd < length ? LaneBlock.Read(from + (odd * stride), width) : Vector<T>.Zero;
                *point += new Lanes<T>(re, im);
            }
        }
    }

    /// <summary>Stores sample −d, its parts exchanged, to row d, d below <paramref name="length"/>.</summary>
    internal static void Store<T>(
        Lanes<T>* x, nint blockStride, T* rows, int length, int samples, nint stride, LaneGroup group, int first,
        int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < count; i++)
        {
            int even = Distance(2 * (first + i), samples), odd = Distance((2 * (first + i)) + 1, samples);
            for (int block = 0; block < group.Blocks; block++)
            {
                T* to = rows + group.First + (block * Vector<T>.Count);
                int width = group.Width<T>(block);
                Lanes<T> point = x[(block * blockStride) + i];
                if (even < length)
                {
                    LaneBlock.Write(point.Im, to + (even * stride), width);
                }

                if (odd < length)
                {
                    LaneBlock.Write(point.Re, to + (odd * stride), width);
                }
            }
        }
    }

    private static int Distance(int sample, int samples) => sample == 0 ? 0 : samples - sample;
}
