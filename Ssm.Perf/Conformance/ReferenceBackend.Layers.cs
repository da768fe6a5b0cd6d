using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>Norms over rows and over columns.</content>
internal sealed partial class ReferenceBackend
{
    public void LayerNorm(
        View<double> x, View<double> w, View<double> b, View<double> y, View<double> mean, View<double> inverse,
        int width, double epsilon)
    {
        double[] numbers = Signed(x), weight = Weights(w, width), shift = Read(b), results = new double[y.Length];
        double[] means = new double[mean.Length], inverses = new double[inverse.Length];
        for (int row = 0; row < means.Length; row++)
        {
            (double centre, double factor) = Statistics(numbers.AsSpan(row * width, width).ToArray(), epsilon);
            (means[row], inverses[row]) = (centre, factor);
            for (int i = 0; i < width; i++)
            {
                double centred = Less(M(numbers[(row * width) + i]), centre);
                results[(row * width) + i] = (centred * factor * weight[i]) + (b.IsNothing ? 0.0 : shift[i]);
            }
        }

        Write(y, results);
        Write(mean, means);
        Write(inverse, inverses);
    }

    public void LayerNormAdjoint(
        View<double> x, View<double> w, View<double> mean, View<double> inverse, View<double> dy, View<double> dx,
        View<double> dw, View<double> db, int width)
    {
        double[] numbers = Read(x), weight = Weights(w, width), means = Read(mean), inverses = Read(inverse);
        double[] gradients = Read(dy), first = new double[x.Length], second = new double[width];
        double[] third = new double[width];
        for (int row = 0; row < means.Length; row++)
        {
            double[] hat = new double[width], h = new double[width], both = new double[width];
            for (int i = 0; i < width; i++)
            {
                int at = (row * width) + i;
                hat[i] = Less(numbers[at], means[row]) * inverses[row];
                h[i] = gradients[at] * weight[i];
                both[i] = h[i] * hat[i];
                second[i] += gradients[at] * hat[i];
                third[i] += gradients[at];
            }

            (double mean1, double mean2) = (Average(h), Average(both));
            for (int i = 0; i < width; i++)
            {
                first[(row * width) + i] = inverses[row] * Less(Less(h[i], mean1), hat[i] * mean2);
            }
        }

        Write(dx, first);
        Write(dw, second);
        Write(db, third);
    }

    public void RmsNorm(
        View<double> x, View<double> w, View<double> y, View<double> inverse, int width, double epsilon,
        double offset)
    {
        double[] numbers = Read(x), weight = Weights(w, width, offset), results = new double[y.Length];
        double[] inverses = new double[inverse.Length];
        for (int row = 0; row < inverses.Length; row++)
        {
            double[] squares = Array.ConvertAll(numbers[(row * width)..((row + 1) * width)], v => v * v);
            inverses[row] = 1.0 / Math.Sqrt(Average(squares) + epsilon);
            for (int i = 0; i < width; i++)
            {
                results[(row * width) + i] = numbers[(row * width) + i] * inverses[row] * weight[i];
            }
        }

        Write(y, results);
        Write(inverse, inverses);
    }

    public void RmsNormAdjoint(
        View<double> x, View<double> w, View<double> inverse, View<double> dy, View<double> dx, View<double> dw,
        int width, double offset)
    {
        double[] numbers = Read(x), weight = Weights(w, width, offset), inverses = Read(inverse);
        double[] gradients = Read(dy), first = new double[x.Length], second = new double[width];
        for (int row = 0; row < inverses.Length; row++)
        {
            double[] hat = new double[width], h = new double[width], both = new double[width];
            for (int i = 0; i < width; i++)
            {
                int at = (row * width) + i;
                hat[i] = numbers[at] * inverses[row];
                h[i] = gradients[at] * weight[i];
                both[i] = h[i] * hat[i];
                second[i] += gradients[at] * hat[i];
            }

            double mean = Average(both);
            for (int i = 0; i < width; i++)
            {
                first[(row * width) + i] = inverses[row] * Less(h[i], hat[i] * mean);
            }
        }

        Write(dx, first);
        Write(dw, second);
    }

