using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Where the elements of a product go: C = f(sum + bias), or f(C + sum + bias).</summary>
internal readonly struct MatMulTarget<T, TOp>(
    ArrayView<T> result, int start, int rows, int columns, ArrayView<T> bias, TOp op, int accumulate)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TOp : unmanaged, IUnaryOp<T>
{
    private readonly ArrayView<T> _result = result;
    private readonly int _start = start;
    private readonly int _rows = rows;
    private readonly int _columns = columns;
    private readonly ArrayView<T> _bias = bias;
    private readonly TOp _op = op;
    private readonly int _accumulate = accumulate;

    /// <summary>Writes what lies inside C of four neighbours of a row.</summary>
    internal void Write(int row, int column, MatMulQuad<T> sums)
    {
        if (row < _rows)
        {
            Write(row, column, sums.X);
            Write(row, column + 1, sums.Y);
            Write(row, column + 2, sums.Z);
            Write(row, column + 3, sums.W);
        }
    }

    private void Write(int row, int column, T sum)
    {
        if (column >= _columns)
        {
            return;
        }

        int at = _start + (row * _columns) + column;
        if (_accumulate != 0)
        {
            sum += _result[at];
        }

        if (_bias.IntLength != 0)
        {
            sum += _bias[column];
        }

        _result[at] = _op.Invoke(sum);
    }
}
