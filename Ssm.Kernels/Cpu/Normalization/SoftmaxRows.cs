using System.Numerics.Tensors;

namespace Ssm.Kernels;

/// <summary>The row loops of the softmax family; lanes run along the row.</summary>
internal static unsafe class SoftmaxRows
{
    /// <summary>Rows of one piece: some thousand exponentials, and no sum crosses rows.</summary>
    internal static int Grain(int width) => Math.Max(1, 4096 / width);

    /// <summary>Writes e^(x − max) and returns the maximum and the sum of what was written.</summary>
    internal static (T Max, T Sum) Exponentials<T>(T* x, T* e, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // A maximum has no rounding, so its order is free; TensorPrimitives carries a NaN through.
        T max = TensorPrimitives.Max(new ReadOnlySpan<T>(x, width));
        Subtract(x, max, T.Zero, e, width);
        Span<T> row = new(e, width);
        Elementwise.Unary(default(Exp<T>), row, row);

        // Not TensorPrimitives.Sum: its order of additions is not promised to depend on the length alone.
        return (max, RowSums.Sum(e, width));
    }

    /// <summary>y = (x − first) − second.</summary>
    internal static void Subtract<T>(T* x, T first, T second, T* y, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int j = 0;
        for (; j <= width - Vector<T>.Count; j += Vector<T>.Count)
        {
            (Vector.Load(x + j) - new Vector<T>(first) - new Vector<T>(second)).Store(y + j);
        }

        for (; j < width; j++)
        {
            y[j] = x[j] - first - second;
        }
    }

    /// <summary>y = x · factor.</summary>
    internal static void Multiply<T>(T* x, T factor, T* y, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int j = 0;
        for (; j <= width - Vector<T>.Count; j += Vector<T>.Count)
        {
            (Vector.Load(x + j) * new Vector<T>(factor)).Store(y + j);
        }

        for (; j < width; j++)
        {
            y[j] = x[j] * factor;
        }
    }

    /// <summary>y = x · factor + z.</summary>
    internal static void MultiplyAdd<T>(T* x, T factor, T* z, T* y, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int j = 0;
        for (; j <= width - Vector<T>.Count; j += Vector<T>.Count)
        {
            Fused.MultiplyAdd(Vector.Load(x + j), new Vector<T>(factor), Vector.Load(z + j)).Store(y + j);
        }

        for (; j < width; j++)
        {
            y[j] = Fused.MultiplyAdd(x[j], factor, z[j]);
        }
    }

    /// <summary>dx = y ⊙ (dy − dot).</summary>
    internal static void CenteredProduct<T>(T* y, T* dy, T dot, T* dx, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int j = 0;
        for (; j <= width - Vector<T>.Count; j += Vector<T>.Count)
        {
            (Vector.Load(y + j) * (Vector.Load(dy + j) - new Vector<T>(dot))).Store(dx + j);
        }

        for (; j < width; j++)
        {
            dx[j] = y[j] * (dy[j] - dot);
        }
    }
}
