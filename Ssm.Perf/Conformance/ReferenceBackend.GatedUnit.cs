using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>The gated linear unit, row after row. Its adjoint computes the products again.</content>
internal sealed partial class ReferenceBackend
{
    public void GatedLinearUnit<TOp>(
        TOp op, View<double> x, in GatedUnitView<double> weights, View<double> maskIn, View<double> maskOut,
        View<double> residual, View<double> y, View<double> value, View<double> gate, in GatedUnitShape shape)
        where TOp : struct, IUnaryOp<double>
    {
        double[] active = Active(op, x, maskIn, shape), after = Read(maskOut), start = Read(residual);
        double[] results = new double[y.Length];
        for (int at = 0; at < results.Length; at++)
        {
            (int row, int o) = (at / shape.Outputs, at % shape.Outputs);
            (double v, double g) = Unit(active, weights, row, o, shape);
            double mask = after.Length == 0 ? 1.0 : after[(row / shape.Length * shape.Outputs) + o];
            results[at] = (start.Length == 0 ? 0.0 : start[at]) + (mask * v * g);
        }

        Write(y, results);
        if (!value.IsNothing)
        {
            Write(value, results);
            Write(gate, results);
        }
    }

    public void GatedLinearUnitAdjoint<TOp>(
        TOp op, View<double> x, in GatedUnitView<double> weights, View<double> maskIn, View<double> maskOut,
        View<double> value, View<double> gate, View<double> dy, View<double> dx,
        in GatedUnitView<double> gradients, in GatedUnitShape shape)
        where TOp : struct, IUnaryOp<double>
    {
        double[] active = Active(op, x, maskIn, shape), after = Read(maskOut), slopes = Read(dy);
        double[] first = Read(weights.Value), second = Read(weights.Gate), inner = new double[x.Length];
        double[] dw1 = new double[first.Length], dw2 = new double[second.Length];
        double[] db1 = new double[shape.Outputs], db2 = new double[shape.Outputs];
        for (int at = 0; at < slopes.Length; at++)
        {
            (int row, int o) = (at / shape.Outputs, at % shape.Outputs);
            (double v, double g) = Unit(active, weights, row, o, shape);
            double e = slopes[at] * (after.Length == 0 ? 1.0 : after[(row / shape.Length * shape.Outputs) + o]);
            double dv = e * g, dz = e * v * g * (magnitudes ? 1.0 + g : 1.0 - g);
            db1[o] += dv;
            db2[o] += dz;
            for (int h = 0; h < shape.Inputs; h++)
            {
                int weight = (o * shape.Inputs) + h, from = (row * shape.Inputs) + h;
                inner[from] += (first[weight] * dv) + (second[weight] * dz);
                dw1[weight] += dv * active[from];
                dw2[weight] += dz * active[from];
            }
        }

        // x₁ = m f(x): a derivative of about 1 is itself rounded.
        double[] inputs = Signed(x), masks = Read(maskIn);
        for (int at = 0; at < inner.Length; at++)
        {
            double slope = op.Derivative(inputs[at], op.Invoke(inputs[at]));
            inner[at] *= (magnitudes ? 1.0 + Math.Abs(slope) : slope) * Mask(masks, at, shape);
        }

        Write(dx, inner);
        Write(gradients.Value, dw1);
        Write(gradients.ValueBias, db1);
        Write(gradients.Gate, dw2);
        Write(gradients.GateBias, db2);
    }

    // x₁ = m ⊙ f(x).
    private double[] Active<TOp>(TOp op, View<double> x, View<double> maskIn, GatedUnitShape shape)
        where TOp : struct, IUnaryOp<double>
    {
        double[] masks = Read(maskIn), numbers = Signed(x);
        for (int at = 0; at < numbers.Length; at++)
        {
            numbers[at] = M(op.Invoke(numbers[at])) * Mask(masks, at, shape);
        }

        return numbers;
    }

    private static double Mask(double[] masks, int at, GatedUnitShape shape) =>
        masks.Length == 0 ? 1.0 : masks[(at / shape.Inputs / shape.Length * shape.Inputs) + (at % shape.Inputs)];

    // v = W₁ x₁ + b₁ and σ(W₂ x₁ + b₂), whose slope is at most a quarter.
    private (double Value, double Gate) Unit(
        double[] active, GatedUnitView<double> weights, int row, int o, GatedUnitShape shape)
    {
        double v = M(Span(weights.ValueBias)[o]), z = M(Span(weights.GateBias)[o]);
        for (int h = 0; h < shape.Inputs; h++)
        {
            v += M(Span(weights.Value)[(o * shape.Inputs) + h]) * active[(row * shape.Inputs) + h];
            z += M(Span(weights.Gate)[(o * shape.Inputs) + h]) * active[(row * shape.Inputs) + h];
        }

        return (v, magnitudes ? 1.0 + (0.25 * z) : 1.0 / (1.0 + Math.Exp(-z)));
    }
}
