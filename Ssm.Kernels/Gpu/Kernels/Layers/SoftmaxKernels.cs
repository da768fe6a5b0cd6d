using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The softmax family: some lanes of a group for each row.</summary>
/// <remarks>
/// The row's maximum is taken off first. A NaN, an infinity or nothing but minus infinities make their row NaN.
/// </remarks>
internal static class SoftmaxKernels
{
    /// <summary>y = e^(x − max) / Σ e^(x − max).</summary>
    internal static void Softmax<T>(ArrayView<T> x, ArrayView<T> y, RowSplit split)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> shared = SharedMemory.Allocate1D<T>(GroupTree.Capacity);
        int start = split.Start, end = split.End;
        T max = Greatest(shared, x, split), sum = T.Zero;
        for (int j = split.Lane; j < end; j += split.Lanes)
        {
            T e = T.Exp(x[start + j] - max);
            y[start + j] = e;
            sum += e;
        }

        T factor = T.One / GroupTree.Sum(shared, sum, split);
        for (int j = split.Lane; j < end; j += split.Lanes)
        {
            y[start + j] *= factor;
        }
    }

    /// <summary>dx = y ⊙ (dy − Σ dy ⊙ y).</summary>
    internal static void SoftmaxAdjoint<T>(ArrayView<T> y, ArrayView<T> dy, ArrayView<T> dx, RowSplit split)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> shared = SharedMemory.Allocate1D<T>(GroupTree.Capacity);
        ArrayView<T> sharedLost = SharedMemory.Allocate1D<T>(GroupTree.Capacity);
        int start = split.Start, end = split.End;

        // Where one class has all the weight only the sum's last bits stay: it is formed with what each step loses.
        T sum = T.Zero, lost = T.Zero;
        for (int j = split.Lane; j < end; j += split.Lanes)
        {
            T product = dy[start + j] * y[start + j], total = sum + product;
            lost += GroupTree.Lost(sum, product, total);
            sum = total;
        }

        sum = GroupTree.SumExactly(shared, sharedLost, sum, lost, split);
        for (int j = split.Lane; j < end; j += split.Lanes)
        {
            dx[start + j] = y[start + j] * (dy[start + j] - sum);
        }
    }

    /// <summary>y = (x − max) − log Σ e^(x − max): the logarithm would be rounded away beside a large maximum.
    /// </summary>
    internal static void LogSoftmax<T>(ArrayView<T> x, ArrayView<T> y, RowSplit split)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> shared = SharedMemory.Allocate1D<T>(GroupTree.Capacity);
        int start = split.Start, end = split.End;
        T max = Greatest(shared, x, split), sum = T.Zero;
        for (int j = split.Lane; j < end; j += split.Lanes)
        {
            sum += T.Exp(x[start + j] - max);
        }

        T log = T.Log(GroupTree.Sum(shared, sum, split));
        for (int j = split.Lane; j < end; j += split.Lanes)
        {
            y[start + j] = (x[start + j] - max) - log;
        }
    }

    /// <summary>dx = dy − e^y · Σ dy.</summary>
    internal static void LogSoftmaxAdjoint<T>(ArrayView<T> y, ArrayView<T> dy, ArrayView<T> dx, RowSplit split)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> shared = SharedMemory.Allocate1D<T>(GroupTree.Capacity);
        int start = split.Start, end = split.End;
        T sum = T.Zero;
        for (int j = split.Lane; j < end; j += split.Lanes)
        {
            sum += dy[start + j];
        }

        sum = GroupTree.Sum(shared, sum, split);
        for (int j = split.Lane; j < end; j += split.Lanes)
        {
            dx[start + j] = dy[start + j] - (T.Exp(y[start + j]) * sum);
        }
    }

    /// <summary>loss = log Σ e^x − x[label], and its gradient softmax(x) − onehot(label); zeros for a label of −1.
    /// </summary>
    internal static void CrossEntropy<T>(
        ArrayView<T> x, ArrayView<int> labels, ArrayView<T> loss, ArrayView<T> gradient, RowSplit split)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> shared = SharedMemory.Allocate1D<T>(GroupTree.Capacity);
        int start = split.Start, end = split.End, label = labels[split.Row < split.Rows ? split.Row : 0];
        bool ignored = label == Kernels.CrossEntropy.Ignored, known = label >= 0 && label < split.Width;
        T max = Greatest(shared, x, split), sum = T.Zero;
        for (int j = split.Lane; j < end; j += split.Lanes)
        {
            T e = T.Exp(x[start + j] - max);
            gradient[start + j] = e;
            sum += e;
        }

        sum = GroupTree.Sum(shared, sum, split);
        T factor = T.One / sum;
        for (int j = split.Lane; j < end; j += split.Lanes)
        {
            T slope = (gradient[start + j] * factor) - (j == label ? T.One : T.Zero);
            gradient[start + j] = ignored ? T.Zero : slope;
        }

        if (split.Writes)
        {
            T value = T.Log(sum) + (max - x[start + (known ? label : 0)]);
            loss[split.Row] = ignored ? T.Zero : known ? value : T.NaN;
        }
    }

    private static T Greatest<T>(ArrayView<T> shared, ArrayView<T> x, RowSplit split)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int start = split.Start, end = split.End;
        T max = T.NegativeInfinity;
        for (int j = split.Lane; j < end; j += split.Lanes)
        {
            max = T.Max(max, x[start + j]);
        }

        return GroupTree.Combine<T, MaxReduction<T>>(shared, max, split);
    }
}
