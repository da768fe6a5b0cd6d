using Ssm.Kernels;

namespace Ssm.Tests.Devices;

/// <content>Primitives of layers, and steps of optimisers.</content>
internal sealed partial class FarBackend<T>
{
    public void LayerNorm(
        View<T> x, View<T> w, View<T> b, View<T> y, View<T> mean, View<T> inverse, int width, T epsilon) =>
        Counted().LayerNorm(Near(x), Near(w), Near(b), Near(y), Near(mean), Near(inverse), width, epsilon);

    public void LayerNormAdjoint(
        View<T> x, View<T> w, View<T> mean, View<T> inverse, View<T> dy, View<T> dx, View<T> dw, View<T> db,
        int width) =>
        Counted().LayerNormAdjoint(
            Near(x), Near(w), Near(mean), Near(inverse), Near(dy), Near(dx), Near(dw), Near(db), width);

    public void RmsNorm(View<T> x, View<T> w, View<T> y, View<T> inverse, int width, T epsilon, T offset) =>
        Counted().RmsNorm(Near(x), Near(w), Near(y), Near(inverse), width, epsilon, offset);

    public void RmsNormAdjoint(
        View<T> x, View<T> w, View<T> inverse, View<T> dy, View<T> dx, View<T> dw, int width, T offset) =>
        Counted().RmsNormAdjoint(Near(x), Near(w), Near(inverse), Near(dy), Near(dx), Near(dw), width, offset);

    public void BatchNorm(View<T> x, View<T> w, View<T> b, View<T> y, View<T> mean, View<T> variance, T epsilon) =>
        Counted().BatchNorm(Near(x), Near(w), Near(b), Near(y), Near(mean), Near(variance), epsilon);

    public void BatchNormAdjoint(
        View<T> x, View<T> w, View<T> mean, View<T> variance, View<T> dy, View<T> dx, View<T> dw, View<T> db,
        T epsilon) =>
        Counted().BatchNormAdjoint(
            Near(x), Near(w), Near(mean), Near(variance), Near(dy), Near(dx), Near(dw), Near(db), epsilon);

    public void Softmax(View<T> x, View<T> y, int width) =>
        Counted().Softmax(Near(x), Near(y), width);

    public void SoftmaxAdjoint(View<T> y, View<T> dy, View<T> dx, int width) =>
        Counted().SoftmaxAdjoint(Near(y), Near(dy), Near(dx), width);

    public void LogSoftmax(View<T> x, View<T> y, int width) =>
        Counted().LogSoftmax(Near(x), Near(y), width);

    public void LogSoftmaxAdjoint(View<T> y, View<T> dy, View<T> dx, int width) =>
        Counted().LogSoftmaxAdjoint(Near(y), Near(dy), Near(dx), width);

    public void CrossEntropy(View<T> logits, View<int> labels, View<T> loss, View<T> gradient, int width) =>
        Counted().CrossEntropy(Near(logits), Near(labels), Near(loss), Near(gradient), width);

    public void Hits(View<T> logits, View<int> labels, View<T> hits, int width) =>
        Counted().Hits(Near(logits), Near(labels), Near(hits), width);

    public void DiagonalRecurrence(
        View<T> u, in DiagonalSystemView<T> system, T scale, ComplexView<T> x0, View<int> resets, View<T> y,
        ComplexView<T> last, in RecurrenceShape shape) =>
        Counted().DiagonalRecurrence(Near(u), Near(system), scale, Near(x0), Near(resets), Near(y), Near(last), shape);

    public void DiagonalRecurrenceAdjoint(
        View<T> u, in DiagonalSystemView<T> system, T scale, ComplexView<T> x0, View<int> resets, View<T> dy,
        ComplexView<T> dlast, View<T> du, in DiagonalSystemView<T> gradients, ComplexView<T> dx0,
        in RecurrenceShape shape) =>
        Counted().DiagonalRecurrenceAdjoint(
            Near(u), Near(system), scale, Near(x0), Near(resets), Near(dy), Near(dlast), Near(du), Near(gradients),
            Near(dx0), shape);

    public int S5RecurrenceBorders(in RecurrenceShape shape) =>
        _inner.S5RecurrenceBorders(shape);

