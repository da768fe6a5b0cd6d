namespace Ssm.Kernels.Gpu;

public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public int S5RecurrenceBorders(in RecurrenceShape shape) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void S5Recurrence( View<T> u, in DiagonalSystemView<T> system, T scale, ComplexView<T> x0, View<int> resets, View<T> y, ComplexView<T> last, View<T> borders, in RecurrenceShape shape, bool reversed) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void S5RecurrenceAdjoint( View<T> u, in DiagonalSystemView<T> system, T scale, View<T> borders, View<int> resets, View<T> dy, ComplexView<T> dlast, View<T> du, in DiagonalSystemView<T> gradients, ComplexView<T> dx0, in RecurrenceShape shape, bool reversed) => throw new NotImplementedException();
}
