namespace Ssm.Kernels.Gpu;

public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void ScatterAdd(View<T> rows, View<int> indices, View<T> table, int width) => throw new NotImplementedException();
}
