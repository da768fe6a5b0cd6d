using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>Optimiser steps.</content>
internal sealed partial class ReferenceBackend
{
    public void AdamW(
        View<double> parameter, View<double> gradient, View<double> m, View<double> v, in AdamSettings settings,
        int step) => Step(
            parameter, gradient, m, v, default, settings, step, 1.0 - (settings.LearningRate * settings.WeightDecay),
            0.0);

    public void AdamWAmsGrad(
        View<double> parameter, View<double> gradient, View<double> m, View<double> v, View<double> greatest,
        in AdamSettings settings, int step) => Step(
            parameter, gradient, m, v, greatest, settings, step, 1.0 - (settings.LearningRate * settings.WeightDecay),
            0.0);

    public void Adam(
        View<double> parameter, View<double> gradient, View<double> m, View<double> v, in AdamSettings settings,
        int step) => Step(parameter, gradient, m, v, default, settings, step, 1.0, settings.WeightDecay);

    public void Sgd(View<double> parameter, View<double> gradient, double learningRate, double weightDecay)
    {
        double[] p = Read(parameter), g = Read(gradient);
        for (int i = 0; i < p.Length; i++)
        {
            p[i] = Less(p[i], learningRate * (g[i] + (weightDecay * p[i])));
        }

        Write(parameter, p);
    }

    public void SgdMomentum(
        View<double> parameter, View<double> gradient, View<double> buffer, double learningRate, double momentum,
        double weightDecay) => Momentum(parameter, gradient, buffer, learningRate, momentum, weightDecay, ahead: false);

    public void SgdNesterov(
        View<double> parameter, View<double> gradient, View<double> buffer, double learningRate, double momentum,
        double weightDecay) => Momentum(parameter, gradient, buffer, learningRate, momentum, weightDecay, ahead: true);

    public void SumOfSquares(View<double> x, View<double> sum)
    {
        double total = 0.0;
        foreach (double number in Read(x))
        {
            total += number * number;
        }

        Span(sum)[0] = total;
    }

    private void Momentum(
        View<double> parameter, View<double> gradient, View<double> buffer, double learningRate, double momentum,
        double weightDecay, bool ahead)
    {
        double[] p = Read(parameter), g = Read(gradient), b = Read(buffer);
        for (int i = 0; i < p.Length; i++)
        {
            double slope = g[i] + (weightDecay * p[i]);
            b[i] = (momentum * b[i]) + slope;
            p[i] = Less(p[i], learningRate * (ahead ? slope + (momentum * b[i]) : b[i]));
        }

        Write(parameter, p);
        Write(buffer, b);
    }

    private void Step(
        View<double> parameter, View<double> gradient, View<double> mean, View<double> square, View<double> most,
        AdamSettings settings, int step, double keep, double penalty)
    {
        (double beta1, double beta2) = (settings.Beta1, settings.Beta2);
        double rate = settings.LearningRate / (1.0 - Math.Pow(beta1, step));
        double correction = Math.Sqrt(1.0 - Math.Pow(beta2, step));
        double[] p = Signed(parameter), g = Signed(gradient), m = Signed(mean), v = Signed(square);
        double[] greatest = Signed(most);
        for (int i = 0; i < p.Length; i++)
        {
            double slope = g[i] + (penalty * p[i]), size = Math.Abs(g[i]) + Math.Abs(penalty * p[i]);
            double meanSize = Math.Abs(m[i]) + ((1.0 - beta1) * (size + Math.Abs(m[i])));
            double squareSize = (beta2 * v[i]) + ((1.0 - beta2) * size * size);
            m[i] += (1.0 - beta1) * (slope - m[i]);
            v[i] = (beta2 * v[i]) + ((1.0 - beta2) * slope * slope);
            double divisor = v[i];
            if (!most.IsNothing)
            {
                divisor = greatest[i] = Math.Max(greatest[i], v[i]);
            }

            double by = rate / ((Math.Sqrt(divisor) / correction) + settings.Epsilon);
            if (magnitudes)
            {
                // An error of v counts in its root, which divides.
                p[i] = Math.Abs(keep * p[i]) + (by * meanSize * squareSize / v[i]);
                (m[i], v[i]) = (meanSize, squareSize);
            }
            else
            {
                p[i] = (keep * p[i]) - (by * m[i]);
            }
        }

        Write(parameter, p);
        Write(mean, m);
        Write(square, v);
        Write(most, greatest);
    }
}
