namespace Ssm.Kernels;

/// <summary>How a permutation of axes reads its operand while the result is written from start to end.</summary>
internal sealed class PermutePlan
{
    private readonly int[] _sizes;
    private readonly int[] _strides;

    private PermutePlan(int[] sizes, int[] strides)
    {
        _sizes = sizes;
        _strides = strides;
        Outer = 1;
        for (int i = 0; i < sizes.Length - 1; i++)
        {
            Outer *= sizes[i];
        }
    }

    /// <summary>Elements of the result's innermost axis.</summary>
    internal int Inner => _sizes[^1];

    /// <summary>How far the operand moves along it.</summary>
    internal int InnerStride => _strides[^1];

    /// <summary>Rows around it.</summary>
    internal int Outer { get; }

    internal static PermutePlan Create(ReadOnlySpan<int> sizes, ReadOnlySpan<int> order)
    {
        Guard.Length(order.Length, sizes.Length, nameof(IBackend<>.Permute));
        if (order.Length == 0)
        {
            return new PermutePlan([1], [1]);
        }

        int[] result = new int[order.Length];
        int[] strides = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            result[i] = sizes[order[i]];
            strides[i] = 1;
            for (int inner = order[i] + 1; inner < sizes.Length; inner++)
            {
                strides[i] *= sizes[inner];
            }
        }

        return new PermutePlan(result, strides);
    }

    /// <summary>Where row <paramref name="row"/> of the result starts in the operand.</summary>
    internal int RowOffset(int row)
    {
        int offset = 0;
        for (int axis = _sizes.Length - 2; axis >= 0; axis--)
        {
            (row, int index) = Math.DivRem(row, _sizes[axis]);
            offset += index * _strides[axis];
        }

        return offset;
    }
}
