using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Combines the numbers of the lanes of a row in a tree whose shape depends on their number alone.</summary>
internal static class GroupTree
{
    /// <summary>Numbers that a group's shared memory has to hold: one for each thread.</summary>
    internal const int Capacity = 256;

    /// <summary>All lanes' numbers together, in every lane. Every thread of the group has to come here.</summary>
    internal static T Combine<T, TReduction>(ArrayView<T> shared, T value, RowSplit split)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReduction : struct, IReduction<T>
    {
        int at = Group.IdxX, lane = split.Lane;
        shared[at] = value;
        Group.Barrier();
        for (int half = split.Lanes / 2; half > 0; half /= 2)
        {
            if (lane < half)
            {
                shared[at] = TReduction.Combine(shared[at], shared[at + half]);
            }

            Group.Barrier();
        }

        T result = shared[at - lane];
        Group.Barrier();
        return result;
    }

    /// <summary>The sum of all lanes' numbers.</summary>
    internal static T Sum<T>(ArrayView<T> shared, T value, RowSplit split)
        where T : unmanaged, IFloatingPointIeee754<T> => Combine<T, SumReduction<T>>(shared, value, split);

    /// <summary>The sum of all lanes' numbers, each with what its own sum had lost to rounding.</summary>
    internal static T SumExactly<T>(ArrayView<T> shared, ArrayView<T> sharedLost, T sum, T lost, RowSplit split)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int at = Group.IdxX, lane = split.Lane;
        shared[at] = sum;
        sharedLost[at] = lost;
        Group.Barrier();
        for (int half = split.Lanes / 2; half > 0; half /= 2)
        {
            if (lane < half)
            {
                T a = shared[at], b = shared[at + half], total = a + b;
                sharedLost[at] += sharedLost[at + half] + Lost(a, b, total);
                shared[at] = total;
            }

            Group.Barrier();
        }

        T result = shared[at - lane] + sharedLost[at - lane];
        Group.Barrier();
        return result;
    }

    /// <summary>What rounding took from a sum (Knuth's two-sum).</summary>
    internal static T Lost<T>(T a, T b, T total)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T back = total - a;
        return (a - (total - back)) + (b - back);
    }
}
