namespace Ssm.Kernels.Gpu;

public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void CopyRows(View<T> from, View<T> to, in RowCopy shape) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Permute(View<T> x, View<T> y, ReadOnlySpan<int> sizes, ReadOnlySpan<int> order) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Flip(View<T> x, View<T> y, in AxisShape shape) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Gather(View<T> table, View<int> indices, View<T> y, int width) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void ScatterAdd(View<T> rows, View<int> indices, View<T> table, int width) => throw new NotImplementedException();
}
