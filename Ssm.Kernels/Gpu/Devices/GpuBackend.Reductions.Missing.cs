namespace Ssm.Kernels.Gpu;

public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void Reduce<TReduction>(View<T> x, View<T> y, in AxisShape shape) where TReduction : struct, IReduction<T> => throw new NotImplementedException();

    /// <inheritdoc/>
    public void CumulativeSum(View<T> x, View<T> y, in AxisShape shape) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void ReverseCumulativeSum(View<T> x, View<T> y, in AxisShape shape) => throw new NotImplementedException();
}