    public void RgLruRecurrence(
        in RgLruViews<T> operands, View<int> starts, SqrtOneMinusExp<T> root, View<T> h, in ScanShape shape) =>
        Counted().RgLruRecurrence(Near(operands), Near(starts), root, Near(h), shape);

    public void RgLruRecurrenceAdjoint(
        in RgLruViews<T> operands, View<int> starts, SqrtOneMinusExp<T> root, View<T> h, View<T> dh,
        in RgLruViews<T> gradients, in ScanShape shape) =>
        Counted().RgLruRecurrenceAdjoint(
            Near(operands), Near(starts), root, Near(h), Near(dh), Near(gradients), shape);

    public void S5Recurrence(
        View<T> u, in DiagonalSystemView<T> system, T scale, ComplexView<T> x0, View<int> resets, View<T> y,
        ComplexView<T> last, View<T> borders, in RecurrenceShape shape, bool reversed) =>
        Counted().S5Recurrence(
            Near(u), Near(system), scale, Near(x0), Near(resets), Near(y), Near(last), Near(borders), shape, reversed);

    public void S5RecurrenceAdjoint(
        View<T> u, in DiagonalSystemView<T> system, T scale, View<T> borders, View<int> resets, View<T> dy,
        ComplexView<T> dlast, View<T> du, in DiagonalSystemView<T> gradients, ComplexView<T> dx0,
        in RecurrenceShape shape, bool reversed) =>
        Counted().S5RecurrenceAdjoint(
            Near(u), Near(system), scale, Near(borders), Near(resets), Near(dy), Near(dlast), Near(du), Near(gradients),
            Near(dx0), shape, reversed);

    public void GatedLinearUnit<TOp>(
        TOp op, View<T> x, in GatedUnitView<T> weights, View<T> maskIn, View<T> maskOut, View<T> residual, View<T> y,
        View<T> value, View<T> gate, in GatedUnitShape shape)
        where TOp : struct, IUnaryOp<T> =>
        Counted().GatedLinearUnit(
            op, Near(x), Near(weights), Near(maskIn), Near(maskOut), Near(residual), Near(y), Near(value), Near(gate),
            shape);

    public void GatedLinearUnitAdjoint<TOp>(
        TOp op, View<T> x, in GatedUnitView<T> weights, View<T> maskIn, View<T> maskOut, View<T> value, View<T> gate,
        View<T> dy, View<T> dx, in GatedUnitView<T> gradients, in GatedUnitShape shape)
        where TOp : struct, IUnaryOp<T> =>
        Counted().GatedLinearUnitAdjoint(
            op, Near(x), Near(weights), Near(maskIn), Near(maskOut), Near(value), Near(gate), Near(dy), Near(dx),
            Near(gradients), shape);

    public void AdamW(View<T> parameter, View<T> gradient, View<T> m, View<T> v, in AdamSettings settings, int step) =>
        Counted().AdamW(Near(parameter), Near(gradient), Near(m), Near(v), settings, step);

    public void AdamWAmsGrad(
        View<T> parameter, View<T> gradient, View<T> m, View<T> v, View<T> greatest, in AdamSettings settings,
        int step) =>
        Counted().AdamWAmsGrad(Near(parameter), Near(gradient), Near(m), Near(v), Near(greatest), settings, step);

    public void Adam(View<T> parameter, View<T> gradient, View<T> m, View<T> v, in AdamSettings settings, int step) =>
        Counted().Adam(Near(parameter), Near(gradient), Near(m), Near(v), settings, step);

    public void Sgd(View<T> parameter, View<T> gradient, double learningRate, double weightDecay) =>
        Counted().Sgd(Near(parameter), Near(gradient), learningRate, weightDecay);

    public void SgdMomentum(
        View<T> parameter, View<T> gradient, View<T> buffer, double learningRate, double momentum,
        double weightDecay) =>
        Counted().SgdMomentum(Near(parameter), Near(gradient), Near(buffer), learningRate, momentum, weightDecay);

    public void SgdNesterov(
        View<T> parameter, View<T> gradient, View<T> buffer, double learningRate, double momentum,
        double weightDecay) =>
        Counted().SgdNesterov(Near(parameter), Near(gradient), Near(buffer), learningRate, momentum, weightDecay);

    public void SumOfSquares(View<T> x, View<T> sum) =>
        Counted().SumOfSquares(Near(x), Near(sum));
}
