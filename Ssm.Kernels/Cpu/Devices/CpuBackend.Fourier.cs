using System.Collections.Concurrent;

namespace Ssm.Kernels;

/// <content>Transforms, by plans that are made once for each length.</content>
public sealed partial class CpuBackend<T>
{
    private readonly ConcurrentDictionary<int, FftPlan<T>> _plans = new();
    private readonly ConcurrentDictionary<int, RealFftPlan<T>> _realPlans = new();
    private readonly ConcurrentDictionary<int, RowFftPlan<T>> _rowPlans = new();
    private readonly ConcurrentDictionary<int, RealRowFftPlan<T>> _realRowPlans = new();

    /// <inheritdoc/>
    public void Fft(ComplexView<T> x, ComplexView<T> y, in AxisShape shape)
    {
        if (shape.Inner == 1)
        {
            RowPlan(shape.Length).Forward(Span(x), Span(y), shape.Outer, _threads);
            return;
        }

        FftPlan<T> plan = Plan(shape.Length);
        int count = shape.Length * shape.Inner;
        for (int outer = 0; outer < shape.Outer; outer++)
        {
            plan.Forward(Span(x).Slice(outer * count, count), Span(y).Slice(outer * count, count), shape.Inner,
                _threads);
        }
    }

    /// <inheritdoc/>
    public void InverseFft(ComplexView<T> x, ComplexView<T> y, in AxisShape shape)
    {
        if (shape.Inner == 1)
        {
            RowPlan(shape.Length).Inverse(Span(x), Span(y), shape.Outer, _threads);
            return;
        }

        FftPlan<T> plan = Plan(shape.Length);
        int count = shape.Length * shape.Inner;
        for (int outer = 0; outer < shape.Outer; outer++)
        {
            plan.Inverse(Span(x).Slice(outer * count, count), Span(y).Slice(outer * count, count), shape.Inner,
                _threads);
        }
    }

    /// <inheritdoc/>
    public void RealFft(View<T> x, ComplexView<T> y, in AxisShape shape)
    {
        if (shape.Inner == 1)
        {
            RealRowPlan(shape.Length).Forward(Span(x), Span(y), shape.Outer, _threads);
            return;
        }

        RealFftPlan<T> plan = RealPlan(shape.Length);
        int count = shape.Length * shape.Inner;
        int bins = plan.Bins * shape.Inner;
        for (int outer = 0; outer < shape.Outer; outer++)
        {
            plan.Forward(Span(x).Slice(outer * count, count), Span(y).Slice(outer * bins, bins), shape.Inner, _threads);
        }
    }

    /// <inheritdoc/>
    public void InverseRealFft(ComplexView<T> x, View<T> y, in AxisShape shape)
    {
        if (shape.Inner == 1)
        {
            RealRowPlan(shape.Length).Inverse(Span(x), Span(y), shape.Outer, _threads);
            return;
        }

        RealFftPlan<T> plan = RealPlan(shape.Length);
        int count = shape.Length * shape.Inner;
        int bins = plan.Bins * shape.Inner;
        for (int outer = 0; outer < shape.Outer; outer++)
        {
            plan.Inverse(Span(x).Slice(outer * bins, bins), Span(y).Slice(outer * count, count), shape.Inner, _threads);
        }
    }

    private FftPlan<T> Plan(int length) => _plans.GetOrAdd(length, static n => new FftPlan<T>(n));

    private RealFftPlan<T> RealPlan(int length) => _realPlans.GetOrAdd(length, static n => new RealFftPlan<T>(n));

    private RowFftPlan<T> RowPlan(int length) => _rowPlans.GetOrAdd(length, static n => new RowFftPlan<T>(n));

    private RealRowFftPlan<T> RealRowPlan(int length) =>
        _realRowPlans.GetOrAdd(length, static n => new RealRowFftPlan<T>(n));
}
