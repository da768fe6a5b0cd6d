namespace Ssm.Kernels.Gpu;

/// <summary>A permutation of axes in which those that stay beside each other are one.</summary>
internal sealed class MergedPermutation
{
    private const int Axes = 4;

    private readonly int[] _sizes;
    private readonly int[] _strides;

    private MergedPermutation(int[] sizes, int[] strides)
    {
        _sizes = sizes;
        _strides = strides;
        PartLength = 1;
        Parts = 1;
        for (int i = 0; i < sizes.Length; i++)
        {
            if (i < sizes.Length - Axes)
            {
                Parts *= sizes[i];
            }
            else
            {
                PartLength *= sizes[i];
            }
        }

        Second = new Divisor(Size(3));
        Third = new Divisor(Size(2));
        Fourth = new Divisor(Size(1));
        Strides = new Strides4(Stride(4), Stride(3), Stride(2), Stride(1));
    }

    /// <summary>How often a kernel walks over the last four axes of the result.</summary>
    internal int Parts { get; }

    /// <summary>Elements of a part.</summary>
    internal int PartLength { get; }

    internal Divisor Second { get; }

    internal Divisor Third { get; }

    internal Divisor Fourth { get; }

    /// <summary>How far the operand moves along the last four axes of the result.</summary>
    internal Strides4 Strides { get; }

    /// <summary>Whether matrices (batch, rows, columns) are turned over.</summary>
    internal bool IsTransposition =>
        _sizes.Length is 2 or 3
        && _strides[^2] == 1
        && _strides[^1] == _sizes[^2]
        && (_sizes.Length == 2 || _strides[0] == _sizes[1] * _sizes[2]);

    internal int Batch => Size(3);

    /// <summary>Rows of the operand's matrices.</summary>
    internal int Rows => Size(1);

    /// <summary>Columns of the operand's matrices.</summary>
    internal int Columns => Size(2);

    /// <summary>The result's axis i is the operand's axis <c>order[i]</c>.</summary>
    internal static MergedPermutation Create(ReadOnlySpan<int> sizes, ReadOnlySpan<int> order)
    {
        Guard.Length(order.Length, sizes.Length, nameof(IBackend<>.Permute));
        List<int> merged = [], strides = [];
        foreach (int axis in order)
        {
            int stride = 1;
            for (int inner = axis + 1; inner < sizes.Length; inner++)
            {
                stride *= sizes[inner];
            }

            // An axis joins the one before where the operand simply goes on; one of a single element is none at all.
            if (merged.Count > 0 && strides[^1] == stride * sizes[axis])
            {
                merged[^1] *= sizes[axis];
                strides[^1] = stride;
            }
            else if (sizes[axis] != 1)
            {
                merged.Add(sizes[axis]);
                strides.Add(stride);
            }
        }

        return new MergedPermutation([.. merged], [.. strides]);
    }

    /// <summary>Where a part begins in the operand.</summary>
    internal int PartOffset(int part)
    {
        int offset = 0;
        for (int axis = _sizes.Length - Axes - 1; axis >= 0; axis--)
        {
            (part, int index) = Math.DivRem(part, _sizes[axis]);
            offset += index * _strides[axis];
        }

        return offset;
    }

    // From the end, 1 being the last axis; axes before the first have one element.
    private int Size(int fromEnd) => fromEnd <= _sizes.Length ? _sizes[^fromEnd] : 1;

    private int Stride(int fromEnd) => fromEnd <= _strides.Length ? _strides[^fromEnd] : 0;
}
