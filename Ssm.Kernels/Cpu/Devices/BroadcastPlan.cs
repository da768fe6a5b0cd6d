namespace Ssm.Kernels;

/// <summary>How two row-major arrays of different shapes walk together over their common broadcast shape.</summary>
/// <remarks>
/// Axes that both operands cross alike are merged, so most plans have one or two axes. In the innermost axis each
/// operand moves by one element or stays: that is the loop a kernel runs; the axes before it are walked around it.
/// </remarks>
public sealed class BroadcastPlan
{
    private readonly int[] _sizes;
    private readonly int[] _leftStrides;
    private readonly int[] _rightStrides;

    private BroadcastPlan(int[] sizes, int[] leftStrides, int[] rightStrides)
    {
        _sizes = sizes;
        _leftStrides = leftStrides;
        _rightStrides = rightStrides;
        Length = 1;
        foreach (int size in sizes)
        {
            Length *= size;
        }
    }

    /// <summary>Elements of the result.</summary>
    public int Length { get; }

    /// <summary>The merged axes, outermost first; at least one.</summary>
    public ReadOnlySpan<int> Sizes => _sizes;

    /// <summary>How far the left operand moves along each merged axis; 0 where it is repeated.</summary>
    public ReadOnlySpan<int> LeftStrides => _leftStrides;

    /// <summary>How far the right operand moves along each merged axis; 0 where it is repeated.</summary>
    public ReadOnlySpan<int> RightStrides => _rightStrides;

    /// <summary>Elements of the innermost axis.</summary>
    public int Inner => _sizes[^1];

    /// <summary>Rows around the innermost axis.</summary>
    public int Outer => Inner == 0 ? 0 : Length / Inner;

    /// <summary>
    /// Plans a walk over two shapes, by NumPy's rules: axes are aligned at the end, and a size of 1 repeats.
    /// </summary>
    /// <exception cref="ArgumentException">Two aligned axes differ and neither is 1.</exception>
    public static BroadcastPlan Create(ReadOnlySpan<int> left, ReadOnlySpan<int> right)
    {
        int rank = Math.Max(left.Length, right.Length);
        Span<int> sizes = stackalloc int[rank + 1];
        Span<int> leftStrides = stackalloc int[rank + 1];
        Span<int> rightStrides = stackalloc int[rank + 1];
        int axes = 0;
        int leftStride = 1;
        int rightStride = 1;

        // From the innermost axis outwards; an axis joins the one inside it where both operands simply go on.
        for (int i = 1; i <= rank; i++)
        {
            int l = i <= left.Length ? left[^i] : 1;
            int r = i <= right.Length ? right[^i] : 1;
            if (l != r && l != 1 && r != 1)
            {
                throw new ArgumentException(
                    $"Broadcast: shapes ({string.Join(", ", left.ToArray())}) and ({string.Join(", ",
                        right.ToArray())}) " +
                    $"differ in axis −{i}, {l} against {r}; reshape one so that they agree or one of them is 1.");
            }

            int size = l == 1 ? r : l;
            if (size != 1)
            {
                int ls = l == 1 ? 0 : leftStride;
                int rs = r == 1 ? 0 : rightStride;
                bool joins = axes > 0
                    && Continues(ls, leftStrides[axes - 1], sizes[axes - 1])
                    && Continues(rs, rightStrides[axes - 1], sizes[axes - 1]);
                if (joins)
                {
                    sizes[axes - 1] *= size;
                }
                else
                {
                    (sizes[axes], leftStrides[axes], rightStrides[axes]) = (size, ls, rs);
                    axes++;
                }
            }

            leftStride *= l;
            rightStride *= r;
        }

        if (axes == 0)
        {
            (sizes[0], leftStrides[0], rightStrides[0]) = (1, 1, 1);
            axes = 1;
        }

        sizes[..axes].Reverse();
        leftStrides[..axes].Reverse();
        rightStrides[..axes].Reverse();
        return new BroadcastPlan(
            sizes[..axes].ToArray(), leftStrides[..axes].ToArray(), rightStrides[..axes].ToArray());
    }

    /// <summary>Where row <paramref name="row"/> of the walk starts in each operand.</summary>
    public (int Left, int Right) RowOffsets(int row)
    {
        int left = 0;
        int right = 0;
        for (int axis = _sizes.Length - 2; axis >= 0; axis--)
        {
            (row, int index) = Math.DivRem(row, _sizes[axis]);
            left += index * _leftStrides[axis];
            right += index * _rightStrides[axis];
        }

        return (left, right);
    }

    private static bool Continues(int stride, int innerStride, int innerSize) =>
        innerStride == 0 ? stride == 0 : stride == innerStride * innerSize;
}