    public void BatchNorm(
        View<double> x, View<double> w, View<double> b, View<double> y, View<double> mean, View<double> variance,
        double epsilon)
    {
        int width = mean.Length, rows = x.Length / width;
        double[] numbers = Signed(x), weight = Weights(w, width), shift = Read(b), results = new double[y.Length];
        double[] means = new double[width], variances = new double[width];
        for (int i = 0; i < width; i++)
        {
            double[] column = Column(numbers, width, i);
            (double centre, double factor) = Statistics(column, epsilon);
            double[] squares = Array.ConvertAll(column, v => Math.Pow(Less(M(v), centre), 2));
            (means[i], variances[i]) = (centre, Average(squares));
            for (int row = 0; row < rows; row++)
            {
                double centred = Less(M(column[row]), centre);
                results[(row * width) + i] = (centred * factor * weight[i]) + (b.IsNothing ? 0.0 : shift[i]);
            }
        }

        Write(y, results);
        Write(mean, means);
        Write(variance, variances);
    }

    public void BatchNormAdjoint(
        View<double> x, View<double> w, View<double> mean, View<double> variance, View<double> dy, View<double> dx,
        View<double> dw, View<double> db, double epsilon)
    {
        int width = mean.Length;
        double[] numbers = Read(x), weight = Weights(w, width), means = Read(mean), variances = Read(variance);
        double[] gradients = Read(dy), first = new double[x.Length], second = new double[width];
        double[] third = new double[width];
        for (int i = 0; i < width; i++)
        {
            double inverse = 1.0 / Math.Sqrt(variances[i] + epsilon);
            double[] hat = Array.ConvertAll(Column(numbers, width, i), v => Less(v, means[i]) * inverse);
            double[] slopes = Column(gradients, width, i), both = new double[hat.Length];
            for (int row = 0; row < hat.Length; row++)
            {
                both[row] = slopes[row] * hat[row];
                second[i] += both[row];
                third[i] += slopes[row];
            }

            (double mean1, double mean2) = (Average(slopes), Average(both));
            for (int row = 0; row < hat.Length; row++)
            {
                first[(row * width) + i] = weight[i] * inverse * Less(Less(slopes[row], mean1), hat[row] * mean2);
            }
        }

        Write(dx, first);
        Write(dw, second);
        Write(db, third);
    }

    // The mean μ and 1/√(var + ε). The root is not of a magnitude of its own: how much the squares of x − μ are larger
    // over magnitudes is how much more an error of x − μ counts in it.
    private (double Mean, double Inverse) Statistics(double[] numbers, double epsilon)
    {
        double mean = Average(numbers), size = Average(Array.ConvertAll(numbers, Math.Abs));
        double variance = Average(Array.ConvertAll(numbers, v => (v - mean) * (v - mean))) + epsilon;
        double squares = Average(Array.ConvertAll(numbers, v => Math.Pow(Math.Abs(v) + size, 2))) + epsilon;
        double inverse = 1.0 / Math.Sqrt(variance);
        return magnitudes ? (size, inverse * squares / variance) : (mean, inverse);
    }

    private double[] Weights(View<double> w, int width, double offset = 0.0)
    {
        double[] weight = new double[width];
        for (int i = 0; i < width; i++)
        {
            weight[i] = w.IsNothing ? 1.0 : M(Span(w)[i]) + offset;
        }

        return weight;
    }

    private static double[] Column(double[] numbers, int width, int column)
    {
        double[] part = new double[numbers.Length / width];
        for (int row = 0; row < part.Length; row++)
        {
            part[row] = numbers[(row * width) + column];
        }

        return part;
    }

    private static double Average(double[] numbers)
    {
        double sum = 0.0;
        foreach (double number in numbers)
        {
            sum += number;
        }

        return sum / numbers.Length;
    }
}
